import type { Range, Source } from './source.js'
import { afterStatement, found, nextLine } from './source.js'

const everywhere = (source: Source): Range => ({ from: 0, to: source.text.length })

/** Where lines that load modules go: after the last one there is before a place, or before all that is no comment. */
export function importPlace(source: Source, before: number): number {
  const range = { from: 0, to: before }
  const imports = found(source, /^import\b(?!\s*\()/gm, range)
  const requires = found(source, /^(?:const|let|var)\s[^\n;]*?=\s*require\s*\(/gm, range)
  const last = [...imports, ...requires]
    .map(({ index }) => index)
    .toSorted((one, other) => one - other)
    .at(-1)
  if (last === undefined) return firstCode(source)
  return imports.some(({ index }) => index === last)
    ? afterImport(source, last)
    : afterStatement(source, last)
}

/** After the line in which the text stands that an import ends with. */
function afterImport(source: Source, at: number): number {
  const [, opened] = found(source, /['"]/g, { from: at, to: source.text.length })
  return nextLine(source, opened?.index ?? at)
}

function firstCode(source: Source): number {
  const [first] = found(source, /^(?=[^\s])(?!['"]use strict)/gm, everywhere(source))
  return first?.index ?? source.text.length
}

/** What a module is called that a program loads as a whole; `null` = it does not. */
export function nameOfModule({ text }: Source, specifier: string): string | null {
  const quoted = `['"]${specifier.replaceAll('/', '\\/')}['"]`
  const imported = new RegExp(`^import\\s+(?:\\*\\s+as\\s+)?(\\w+)\\b[^'"\\n;]*?from\\s*${quoted}`, 'm')
  const required = new RegExp(
    `^(?:(?:const|let|var)|import)\\s+(\\w+)\\s*=\\s*require\\(\\s*${quoted}\\s*\\)`,
    'm',
  )
  return (imported.exec(text) ?? required.exec(text))?.[1] ?? null
}
