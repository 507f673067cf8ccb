import type { FileHandle } from 'node:fs/promises'
import type { AuditAnchor } from '../../audit-trail/anchor.js'
import { CommandError } from '../error.js'

/** The rows of one seal, and where they stand in the file. */
export interface ArchivedSeal extends AuditAnchor {
  readonly start: number
  /** After the line of the seal. */
  readonly end: number
}

/** What a file holds: whole seals up to `end`, and beyond that what an interrupted run has left. */
export interface ArchivedSeals {
  readonly seals: readonly ArchivedSeal[]
  readonly end: number
  readonly size: number
}

const rowStart = '{"id":"'
const sealStart = '{"seal":{'

/** Writes the line that ends the rows of a seal. */
export function sealLine({ number, root, previous }: AuditAnchor, count: number): string {
  return `${JSON.stringify({ seal: { number, root, previous, count } })}\n`
}

/** Reads which seals a file holds, line by line; refuses one that has other lines. */
export async function archivedSeals(file: FileHandle, path: string): Promise<ArchivedSeals> {
  const seals: ArchivedSeal[] = []
  let [start, position] = [0, 0]
  for await (const line of linesOf(file)) {
    position += line.length
    const text = line.toString()
    if (text.startsWith(rowStart)) continue
    if (!text.endsWith('\n') && isBegun(text)) break
    const seal = sealIn(text)
    if (!seal) {
      throw new CommandError('not_continued', `${path} is there already, and no file of audit prune`)
    }
    seals.push({ ...seal, start, end: position })
    start = position
  }
  const { size } = await file.stat()
  return { seals, end: start, size }
}

/** Whether a line that was cut off is the beginning of one of ours. */
function isBegun(text: string): boolean {
  return [rowStart, sealStart].some((start) => start.startsWith(text) || text.startsWith(start))
}

/** The lines of a file, each with its line break; the last may have none. */
async function* linesOf(file: FileHandle): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
    rest = Buffer.concat([rest, Buffer.from(chunk as Uint8Array)])
    let from = 0
    for (let to = rest.indexOf(10); to >= 0; to = rest.indexOf(10, from)) {
      yield rest.subarray(from, to + 1)
      from = to + 1
    }
    rest = rest.subarray(from)
  }
  if (rest.length > 0) yield rest
}

function sealIn(line: string): AuditAnchor | null {
  if (!line.startsWith(sealStart)) return null
  try {
    const { seal } = JSON.parse(line) as { readonly seal: Partial<AuditAnchor> }
    const { number, root, previous } = seal
    return typeof number === 'number' && typeof root === 'string' ? { number, root, previous } : null
  } catch {
    return null
  }
}
