import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { verifyRegistration } from '../../src/mfa/security-key.js'
import type { Tamper } from '../support/authenticator.js'
import { softwareAuthenticator } from '../support/authenticator.js'
import { flag } from '../support/authenticator-data.js'
import { encodeCbor } from '../support/cbor.js'
import { newChallenge, register, registration, rp } from '../support/security-keys.js'
import type { Case } from './tampered-response.js'
import { clientDataCases, jsonCases, responseCases } from './tampered-response.js'

const one = Buffer.from([1])
const longId = Buffer.alloc(1024, 1)
/** Where the public key begins after an id of 32 bytes (WebAuthn, section 6.5.1). */
const keyOffset = 37 + 16 + 2 + 32

const dataCases: readonly Case[] = [
  ['the hash of another relying party', { parts: () => ({ rpIdHash: Buffer.alloc(32, 1) }) }],
  ['a user who was not present', { parts: ({ flags }) => ({ flags: flags & ~flag.up }) }],
  ['a user who was verified but not present', { parts: () => ({ flags: flag.uv | flag.at }) }],
  ['a backup of what cannot be backed up', { parts: ({ flags }) => ({ flags: flags | flag.bs }) }],
  ['a credential that the flags deny', { parts: ({ flags }) => ({ flags: flags & ~flag.at }) }],
  ['extensions that are not there', { parts: ({ flags }) => ({ flags: flags | flag.ed }) }],
  ['extensions that the flags deny', { parts: () => ({ extensions: encodeCbor(new Map([['a', 1]])) }) }],
  [
    'extensions that are no CBOR',
    { parts: ({ flags }) => ({ flags: flags | flag.ed, extensions: Buffer.from([0xff]) }) },
  ],
  ['an id other than the one it is sent with', { parts: () => ({ credentialId: Buffer.alloc(32, 1) }) }],
  ['an empty id', { parts: () => ({ credentialId: Buffer.alloc(0) }) }],
  [
    'an id over 1023 bytes',
    {
      parts: () => ({ credentialId: longId }),
      json: (json) => ({ ...json, id: longId.toString('base64url'), rawId: longId.toString('base64url') }),
    },
  ],
  ['bytes behind the authenticator data', { authenticatorData: (bytes) => Buffer.concat([bytes, one]) }],
  ['an id longer than the data', { authenticatorData: (bytes) => Buffer.from(bytes).fill(0xff, 53, 55) }],
  ['a public key that is no map', { authenticatorData: (bytes) => withKey(bytes, encodeCbor([1, 2])) }],
  ['a public key that is a number', { authenticatorData: (bytes) => withKey(bytes, one) }],
  ['no authenticator data', { authenticatorData: () => Buffer.alloc(0) }],
]

describe('verifyRegistration', () => {
  it('accepts what is not tampered with', async () => {
    assert.ok(await register(softwareAuthenticator(), { tamper: {} }))
    assert.ok(await register(softwareAuthenticator(), { tamper: { parts: (parts) => parts } }))
  })

  for (const [name, tamper] of [
    ...clientDataCases('webauthn.get'),
    ...jsonCases(),
    ...responseCases('attestationObject'),
    ...dataCases,
  ]) {
    it(`refuses ${name}`, async () => assert.equal(await register(softwareAuthenticator(), { tamper }), null))
  }

  for (const part of ['authenticatorData', 'attestationObject'] as const) {
    it(`refuses ${part} cut off anywhere`, async () => {
      const lengths: number[] = []
      const cutAt = (length: number): Tamper => ({
        [part]: (bytes: Buffer) => {
          lengths.push(bytes.length)
          return bytes.subarray(0, length)
        },
      })
      const key = softwareAuthenticator()
      assert.ok(await register(key, { tamper: cutAt(Infinity) }))
      for (let length = 0; length < Math.min(...lengths); length++) {
        assert.equal(await register(key, { tamper: cutAt(length) }), null, `at ${String(length)}`)
      }
    })
  }

  it('refuses a passkey made without verifying the user', async () => {
    const unverified = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~flag.uv }) }
    assert.equal(await register(softwareAuthenticator(), { passkey: true, tamper: unverified }), null)
    assert.ok(await register(softwareAuthenticator(), { passkey: true }))
  })

  it('refuses an answer to one relying party at another', async () => {
    const challenge = newChallenge()
    const response = registration(softwareAuthenticator(), { challenge })
    const expected = { challenge, passkey: false }
    for (const other of [{ id: 'example.org' }, { id: 'app.example.com' }, { id: '' }, { origins: [] }]) {
      assert.equal(await verifyRegistration({ ...rp, ...other }, response, expected), null)
    }
    assert.ok(await verifyRegistration(rp, response, expected))
  })

  it('refuses an assertion', async () => {
    const challenge = newChallenge()
    const key = softwareAuthenticator()
    const response = registration(key, { challenge })
    const { attestationObject: _, ...rest } = response.response
    const assertion = { ...response, response: { ...rest, signature: 'AAAA' } }
    assert.equal(await verifyRegistration(rp, assertion, { challenge, passkey: false }), null)
  })
})

function withKey(bytes: Buffer, publicKey: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, keyOffset), publicKey])
}
