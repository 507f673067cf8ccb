import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnosed } from './check.js'
import { ok, skipped, warning } from './check.js'

/** Looks whether other users of this machine can read the file that has the secret. */
export function environmentFindings(folder: string): readonly Diagnosed[] {
  const id = 'secrets.file'
  const file = join(folder, '.env')
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isFile() !== true) return [skipped(id, 'there is no .env here')]
  if (process.platform === 'win32') return [skipped(id, 'Windows has other permissions')]
  const mode = found.mode & 0o777
  const text = `.env has the mode ${mode.toString(8).padStart(4, '0')}`
  if ((mode & 0o007) === 0) return [ok(id, text)]
  if (!/^\s*(?:export\s+)?KEYWARD_SECRET\s*=/m.test(readFileSync(file, 'utf8'))) {
    return [ok(id, `${text}, and no KEYWARD_SECRET`)]
  }
  return [warning(id, `${text}: every user of this machine can come to the secret`, `chmod 600 ${file}`)]
}
