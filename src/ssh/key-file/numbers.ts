import type { CurveName } from '../key-type.js'

/** The numbers of a private key as our own readers read them: it has not been proved that they belong together. */
export type PrivateNumbers = Ed25519Numbers | EcdsaNumbers | RsaNumbers

/** An Ed25519 key (RFC 8032). */
export interface Ed25519Numbers {
  readonly kind: 'ed25519'
  readonly seed: Buffer
  /** `null` where the file names none. */
  readonly publicKey: Buffer | null
}

/** An ECDSA key on one of the NIST curves. */
export interface EcdsaNumbers {
  readonly kind: 'ecdsa'
  readonly curve: CurveName
  readonly scalar: Buffer
  /** In one of SEC 1's forms; `null` where the file names none. */
  readonly point: Buffer | null
}

/** An RSA key (RFC 8017); each number is a magnitude, without a sign. */
export interface RsaNumbers {
  readonly kind: 'rsa'
  readonly n: Buffer
  readonly e: Buffer
  readonly d: Buffer
  readonly p: Buffer
  readonly q: Buffer
  /** d modulo p − 1 and q − 1; `null` where the format has none. */
  readonly exponents: readonly [dp: Buffer, dq: Buffer] | null
  /** The inverse of q modulo p. */
  readonly coefficient: Buffer
}
