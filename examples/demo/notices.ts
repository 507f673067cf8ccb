import { appendFile } from 'node:fs/promises'
import type { Notify } from 'keyward'

/** Takes notices into a file, one JSON line each, in the place of mails; without a file nobody is told. The lines hold links: they are secrets. */
export function keepNotices(path: string | null): Notify {
  return async (notice) => {
    if (path !== null) await appendFile(path, `${JSON.stringify(notice)}\n`, { mode: 0o600 })
  }
}
