import { hash } from 'node:crypto'

/**
 * The root of the Merkle tree over texts in their order, as hex (RFC 9162, section 2.1.1: SHA-256, with leaves and nodes told apart). What is
 * in a list, or not, could be shown by it without the rest of the list.
 */
export function merkleRoot(texts: readonly string[]): string {
  const leaves = texts.map((text) => sha256(`\0${text}`))
  return Buffer.from(rootOf(leaves, 0, leaves.length), 'binary').toString('hex')
}

/** The root over the hashes from one place up to another. */
function rootOf(hashes: readonly string[], from: number, to: number): string {
  const first = hashes[from]
  if (first === undefined) return sha256('')
  if (to - from === 1) return first
  const middle = from + largestPowerOfTwoBelow(to - from)
  const node = `\u0001${rootOf(hashes, from, middle)}${rootOf(hashes, middle, to)}`
  return sha256(Buffer.from(node, 'binary'))
}

function largestPowerOfTwoBelow(length: number): number {
  return 2 ** Math.ceil(Math.log2(length) - 1)
}

/** Hashes are kept as text, a byte a character: objects for each would be more memory for the garbage collector to follow. */
function sha256(data: string | Buffer): string {
  return hash('sha256', data, 'binary')
}
