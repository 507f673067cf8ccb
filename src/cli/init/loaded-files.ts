import { posix } from 'node:path'
import type { AppFile, AppFolder } from './app-folder.js'
import { firstOf } from './app-folder.js'
import type { ModuleKind } from './module-kind.js'

const mostFiles = 200

/** The files that a file loads by relative paths, itself first, and what these load, nearest first. */
export function filesFrom(folder: AppFolder, start: AppFile): readonly AppFile[] {
  const files = [start]
  for (let i = 0; i < files.length && files.length < mostFiles; i++) {
    const file = files[i]
    if (file === undefined) break
    for (const specifier of specifiersIn(file.text)) {
      const next = resolved(folder, file.path, specifier)
      if (next !== null && !files.some(({ path }) => path === next.path)) files.push(next)
    }
  }
  return files
}

/** The file that a relative specifier names; TypeScript writes `.js` for a `.ts`. */
export function resolved(folder: AppFolder, from: string, specifier: string): AppFile | null {
  const path = posix.join(posix.dirname(from), specifier)
  const stem = path.replace(/\.([cm]?)js$/, '.$1ts')
  const ends = ['.ts', '.js', '.mjs', '.cjs', '/index.ts', '/index.js']
  return firstOf(folder, [
    ...(/\.[cm]?[jt]s$/.test(path) ? [path, stem] : []),
    ...ends.map((end) => path + end),
  ])
}

/** How a file names another one: by a relative path, as the files of this app do. */
export function specifierTo(to: string, from: string, { isTypeScript, extension }: ModuleKind): string {
  const path = posix.relative(posix.dirname(from), to)
  const own = posix.extname(path)
  const end = isTypeScript || (own === '.js' && extension === '') ? extension : own
  return (path.startsWith('.') ? '' : './') + path.slice(0, -own.length) + end
}

function specifiersIn(text: string): readonly string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*|\brequire\s*\(\s*|\bimport\s*\(\s*)(['"])(\.{1,2}\/[^'"\n]*)\1/g
  return [...text.matchAll(pattern)].map(([, , specifier = '']) => specifier)
}
