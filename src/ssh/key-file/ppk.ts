import { packetReader } from '../packet.js'
import { publicHalf } from '../public-half.js'
import { canonicalBase64 } from './armour.js'
import type { Lock } from './lock.js'
import { isWholeBlocks } from './lock.js'
import { refusePrivateKey } from './refusal.js'

const begin = /(?:^|[\n"'`])PuTTY-User-Key-File-(\d{1,3}): */
/** What follows the first line's title: the algorithm, then the encryption. */
const about = /^(\S{1,64})\s+Encryption: *(\S{1,32})\s/
const titles = ['Public-Lines:', 'Private-Lines:', 'Private-MAC:'] as const
const cipher = 'aes-256-cbc'
/** The length of PuTTY's lines of base64. */
const lineLength = 64

/**
 * Reads a file in PuTTY's format 2 (its manual, appendix C) by its titles, whatever its line ends have become; `null` when the text is no
 * such file. The MAC is not checked: that the halves belong together says more, and a comment that lost a blank would break the MAC.
 */
export function readPpkFile(text: string): { lock: Lock | null; body: Buffer; publicBlob: Buffer } | null {
  const begins = begin.exec(text)
  if (!begins) return null
  const [line, version] = begins
  if (version === '3') return refusePrivateKey('putty3')
  const rest = text.slice(begins.index + line.length)
  const [, algorithm, encryption] = about.exec(rest) ?? []
  const [publicAt, privateAt, macAt] = titles.map((title) => rest.lastIndexOf(title))
  const [publicBlob, body] = [section(rest.slice(publicAt, privateAt)), section(rest.slice(privateAt, macAt))]
  if (version !== '2' || packetReader(publicBlob).text() !== algorithm) return refusePrivateKey('malformed')
  if (!publicHalf(publicBlob)) return refusePrivateKey('type')
  if (encryption === 'none') return { lock: null, body, publicBlob }
  if (encryption !== 'aes256-cbc') return refusePrivateKey('encryption')
  if (!isWholeBlocks(body, cipher)) return refusePrivateKey('malformed')
  return { lock: { cipher, kdf: { name: 'putty' } }, body, publicBlob }
}

/** Decodes the base64 that follows a title; 422 unless it has as many lines as the title says. */
function section(text: string): Buffer {
  const [, count, broken = ''] = /^[A-Z][a-z]+-Lines: *(\d{1,3})\s+([^]*)$/.exec(text) ?? []
  const bytes = canonicalBase64(broken)
  const lines = Math.ceil((Math.ceil(bytes.length / 3) * 4) / lineLength)
  return lines === Number(count) ? bytes : refusePrivateKey('malformed')
}
