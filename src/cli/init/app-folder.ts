import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** A file of an app. */
export interface AppFile {
  readonly path: string
  readonly text: string
}

/** The folder of an app, as `init` looks at it: paths are relative to it, with slashes. */
export interface AppFolder {
  /** The text of a file; `null` = there is no such file. */
  read(path: string): string | null
  /** Whether git would take a file that is put there, or has it already. */
  isCommitted(path: string): boolean
}

/** Makes it. What a link leads to is nobody's own file, and is not read. */
export function appFolder(folder: string): AppFolder {
  return Object.freeze({
    read(path) {
      if (path.startsWith('..')) return null
      const file = join(folder, path)
      return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, 'utf8') : null
    },
    isCommitted: (path) => isUnderGit(folder) && !isIgnored(folder, path),
  } satisfies AppFolder)
}

/** The file that one of some names is, with its text; `null` = none of them is there. */
export function firstOf(folder: AppFolder, paths: readonly string[]): AppFile | null {
  for (const path of paths) {
    const text = folder.read(path)
    if (text !== null) return { path: posix.normalize(path), text }
  }
  return null
}

function isUnderGit(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true
  return dirname(folder) !== folder && isUnderGit(dirname(folder))
}

/** Where git itself does not answer, nothing is ignored: a secret had better not be written. */
function isIgnored(folder: string, path: string): boolean {
  return spawnSync('git', ['check-ignore', '-q', path], { cwd: folder, stdio: 'ignore' }).status === 0
}
