import { randomBytes } from 'node:crypto'
import type { AppFolder } from './app-folder.js'
import type { FileChange } from './change.js'

const secretLine = /^KEYWARD_SECRET=.*$/m

/** The command that makes a secret where none may be written into a file. */
export const secretCommand = 'export KEYWARD_SECRET=$(openssl rand -base64 32)'

/** A line with a new secret for `.env`, if git never takes that file; `null` = it is there, or would be committed. */
export function secretChange(folder: AppFolder): FileChange | null {
  const before = folder.read('.env')
  if (folder.isCommitted('.env') || (before !== null && secretLine.test(before))) return null
  return {
    path: '.env',
    before,
    after: `${ended(before)}KEYWARD_SECRET=${randomBytes(32).toString('base64')}\n`,
  }
}

/** Whether `.env` has a secret already. */
export function hasSecret(folder: AppFolder): boolean {
  return secretLine.test(folder.read('.env') ?? '')
}

/** Keeps the database of an app in SQLite out of git; `null` = it is out already, or there is no git. */
export function databaseIgnored(folder: AppFolder): FileChange | null {
  if (!folder.isCommitted('app.db')) return null
  const before = folder.read('.gitignore')
  return { path: '.gitignore', before, after: `${ended(before)}app.db*\n` }
}

/** A change as it may be shown: a secret is seen by nobody. */
export function withoutSecret(change: FileChange): FileChange {
  const hidden = (text: string): string =>
    text.replace(new RegExp(secretLine, 'gm'), 'KEYWARD_SECRET=… (32 random bytes)')
  return {
    ...change,
    before: change.before === null ? null : hidden(change.before),
    after: hidden(change.after),
  }
}

function ended(text: string | null): string {
  return text === null || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`
}
