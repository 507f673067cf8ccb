import { randomBytes } from 'node:crypto'
import { lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError } from '../error.js'
import type { FileChange } from './change.js'

/** Writes files, new ones first: each whole or not at all, and none if one of them is not what it was when it was shown. */
export function writeChanges(folder: string, changes: readonly FileChange[]): void {
  const inOrder = changes.toSorted(
    (one, other) => Number(one.before !== null) - Number(other.before !== null),
  )
  const changed = inOrder.filter((change) => !isAsShown(folder, change)).map(({ path }) => path)
  if (changed.length > 0) {
    throw new CommandError('changed', `${changed.join(', ')} changed meanwhile: nothing was written`)
  }
  const made: { readonly change: FileChange; readonly temporary: string }[] = []
  try {
    for (const change of inOrder) made.push({ change, temporary: writtenBeside(folder, change) })
  } catch (error) {
    takeAway(made.map(({ temporary }) => temporary))
    throw new CommandError('not_written', `nothing was written: ${messageOf(error)}`, { cause: error })
  }
  putInPlace(folder, made)
}

function putInPlace(
  folder: string,
  made: readonly { readonly change: FileChange; readonly temporary: string }[],
): void {
  for (const [i, { change, temporary }] of made.entries()) {
    try {
      if (!isAsShown(folder, change)) throw new Error(`${change.path} changed meanwhile`)
      renameSync(temporary, join(folder, change.path))
    } catch (error) {
      takeAway(made.slice(i).map((rest) => rest.temporary))
      const paths = made.map((each) => each.change.path)
      throw new CommandError(
        'not_written',
        `${messageOf(error)}. Written: ${paths.slice(0, i).join(', ') || 'nothing'}. Not written: ${paths.slice(i).join(', ')}`,
        { cause: error },
      )
    }
  }
}

function isAsShown(folder: string, { path, before }: FileChange): boolean {
  const file = join(folder, path)
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (before === null) return there === undefined
  return there?.isFile() === true && readFileSync(file, 'utf8') === before
}

/** Writes what a file becomes beside it, for its owner alone where it holds a secret and nobody has said otherwise. */
function writtenBeside(folder: string, { path, after }: FileChange): string {
  const file = join(folder, path)
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`)
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? (path === '.env' ? 0o600 : 0o666)
  try {
    writeFileSync(temporary, after, { flag: 'wx', mode, flush: true })
  } catch (error) {
    takeAway([temporary])
    throw error
  }
  return temporary
}

function takeAway(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
