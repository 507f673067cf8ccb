import type { JsonWebKey } from 'node:crypto'
import { createPublicKey } from 'node:crypto'

/** A decoded COSE key (RFC 9052, section 7), by its labels. */
export type CoseKey = ReadonlyMap<number, unknown>

/** The algorithms that are accepted, the preferred one first: EdDSA, ES256, RS256 (RFC 9053, RFC 8812). */
export const coseAlgorithms = [-8, -7, -257] as const

/** The labels of a COSE key: type, algorithm, and the parameters that RFC 9053, section 7, and RFC 8230, section 4, number from -1 down. */
const labels = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, n: -1, e: -2 } as const
const types = { OKP: 1, EC2: 2, RSA: 3 } as const
const curves = { p256: 1, ed25519: 6 } as const

/**
 * Whether its owner can sign in with a key: it is of one of our algorithms, complete, on its curve, and holds nothing else
 * (WebAuthn, section 6.5.1.1). Without this check a damaged key would be registered and lock its owner out.
 */
export function isUsableKey(key: CoseKey): boolean {
  const jwk = jwkOf(key)
  if (!jwk) return false
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: jwk, format: 'jwk' })
    return (asymmetricKeyDetails?.modulusLength ?? minRsaBits) >= minRsaBits
  } catch {
    return false
  }
}

/** The algorithm that a key is for, as its number in COSE's registry; anything at all in a key that was made up. */
export function algorithmOf(key: CoseKey): unknown {
  return key.get(labels.alg)
}

const minRsaBits = 2048
const maxRsaBytes = 512

function jwkOf(key: CoseKey): JsonWebKey | null {
  switch (algorithmOf(key)) {
    case -8:
      return okp(key)
    case -7:
      return ec2(key)
    case -257:
      return rsa(key)
    default:
      return null
  }
}

function okp(key: CoseKey): JsonWebKey | null {
  const x = bytes(key.get(labels.x), { min: 32, max: 32 })
  const fits = key.size === 4 && key.get(labels.kty) === types.OKP && key.get(labels.crv) === curves.ed25519
  return fits && x ? { kty: 'OKP', crv: 'Ed25519', x } : null
}

function ec2(key: CoseKey): JsonWebKey | null {
  const x = bytes(key.get(labels.x), { min: 32, max: 32 })
  const y = bytes(key.get(labels.y), { min: 32, max: 32 })
  const fits = key.size === 5 && key.get(labels.kty) === types.EC2 && key.get(labels.crv) === curves.p256
  return fits && x && y ? { kty: 'EC', crv: 'P-256', x, y } : null
}

function rsa(key: CoseKey): JsonWebKey | null {
  const n = bytes(key.get(labels.n), { min: minRsaBits / 8, max: maxRsaBytes })
  const e = bytes(key.get(labels.e), { min: 3, max: 3 })
  // `AQAB` is 65537, the one exponent taken: under an exponent of 1 every message would be its own signature.
  const fits = key.size === 4 && key.get(labels.kty) === types.RSA && e === 'AQAB'
  return fits && n ? { kty: 'RSA', n, e } : null
}

function bytes(value: unknown, { min, max }: { min: number; max: number }): string | null {
  if (!(value instanceof Uint8Array) || value.length < min || value.length > max) return null
  return Buffer.from(value).toString('base64url')
}
