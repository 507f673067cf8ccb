import type { Insertion } from './change.js'
import type { CodeStyle } from './code-style.js'
import type { Range, Source } from './source.js'
import { found, indentAt, insideOf, nextLine } from './source.js'

/** Puts an element into a list that is a property of an object, as its first; makes the list where there is none. `null` = what is there is no list that is written out. */
export function intoList(
  source: Source,
  { object, key, element }: { readonly object: Range; readonly key: string; readonly element: string },
  { lineBreak }: CodeStyle,
): Insertion | null {
  const [property, another] = found(source, new RegExp(`(?<![\\w.])${key}\\b\\s*:?\\s*`, 'g'), object)
  if (another !== undefined) return null
  if (property === undefined) return newList(source, { object, line: `${key}: [${element}],` }, lineBreak)
  const opening = property.index + property[0].length
  if (source.code[opening] !== '[' || !property[0].includes(':')) return null
  const { from, to } = insideOf(source, opening)
  const inside = source.text.slice(from, to)
  if (inside.trim() === '') return { at: from, text: element }
  const [, indent] = /^[ \t]*\r?\n([ \t]*)/.exec(inside) ?? []
  return { at: from, text: indent === undefined ? `${element}, ` : `${lineBreak}${indent}${element},` }
}

/** The list as a property of its own, in the first line of an object with a line for each property. */
function newList(
  source: Source,
  { object: { from, to }, line }: { readonly object: Range; readonly line: string },
  lineBreak: string,
): Insertion | null {
  if (source.code.slice(from, to).trim() === '') return { at: from, text: ` ${line.replace(/,$/, '')} ` }
  const at = nextLine(source, from)
  if (source.code.slice(from, at).trim() !== '') return null
  return { at, text: `${indentAt(source, at)}${line}${lineBreak}` }
}
