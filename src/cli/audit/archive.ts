import type { FileHandle } from 'node:fs/promises'
import { access, constants, lstat, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AuditAnchor } from '../../audit-trail/anchor.js'
import { auditFiles } from '../../event-file.js'
import type { AuditEvent } from '../../events.js'
import { CommandError } from '../error.js'
import type { ArchivedSeal, ArchivedSeals } from './archived-seals.js'
import { archivedSeals, sealLine } from './archived-seals.js'

/** A file that takes the rows that are removed from the audit: the events of each seal as JSON lines, and after them a line with the seal. */
export interface Archive {
  /** The seal that it ends with; `null` = it has none yet. */
  readonly last: AuditAnchor | null
  /** Adds the rows of a seal. Those that it has already must be the same; the others must follow the last that it has. */
  write(events: readonly AuditEvent[], seal: AuditAnchor): Promise<void>
  /** Refuses a file that ends with rows under no seal which none of those written are: they may be of another audit, or of none. */
  checkEnd(): void
  /** Makes sure that file and folder hold what was written, also after a power cut. */
  finish(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens an archive to go on with it, or makes one, which only its owner may read, once there is something to write. What a run that was
 * interrupted has left is written over with the same. Refused is a file that is no archive, one that the rows do not continue, and a
 * folder that takes no file, whether or not there is anything to write.
 */
export async function archiveAt(path: string): Promise<Archive> {
  let file = await existing(path)
  const { seals, end: whole, size } = file ? await heldBy(file, path) : nothingYet
  const known = new Map(seals.map((seal) => [seal.number, seal]))
  let last = anchorAt(seals.at(-1))
  let end = whole
  let torn = size - whole

  return Object.freeze({
    last,
    async write(events, seal) {
      const text = Buffer.from(events.map(auditFiles.ndjson.line).join('') + sealLine(seal, events.length))
      const there = known.get(seal.number)
      if (there) return checkSame(there, text)
      if (last && seal.number !== last.number + 1) {
        throw refusal(
          `it ends with seal ${String(last.number)}, and the next to be removed is seal ${String(seal.number)}: name a new file`,
        )
      }
      file ??= await open(path, 'wx+', 0o600)
      if (torn > 0) await checkTorn(file, text)
      torn = 0
      // Also one that somebody has copied, and so opened to others.
      await file.chmod(0o600)
      await file.write(text, 0, text.length, end)
      end += text.length
      last = seal
    },
    checkEnd() {
      if (torn === 0) return
      throw refusal(
        'it ends with rows that no seal follows, and that are none of those to be removed: if a run was cut off, say the same --before',
      )
    },
    async finish() {
      await file?.sync()
      if (file) await syncFolder(dirname(path))
    },
    async close() {
      await file?.close()
    },
  } satisfies Archive)

  async function checkSame({ start, end: until, number }: ArchivedSeal, text: Buffer): Promise<void> {
    const held = file ? await slice(file, start, until) : Buffer.alloc(0)
    if (!held.equals(text)) throw refusal(`what it has of seal ${String(number)} is not what the audit has`)
  }

  /** What was written when a run was interrupted is the beginning of what is written now. */
  async function checkTorn(of: FileHandle, text: Buffer): Promise<void> {
    const held = await slice(of, end, end + torn)
    if (!text.subarray(0, held.length).equals(held)) throw refusal('what it ends with is not from this audit')
  }

  function refusal(why: string): CommandError {
    return new CommandError('not_continued', `${path} cannot be gone on with: ${why}`)
  }
}

/** What is looked at before a file is gone on with. */
interface FoundFile {
  readonly isFile: boolean
  readonly uid: number
  readonly nlink: number
}

const nothingYet = { seals: [], end: 0, size: 0 }

function anchorAt(seal: ArchivedSeal | undefined): AuditAnchor | null {
  return seal ? { number: seal.number, root: seal.root, previous: seal.previous } : null
}

async function heldBy(file: FileHandle, path: string): Promise<ArchivedSeals> {
  try {
    return await archivedSeals(file, path)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function existing(path: string): Promise<FileHandle | null> {
  const found = await lstat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (!found) {
    await checkFolder(dirname(path))
    return null
  }
  const refused = notOurs({ isFile: found.isFile(), uid: found.uid, nlink: found.nlink })
  if (refused !== null) throw new CommandError('not_continued', `${path} ${refused}: name a new file`)
  // Whoever puts a link there in between has it refused here, or the file behind it, which is another.
  const file = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0))
  const { dev, ino } = await file.stat()
  if (dev === found.dev && ino === found.ino) return file
  await file.close()
  throw new CommandError('not_continued', `${path} changed meanwhile: name a new file`)
}

/** Why nothing is written into what somebody else may have laid there: they would read it, or have another file written over. */
function notOurs({ isFile, uid, nlink }: FoundFile): string | null {
  if (!isFile) return 'is a link, or no file'
  if (process.getuid && uid !== process.getuid()) return 'belongs to another user of this machine'
  return nlink === 1 ? null : 'has a second name'
}

/** Before anything is read: where there is nothing to write yet, nobody would hear of it. */
async function checkFolder(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK)
  } catch (cause) {
    throw new CommandError('not_writable', `no file can be made in ${path}`, { cause })
  }
}

async function slice(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
  return bytes.subarray(0, bytesRead)
}

/** Without it a file that is new may be gone after a power cut. Windows has no such call, and writes folders by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
