/** How the code of an app is written, so that what is added looks like the rest. */
export interface CodeStyle {
  readonly semicolons: boolean
  readonly quote: "'" | '"'
  readonly lineBreak: '\n' | '\r\n'
}

/** The style of a program, by what most of its lines do. */
export function styleOf(text: string): CodeStyle {
  const lines = text.split(/\r?\n/)
  const ends = lines.filter((line) => /[\w)'"`]$/.test(line)).length
  return {
    semicolons: lines.filter((line) => line.endsWith(';')).length > ends,
    quote: text.split('"').length > text.split("'").length ? '"' : "'",
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

/** Lines in this project's style, in another. */
export function styled(lines: readonly string[], { semicolons, quote, lineBreak }: CodeStyle): string {
  return lines
    .map((line) => (isComment(line) ? line : line.replaceAll("'", quote)))
    .map((line) => (semicolons && isStatement(line) ? `${line};` : line))
    .map((line) => line + lineBreak)
    .join('')
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('//')
}

/** Whether a line ends a statement: none of ours that does has a comment behind it. */
function isStatement(line: string): boolean {
  const code = line.trim()
  if (code === '' || code.includes('// ') || code.startsWith('@')) return false
  return /[\w)\]'"`]$/.test(code) || /^(?:module\.exports |export default |export \{|return ).*\}$/.test(code)
}
