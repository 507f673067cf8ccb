const base = 'http://this.invalid'

/**
 * Reads the path to go on to; `null` for whatever could lead to another site. Parsed as browsers parse it, then written anew:
 * they take `/\evil`, `//evil` and `/.//evil` for another host, and drop tabs and line breaks.
 */
export function safePath(text: string): string | null {
  if (text.length > 2048 || !text.startsWith('/') || !URL.canParse(text, base)) return null
  const { origin, pathname, search, hash } = new URL(text, base)
  if (origin !== base || /^\/[/\\]/.test(pathname)) return null
  return pathname + search + hash
}
