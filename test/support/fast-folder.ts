import { existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** Far more than all databases take that are open at once. */
const roomBytes = 256 * 1024 * 1024

/** A new folder for a database, in memory if there is room: the tests of HTTP commit thousands of times, and each commit waits for the disk. */
export function fastFolder(): string {
  return mkdtempSync(join(hasRoom() ? memory : tmpdir(), 'keyward-'))
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > roomBytes
}
