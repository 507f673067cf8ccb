import { readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import ts from 'typescript'

/** What a file imports, types included: paths for its own kind, specifiers for packages. */
export function importsOf(path: string, text: string): string[] {
  const targets = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName
    return posix.join(dirname(path), fileName).replace(/\.(c?)js$/, '.$1ts')
  })
  return [...new Set(targets)]
}

/** Whether one source leads to another, directly or through others. */
export function leadsTo(from: string, to: string): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const next = importsOf(path, readFileSync(path, 'utf8')).filter((each) => /\.c?ts$/.test(each))
    if (next.includes(to)) return true
    open.push(...next.filter((each) => !seen.has(each)))
    for (const each of next) seen.add(each)
  }
  return false
}
