/**
 * Parses a text as a URL (WHATWG), from `base` on where it is given; `null` = it is none. `URL.canParse` is not asked: in Node.js 20, once it is
 * optimised, it takes Latin-1 for UTF-8 and says yes to what `new URL` throws at.
 */
export function urlOf(text: string, base?: string): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
