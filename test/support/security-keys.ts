import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  creationOptions,
  requestOptions,
  verifyAssertion,
  verifyRegistration,
} from '../../src/mfa/security-key.js'
import type { RegisteredKey, StoredSecurityKey, VerifiedAssertion } from '../../src/mfa/security-key.js'
import type { Authenticator, CredentialJson, Tamper } from './authenticator.js'

/** What the tests of security keys ask for and from. */
export const rp = { id: 'example.com', name: 'Example', origins: ['https://app.example.com'] } as const
export const origin = rp.origins[0]
export const user = { handle: 'A'.repeat(43), name: 'ada', displayName: 'Ada' } as const

/** A challenge of 32 random bytes. */
export function newChallenge(): string {
  return randomBytes(32).toString('base64url')
}

export interface Ceremony {
  readonly challenge: string
  readonly passkey?: boolean
  readonly tamper?: Tamper
}

/** A browser's answer to creation options. */
export function registration(key: Authenticator, ceremony: Ceremony): CredentialJson {
  const { challenge, passkey = false, tamper } = ceremony
  const options = creationOptions(rp, { challenge, user, exclude: [], passkey, attestation: 'direct' })
  return key.register(options, { origin, tamper })
}

/** Registers a key and checks that. */
export async function register(
  key: Authenticator,
  how: Partial<Ceremony> = {},
): Promise<RegisteredKey | null> {
  const { challenge = newChallenge(), passkey = false, tamper } = how
  const response = registration(key, { challenge, passkey, tamper })
  return verifyRegistration(rp, response, { challenge, passkey })
}

/** A key that is registered, or the test fails. */
export async function registered(key: Authenticator, how: Partial<Ceremony> = {}): Promise<RegisteredKey> {
  const stored = await register(key, how)
  assert.ok(stored)
  return stored
}

export interface SignIn {
  readonly challenge?: string
  readonly userVerification?: 'discouraged' | 'required'
  readonly tamper?: Tamper
  /** What is stored, where it differs from what was registered. */
  readonly stored?: Partial<StoredSecurityKey>
}

/** Signs in with a registered key and checks that. */
export async function signIn(
  key: Authenticator,
  registered: StoredSecurityKey,
  how: SignIn = {},
): Promise<VerifiedAssertion | null> {
  const { challenge = newChallenge(), userVerification = 'discouraged', tamper, stored } = how
  const options = requestOptions(rp, { challenge, allow: [registered], userVerification })
  const response = key.assert(options, { origin, tamper })
  const expected = { challenge, key: { ...registered, ...stored }, userHandle: user.handle, userVerification }
  return verifyAssertion(rp, response, expected)
}
