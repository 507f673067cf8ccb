import { createHash } from 'node:crypto'

/**
 * The root of the Merkle tree over texts in their order, as hex (RFC 9162, section 2.1.1: SHA-256, with leaves and nodes told apart). What is
 * in a list, or not, could be shown by it without the rest of the list.
 */
export function merkleRoot(texts: readonly string[]): string {
  return rootOf(texts.map((text) => sha256(Buffer.of(0), Buffer.from(text)))).toString('hex')
}

function rootOf(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes
  if (!only) return sha256()
  if (hashes.length === 1) return only
  const left = largestPowerOfTwoBelow(hashes.length)
  return sha256(Buffer.of(1), rootOf(hashes.slice(0, left)), rootOf(hashes.slice(left)))
}

function largestPowerOfTwoBelow(length: number): number {
  return 2 ** Math.ceil(Math.log2(length) - 1)
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const made = createHash('sha256')
  for (const part of parts) made.update(part)
  return made.digest()
}
