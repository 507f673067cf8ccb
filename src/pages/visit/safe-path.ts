import { urlOf } from '../../input/url-of.js'

const base = 'http://this.invalid'
/** Of the text and of what is written anew, in which a character may take nine: it stands in a header, and in forms that send it back. */
const maxLength = 2048

/**
 * Reads the path to go on to; `null` for whatever could lead to another site. Parsed as browsers parse it, then written anew:
 * they take `/\evil`, `//evil` and `/.//evil` for another host, and drop tabs and line breaks.
 */
export function safePath(text: string): string | null {
  const url = text.length > maxLength || !text.startsWith('/') ? null : urlOf(text, base)
  if (!url) return null
  const { origin, pathname, search, hash } = url
  if (origin !== base || /^\/[/\\]/.test(pathname)) return null
  const path = pathname + search + hash
  return path.length > maxLength ? null : path
}
