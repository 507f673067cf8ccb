import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** The cost that scrypt is run with; N is a power of two. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** The hash functions that stored PBKDF2 hashes use, and how many bytes each makes. */
export const digestBytes = { sha1: 20, sha256: 32, sha512: 64 } as const
/** One of those hash functions, as Node.js names it. */
export type Digest = keyof typeof digestBytes

/** The most N·r·p: twice the costliest that OWASP recommends. As p is at least 1, no hash takes more than 256 MiB, like argon2id here. */
const maxScryptWork = 2 ** 21
/** The most r·p, which is work to do however small N is. */
const maxScryptBlocks = 1024
/** Twice what the costliest release of Django chooses: a second or two. */
const maxIterations = 3_000_000
/** A wrong password might fit a shorter key by chance. */
const minKeyBytes = 16
const maxKeyBytes = 128

const scrypted = promisify<string, Buffer | string, number, object, Buffer>(scrypt)
const derived = promisify(pbkdf2)

/** Whether scrypt may be run at a cost: that of a forged hash would keep a thread busy for minutes, or take all memory. */
export function mayScrypt({ N, r, p }: ScryptCost): boolean {
  const isPower = Number.isInteger(Math.log2(N)) && N >= 2
  // RFC 7914, section 2: N < 2^(128·r/8).
  return (
    isPower &&
    r >= 1 &&
    p >= 1 &&
    r * p <= maxScryptBlocks &&
    N * r * p <= maxScryptWork &&
    Math.log2(N) < 16 * r
  )
}

/** Whether PBKDF2 may be run with so many iterations. */
export function mayIterate(iterations: number): boolean {
  return Number.isInteger(iterations) && iterations >= 1 && iterations <= maxIterations
}

/** Whether a stored key has a length that can be compared with: 16 to 128 bytes. */
export function isKey({ length }: Buffer): boolean {
  return length >= minKeyBytes && length <= maxKeyBytes
}

/** Whether scrypt derives `key` from the password; it runs in another thread. */
export async function fitsScrypt(
  password: string,
  { salt, key, cost }: { readonly salt: Buffer | string; readonly key: Buffer; readonly cost: ScryptCost },
): Promise<boolean> {
  const { N, r, p } = cost
  // OpenSSL counts a little more memory than the table of RFC 7914 takes.
  const maxmem = 128 * r * (N + p + 2) + 1024 * 1024
  return timingSafeEqual(await scrypted(password, salt, key.length, { N, r, p, maxmem }), key)
}

/** Whether PBKDF2 derives `key` from the password; it runs in another thread. */
export async function fitsPbkdf2(
  password: string,
  of: {
    readonly salt: Buffer | string
    readonly key: Buffer
    readonly iterations: number
    readonly digest: Digest
  },
): Promise<boolean> {
  const { salt, key, iterations, digest } = of
  return timingSafeEqual(await derived(password, salt, iterations, key.length, digest), key)
}
