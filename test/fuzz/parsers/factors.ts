import assert from 'node:assert/strict'
import { readResponse, verifyAssertion, verifyRegistration } from '../../../src/mfa/security-key.js'
import type { RegisteredKey } from '../../../src/mfa/security-key.js'
import { requestOptions } from '../../../src/mfa/security-key.js'
import { softwareAuthenticator } from '../../support/authenticator.js'
import { encodeCbor } from '../../support/cbor.js'
import { newChallenge, origin, registration, rp, user } from '../../support/security-keys.js'
import type { Parser } from '../parser.js'
import { bytesOf, inputOf } from '../parser.js'

const challenge = newChallenge()
const attestations = ['none', 'self', 'certified'] as const
const keys = attestations.map((attestation) => softwareAuthenticator({ attestation }))
const registrations = keys.map((key) => registration(key, { challenge }))
const [first = assert.fail('there is no key')] = registrations
const stored = verifyRegistration(rp, first, { challenge, passkey: false })
const assertion = stored.then((key) => asserted(key ?? assert.fail('not registered')))

const cborWords = [
  'fmt',
  'attStmt',
  'authData',
  'none',
  'packed',
  'x5c',
  'alg',
  'sig',
  'tpm',
  'apple',
  'fido-u2f',
]
const cborHeads = [
  '\xa0',
  '\xa3',
  '\x80',
  '\xbf',
  '\xff',
  '\x5f',
  '\x9b\xff\xff\xff\xff\xff\xff\xff\xff',
  '\xf6',
  '\xc2',
  '\xfb',
]

/** What browsers answer for security keys, and the bytes inside. */
export const factorParsers: readonly Parser[] = [
  {
    name: 'WebAuthn response',
    seeds: registrations.map((response) => JSON.stringify(response)),
    words: [
      '"id":',
      '"rawId":',
      '"response":{',
      '"type":"public-key"',
      'null',
      '[]',
      '=',
      '"userHandle":"AA"',
      '{',
      '}',
    ],
    most: 65_536,
    check(input) {
      const claims = readResponse(parsed(input))
      if (!claims) return
      for (const text of [claims.challenge, claims.credentialId]) assert.match(text, /^[\w-]+$/)
      assert.ok(claims.credentialId.length <= 1364 && (claims.userHandle ?? '').length <= 86)
    },
  },
  {
    name: 'attestation object',
    seeds: [
      ...registrations.map(({ response }) => inputOf(decoded(response.attestationObject))),
      inputOf(encodeCbor(new Map([['fmt', 'none']]))),
    ],
    words: [...cborWords, ...cborHeads],
    most: 32_768,
    async check(input) {
      const attestationObject = bytesOf(input).toString('base64url')
      const response = { ...first, response: { ...first.response, attestationObject } }
      const key = await verifyRegistration(rp, response, { challenge, passkey: false })
      if (key) assert.equal(key.credentialId, first.id)
    },
  },
  {
    name: 'authenticator data of a sign-in',
    seeds: [inputOf(Buffer.alloc(37)), inputOf(Buffer.alloc(37, 0xc5))],
    words: [...cborHeads, '\x01', '\x05', '\x45', '\0\0\0\x01'],
    most: 4096,
    async check(input) {
      const { key, response, expected } = await assertion
      const authenticatorData = bytesOf(input).toString('base64url')
      const changed = { ...response, response: { ...response.response, authenticatorData } }
      const found = await verifyAssertion(rp, changed, { ...expected, key })
      // What was changed is not what the key has signed.
      if (authenticatorData !== response.response.authenticatorData) assert.equal(found, null)
    },
  },
]

async function asserted(key: RegisteredKey) {
  const options = requestOptions(rp, { challenge, allow: [key], userVerification: 'discouraged' })
  const response = (keys[0] ?? assert.fail('there is no key')).assert(options, { origin })
  const expected = { challenge, userHandle: user.handle, userVerification: 'discouraged' } as const
  return { key, response, expected }
}

function decoded(text: unknown): Buffer {
  return Buffer.from(String(text), 'base64url')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
