const base = 'http://this.invalid'
/** Of the text and of what is written anew, in which a character may take nine: it stands in a header, and in forms that send it back. */
const maxLength = 2048

/**
 * Reads the path to go on to; `null` for whatever could lead to another site. Parsed as browsers parse it, then written anew:
 * they take `/\evil`, `//evil` and `/.//evil` for another host, and drop tabs and line breaks.
 */
export function safePath(text: string): string | null {
  const url = text.length > maxLength || !text.startsWith('/') ? null : urlOf(text)
  if (!url) return null
  const { origin, pathname, search, hash } = url
  if (origin !== base || /^\/[/\\]/.test(pathname)) return null
  const path = pathname + search + hash
  return path.length > maxLength ? null : path
}

/** Parses a text; `null` = it is no URL. `URL.canParse` is not asked: in Node.js 20, once optimised, it takes Latin-1 for UTF-8 and says yes to what throws. */
function urlOf(text: string): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
