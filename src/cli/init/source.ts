import { masked } from './masked.js'

/** A program, read as far as it takes to add lines to it: places are offsets into its text. */
export interface Source {
  readonly path: string
  readonly text: string
  /** The same length, without what stands in comments and strings. */
  readonly code: string
  /** In how many brackets each character stands. */
  readonly depths: Uint16Array
}

/** A range of a text. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Reads a program; `null` = its brackets do not match, so that nothing is known of it. */
export function sourceOf(path: string, text: string): Source | null {
  const code = masked(text)
  const depths = new Uint16Array(text.length + 1)
  const open: string[] = []
  for (let at = 0; at < code.length; at++) {
    const mark = code[at] ?? ''
    if (')]}'.includes(mark) && open.pop() !== mark) return null
    depths[at] = open.length
    const closing = { '(': ')', '[': ']', '{': '}' }[mark]
    if (closing !== undefined) open.push(closing)
  }
  return open.length === 0 ? { path, text, code, depths } : null
}

/** In how many brackets a place stands. */
export function depthAt({ depths }: Source, at: number): number {
  return depths[at] ?? 0
}

/** The innermost brackets around a place: what stands in them; all of the text where there are none. */
export function blockAt(source: Source, at: number): Range {
  const depth = depthAt(source, at)
  if (depth === 0) return { from: 0, to: source.text.length }
  let from = at
  while (from > 0 && depthAt(source, from - 1) >= depth) from--
  let to = at
  while (to < source.text.length && depthAt(source, to) >= depth) to++
  return { from, to }
}

/** What stands in the brackets that open at a place. */
export function insideOf(source: Source, opening: number): Range {
  let to = opening + 1
  while (to < source.text.length && depthAt(source, to) > depthAt(source, opening)) to++
  return { from: opening + 1, to }
}

/** Where the line of a place begins. */
export function lineStart({ text }: Source, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Where the line after that of a place begins. */
export function nextLine({ text }: Source, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

/** The blanks that the line of a place begins with. */
export function indentAt(source: Source, at: number): string {
  return /^[ \t]*/.exec(source.text.slice(lineStart(source, at)))?.[0] ?? ''
}

/** Where a line may be put before the statement that begins on the line of a place: above the comments that belong to it. */
export function beforeStatement(source: Source, at: number): number {
  let start = lineStart(source, at)
  while (start > 0) {
    const above = lineStart(source, start - 1)
    const isComment =
      source.text.slice(above, start).trim() !== '' && source.code.slice(above, start).trim() === ''
    if (!isComment) break
    start = above
  }
  return start
}

/** The empty line that sets lines at a place apart from what stands above it, unless there is one. */
export function gapBefore({ text }: Source, at: number): readonly string[] {
  return /(?:^|[{\n][ \t]*\r?\n?)$/.test(text.slice(0, at).replace(/\n$/, '')) ? [] : ['']
}

/** Where a line may be put after the statement that begins at a place. */
export function afterStatement(source: Source, at: number): number {
  const depth = depthAt(source, at)
  let end = nextLine(source, at)
  while (end < source.text.length && !isStatementEnd(source, end, depth)) end = nextLine(source, end)
  return end
}

function isStatementEnd(source: Source, end: number, depth: number): boolean {
  if (depthAt(source, end - 1) > depth) return false
  const rest = source.code.slice(end).trimStart()
  const before = source.code.slice(0, end).trimEnd()
  return before.endsWith(';') || !(/^[.?:&|=+*/<>]/.test(rest) || /[=,.(&|?:+]$/.test(before))
}

/** Whether what is first on its line is a statement of its own, and neither the rest of one nor what an `if` without braces decides about. */
export function beginsStatement(source: Source, at: number): boolean {
  const before = source.code.slice(0, at).trimEnd()
  if (before === '' || /[;{}]$/.test(before)) return true
  if (/(?:[=,+\-*&|?:.([<>!~^%]|\b(?:else|do|return|await))$/.test(before)) return false
  if (!before.endsWith(')')) return true
  let opening = before.length - 2
  while (opening > 0 && depthAt(source, opening) > depthAt(source, before.length - 1)) opening--
  return !/\b(?:if|for|while|with)\s*$/.test(before.slice(0, opening))
}

/** The places at which a pattern (with the flag g) is found in the code of a range, that deep and no deeper. */
export function found(source: Source, pattern: RegExp, { from, to }: Range): readonly RegExpExecArray[] {
  const depth = depthAt(source, from)
  return [...source.code.matchAll(pattern)].filter(
    ({ index }) => index >= from && index < to && depthAt(source, index) === depth,
  )
}
