import type { FileHandle } from 'node:fs/promises'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommandError } from './error.js'
import type { Invocation } from './command.js'

/** What can be read from its beginning any number of times. */
export interface Rereadable {
  bytes(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** Opens a file or, where none is named, keeps what is on standard input in a file that nobody else can read, and that goes with the process. */
export async function readTwice(
  { folder, terminal, signal }: Pick<Invocation, 'folder' | 'terminal' | 'signal'>,
  name: string | undefined,
): Promise<Rereadable> {
  if (name === undefined || name === '-') return spooled(terminal.bytes(), signal)
  const file = await open(resolve(folder, name)).catch((error: unknown) => {
    throw new CommandError('no_file', `${name} cannot be read: ${codeOf(error)}`, { cause: error })
  })
  if (!(await file.stat()).isDirectory()) return rereadable(file, () => file.close())
  await file.close()
  throw new CommandError('no_file', `${name} is a folder`)
}

async function spooled(input: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Rereadable> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const file = await open(join(folder, 'lines'), 'wx+', 0o600)
    // An open file needs no name: whatever ends the process, nothing of it stays. Where a system demands one, it goes at the end.
    await remove().catch(() => undefined)
    const opened = rereadable(file, async () => {
      await file.close()
      await remove()
    })
    try {
      await fill(file, input, signal)
      return opened
    } catch (error) {
      await opened.close()
      throw error
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function fill(file: FileHandle, input: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  for await (const chunk of input) {
    if (signal.aborted) throw new CommandError('interrupted', 'nothing was done')
    await file.write(chunk)
  }
}

function rereadable(file: FileHandle, close: () => Promise<void>): Rereadable {
  return Object.freeze({
    bytes: () => file.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 * 1024 }),
    close,
  } satisfies Rereadable)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
