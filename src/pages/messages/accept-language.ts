import { trimmed } from '../../auth/header-text.js'
import type { Client } from '../../client.js'

/** The languages that a browser asks for, the one it likes best first (RFC 9110, section 12.5.4). */
export function languageRanges(client: Pick<Client, 'header'>): readonly string[] {
  const [header = ''] = client.header('accept-language')
  // Browsers send a handful of languages. A longer header is cut, so that reading it costs little.
  const ranges = header.slice(0, 256).split(',').map(rangeOf)
  return ranges
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag)
}

function rangeOf(text: string): { tag: string; q: number } {
  const [tag = '', ...parameters] = text.split(';')
  const q = parameters
    .map(trimmed)
    .find((parameter) => parameter.startsWith('q='))
    ?.slice(2)
  return { tag: trimmed(tag), q: q === undefined ? 1 : Number(q) || 0 }
}
