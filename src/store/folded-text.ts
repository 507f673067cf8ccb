/** The longest text that is kept folded: MariaDB sorts by the first 1,024 bytes, and a character has up to four. */
const maxLength = 255

/**
 * A text, or a part of one, as users are searched by: in one case and one form (NFKC), the same whatever database compares it. A sigma is
 * the same at the end of a word, so that a part of a name is found in the whole.
 */
export function foldedText(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('\u03c2', '\u03c3')
  return [...folded].slice(0, maxLength).join('')
}
