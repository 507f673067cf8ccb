import { string } from './packet.js'

const lengthBytes = 4

/**
 * Takes a sequence of SSH strings apart, each a length in 32 bits and that many bytes (RFC 4251, section 5).
 * `null` = the bytes are not exactly such a sequence.
 */
export function readStrings(bytes: Buffer): readonly Buffer[] | null {
  const strings: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < lengthBytes) return null
    const start = at + lengthBytes
    const end = start + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    strings.push(bytes.subarray(start, end))
    at = end
  }
  return strings
}

/** Puts SSH strings together: what `readStrings` takes apart. */
export function writeStrings(strings: readonly Buffer[]): Buffer {
  return Buffer.concat(strings.map((bytes) => string(bytes)))
}
