import { withoutInvisible } from '../typed-text.js'

/** Every kind of blank, the non-breaking ones among them, and the tab, which looks like one. */
const blanks = /[\p{Zs}\t]/gu
/** Every kind of line end (Unicode Standard Annex 14, BK, CR, LF and NL). */
const lineEnds = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
/** Line ends as programs escape them in a string: a backslash and a letter. */
const writtenOut = /(?:\\r\\n|\\n|\\r)/g
/** A line of Markdown that opens or closes a block of code. */
const fence = /^(?:`{3,}|~{3,})[\w+-]*$/
const quotes: readonly (readonly [open: string, close: string])[] = [
  ['```', '```'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]

/**
 * The lines of a pasted text as a person sees them: without what is invisible, blanks at both ends, empty lines
 * and quotes or the fence of a block of code around the whole; between words every kind of blank is an ordinary one.
 */
export function visibleLines(pasted: string): readonly string[] {
  const lines = withoutInvisible(pasted)
    .split(lineEnds)
    .map((line) => line.replace(blanks, ' ').trim())
    .filter((line) => line !== '')
  return unquoted(unfenced(lines).join('\n'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The text with a real line end in the place of each escaped one, such as a backslash and an `n`. */
export function withLineEnds(pasted: string): string {
  return pasted.replace(writtenOut, '\n')
}

/** Takes away the first and the last line of a block of code; either may have been left out when it was copied. */
function unfenced(lines: readonly string[]): readonly string[] {
  const start = fence.test(lines[0] ?? '') ? 1 : 0
  const end = lines.length > 1 && fence.test(lines.at(-1) ?? '') ? -1 : lines.length
  return lines.slice(start, end)
}

function unquoted(text: string): string {
  const around = quotes.find(
    ([open, close]) =>
      text.length >= open.length + close.length && text.startsWith(open) && text.endsWith(close),
  )
  return around ? text.slice(around[0].length, -around[1].length) : text
}
