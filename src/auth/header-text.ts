/**
 * A text of the protocol without the blanks and tabs around it (RFC 9110, section 5.6.3). `String#trim` would take more away, such as a
 * byte A0, which belongs to a name or a value and makes it another one.
 */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  // Beyond its ends no text has blanks.
  while (isBlank(text, start)) start++
  while (isBlank(text, end - 1)) end--
  return text.slice(start, end)
}

/** The elements of a list that is separated by commas (section 5.6.1), over all lines of its header. */
export function elementsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(',')).map(trimmed)
}

/** Whether the character at an index is a blank or a tab. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 0x20 || code === 0x09
}
