import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { before, describe, it } from 'mocha'
import { requestOptions, verifyAssertion, verifyRegistration } from '../../src/mfa/security-key.js'
import type { RegisteredKey, StoredSecurityKey } from '../../src/mfa/security-key.js'
import type { CredentialJson, Tamper } from '../support/authenticator.js'
import { base64url, softwareAuthenticator } from '../support/authenticator.js'
import { coseOf, flag, newKeys, signWith } from '../support/authenticator-data.js'
import { encodeCbor } from '../support/cbor.js'
import { newChallenge, origin, registered, registration, rp, signIn, user } from '../support/security-keys.js'
import type { Case } from './tampered-response.js'
import { clientDataCases, jsonCases, responseCases } from './tampered-response.js'

const [ed25519, es256, rs256] = [newKeys(-8), newKeys(-7), newKeys(-257)]

/** Rightly signed, but not what a right authenticator signs. */
const dataCases: readonly Case[] = [
  ['the hash of another relying party', { parts: () => ({ rpIdHash: Buffer.alloc(32, 1) }) }],
  ['a user who was not present', { parts: ({ flags }) => ({ flags: flags & ~flag.up }) }],
  ['a user who was verified but not present', { parts: () => ({ flags: flag.uv }) }],
  ['a device-bound key that can be backed up now', { parts: ({ flags }) => ({ flags: flags | flag.be }) }],
  ['a device-bound key that is backed up', { parts: ({ flags }) => ({ flags: flags | flag.be | flag.bs }) }],
  ['a backup of what cannot be backed up', { parts: ({ flags }) => ({ flags: flags | flag.bs }) }],
  ['a credential that is not there', { parts: ({ flags }) => ({ flags: flags | flag.at }) }],
  ['extensions that are not there', { parts: ({ flags }) => ({ flags: flags | flag.ed }) }],
  ['extensions that the flags deny', { parts: () => ({ extensions: encodeCbor(new Map([['a', 1]])) }) }],
  [
    'bytes behind the authenticator data',
    { authenticatorData: (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]) },
  ],
  ['authenticator data twice', { authenticatorData: (bytes) => Buffer.concat([bytes, bytes]) }],
  ['no authenticator data', { authenticatorData: () => Buffer.alloc(0) }],
]

const signatureCases: readonly Case[] = [
  ['an empty signature', { signature: () => Buffer.alloc(0) }],
  ['a signature of zeros', { signature: (bytes) => Buffer.alloc(bytes.length) }],
  ['r and s of 0', { signature: () => Buffer.from('3006020100020100', 'hex') }],
  ['r and s of 1', { signature: () => Buffer.from('3006020101020101', 'hex') }],
  ['r and s without numbers', { signature: () => Buffer.from('300402000200', 'hex') }],
  ['no r and s', { signature: () => Buffer.from('3000', 'hex') }],
  ['a signature without its first byte', { signature: (bytes) => bytes.subarray(1) }],
  ['a signature without its last byte', { signature: (bytes) => bytes.subarray(0, -1) }],
  ['a signature over 512 bytes', { signature: (bytes) => Buffer.concat([bytes, Buffer.alloc(512)]) }],
  [
    'r and s as JWT has them',
    { signature: (_, signed, key) => sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }) },
  ],
  ['a signature by another hash', { signature: (_, signed, key) => sign('sha384', signed, key) }],
  [
    'a signature of the authenticator data alone',
    { signature: (_, signed, key) => signWith(key, signed.subarray(0, 37)) },
  ],
  [
    'a signature of the client data alone',
    { signature: (_, signed, key) => signWith(key, signed.subarray(37)) },
  ],
  ['a signature of another key', { signature: (_, signed) => signWith(es256.privateKey, signed) }],
  ['a signature of an Ed25519 key', { signature: (_, signed) => signWith(ed25519.privateKey, signed) }],
  ['a signature of an RSA key', { signature: (_, signed) => signWith(rs256.privateKey, signed) }],
]

const afterwards: readonly Case[] = [
  response('a counter raised afterwards', (json) => ({
    authenticatorData: changedByte(json.authenticatorData, 36),
  })),
  response('flags set afterwards', (json) => ({
    authenticatorData: changedByte(json.authenticatorData, 32, flag.uv),
  })),
  response('spaces set afterwards', (json) => ({
    clientDataJSON: base64url(
      Buffer.from(`${Buffer.from(String(json.clientDataJSON), 'base64url').toString()} `),
    ),
  })),
  response('a foreign user handle', () => ({ userHandle: 'B'.repeat(43) })),
  response('a user handle cut off', () => ({ userHandle: user.handle.slice(0, 40) })),
  response('a user handle with padding', () => ({ userHandle: `${user.handle}=` })),
  response('a user handle that is a number', () => ({ userHandle: 1 })),
  response('a user handle that is false', () => ({ userHandle: false })),
  response('a user handle in a list', () => ({ userHandle: [user.handle] })),
  response('a user handle over 64 bytes', () => ({ userHandle: base64url(Buffer.alloc(65)) })),
  response('a user handle of a megabyte', () => ({ userHandle: 'A'.repeat(1 << 20) })),
]

const storedCases: readonly (readonly [name: string, stored: Partial<StoredSecurityKey>])[] = [
  ['another key on P-256', { publicKey: base64url(encodeCbor(coseOf(-7, es256.publicKey))) }],
  ['an Ed25519 key', { publicKey: base64url(encodeCbor(coseOf(-8, ed25519.publicKey))) }],
  ['an RSA key', { publicKey: base64url(encodeCbor(coseOf(-257, rs256.publicKey))) }],
  ['an empty key', { publicKey: '' }],
  ['a key that is no CBOR', { publicKey: '____' }],
  ['a key that is a number', { publicKey: base64url(encodeCbor(1)) }],
  ['a key that is an empty map', { publicKey: base64url(encodeCbor(new Map())) }],
  ['another credential', { credentialId: 'AAAA' }],
  ['a synced credential', { backupEligible: true }],
]

describe('verifyAssertion', () => {
  const key = softwareAuthenticator()
  let stored: RegisteredKey
  before(async () => {
    stored = await registered(key)
  })

  it('accepts what is not tampered with', async () => {
    assert.equal((await signIn(key, stored, { tamper: {} }))?.verdict, 'accepted')
  })

  for (const [name, tamper] of [
    ...clientDataCases('webauthn.create'),
    ...jsonCases(),
    ...responseCases('authenticatorData'),
    ...responseCases('signature'),
    ...dataCases,
    ...signatureCases,
    ...afterwards,
  ]) {
    it(`refuses ${name}`, async () => assert.equal(await signIn(key, stored, { tamper }), null))
  }

  for (const [name, other] of storedCases) {
    it(`refuses an answer where ${name} is stored`, async () => {
      assert.equal(await signIn(key, stored, { stored: other }), null)
    })
  }

  it('refuses authenticator data cut off anywhere', async () => {
    for (let length = 0; length < 37; length++) {
      const tamper = { authenticatorData: (bytes: Buffer) => bytes.subarray(0, length) }
      assert.equal(await signIn(key, stored, { tamper }), null, `at ${String(length)}`)
    }
  })

  // Ed25519, since the library reads the DER around r and s of an ES256 signature leniently: another spelling of the
  // same numbers passes, which signs nothing else.
  for (const member of ['signature', 'authenticatorData', 'clientDataJSON'] as const) {
    it(`refuses a change of any one byte of ${member}`, async () => {
      const edKey = softwareAuthenticator({ algorithm: -8 })
      const challenge = newChallenge()
      const itsKey = await registered(edKey)
      const options = requestOptions(rp, { challenge, allow: [itsKey], userVerification: 'discouraged' })
      const whole = edKey.assert(options, { origin })
      const expected = {
        challenge,
        key: itsKey,
        userHandle: user.handle,
        userVerification: 'discouraged',
      } as const
      assert.ok(await verifyAssertion(rp, whole, expected))
      const { length } = Buffer.from(String(whole.response[member]), 'base64url')
      for (let i = 0; i < length; i++) {
        const changed = { ...whole.response, [member]: changedByte(whole.response[member], i) }
        const verdict = await verifyAssertion(rp, { ...whole, response: changed }, expected)
        assert.equal(verdict, null, `byte ${String(i)}`)
      }
    })
  }

  for (const [number, endOf] of [
    ['r', (signature: Buffer) => 4 + signature.readUInt8(3)],
    ['s', (signature: Buffer) => signature.length],
  ] as const) {
    it(`refuses a change of any byte of the ${number} of an ES256 signature`, async () => {
      for (let i = 1; i <= 24; i++) {
        const signature = (bytes: Buffer): Buffer => {
          const changed = Buffer.from(bytes)
          changed.writeUInt8(changed.readUInt8(endOf(bytes) - i) ^ 1, endOf(bytes) - i)
          return changed
        }
        assert.equal(await signIn(key, stored, { tamper: { signature } }), null, `byte ${String(-i)}`)
      }
    })
  }

  it('refuses an answer sent again to another challenge', async () => {
    const allow = { allow: [stored], userVerification: 'discouraged' } as const
    const sent = key.assert(requestOptions(rp, { challenge: newChallenge(), ...allow }), { origin })
    assert.equal(await signIn(key, stored, { tamper: { json: () => sent } }), null)
  })

  it('refuses the self attestation of a registration, which signs the same form', async () => {
    const challenge = newChallenge()
    const selfMade = softwareAuthenticator({ attestation: 'self' })
    let signature = Buffer.alloc(0)
    const note = (bytes: Buffer): Buffer => (signature = Buffer.from(bytes))
    const made = registration(selfMade, { challenge, tamper: { signature: note } })
    const itsKey = await verifyRegistration(rp, made, { challenge, passkey: false })
    assert.ok(itsKey)
    const { authenticatorData, clientDataJSON } = made.response
    const answer = {
      ...made,
      response: { authenticatorData, clientDataJSON, signature: base64url(signature) },
    }
    const expected = { challenge, key: { ...itsKey, counter: 0 }, userHandle: user.handle } as const
    assert.equal(await verifyAssertion(rp, answer, { ...expected, userVerification: 'discouraged' }), null)
  })

  it('refuses a user who was not verified where that is required', async () => {
    const unverified = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~flag.uv }) }
    const how = { userVerification: 'required', tamper: unverified } as const
    assert.equal(await signIn(key, stored, how), null)
    assert.equal((await signIn(key, stored, { userVerification: 'required' }))?.userVerified, true)
  })

  it('refuses a synced key that cannot be backed up any more', async () => {
    const synced = softwareAuthenticator({ synced: true })
    const itsKey = await registered(synced)
    const without = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~(flag.be | flag.bs) }) }
    assert.equal(await signIn(synced, itsKey, { tamper: without }), null)
    const stillEligible = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~flag.bs }) }
    assert.equal((await signIn(synced, itsKey, { tamper: stillEligible }))?.backedUp, false)
  })

  it('refuses an answer to one relying party at another', async () => {
    const challenge = newChallenge()
    const options = requestOptions(rp, { challenge, allow: [stored], userVerification: 'discouraged' })
    const answer = key.assert(options, { origin })
    const expected = {
      challenge,
      key: stored,
      userHandle: user.handle,
      userVerification: 'discouraged',
    } as const
    for (const other of [{ id: 'example.org' }, { id: 'app.example.com' }, { id: '' }, { origins: [] }]) {
      assert.equal(await verifyAssertion({ ...rp, ...other }, answer, expected), null)
    }
    assert.ok(await verifyAssertion(rp, answer, expected))
  })
})

describe('the counter of a security key', () => {
  for (const [before, now, verdict] of [
    [0, 0, 'accepted'],
    [0, 1, 'accepted'],
    [5, 6, 'accepted'],
    [5, 0xffffffff, 'accepted'],
    [5, 5, 'cloned'],
    [5, 4, 'cloned'],
    [5, 0, 'cloned'],
    [0xffffffff, 0, 'cloned'],
  ] as const) {
    it(`that goes from ${String(before)} to ${String(now)} is ${verdict}`, async () => {
      const found = await move({ synced: false }, before, now)
      assert.deepEqual([found?.verdict, found?.counter], [verdict, now])
    })
  }

  it('may go back on a key that lives on several devices', async () => {
    assert.equal((await move({ synced: true }, 5, 4))?.verdict, 'accepted')
    assert.equal((await move({ synced: true }, 5, 0))?.verdict, 'accepted')
  })

  it('does not mark a key as cloned for a signature that anybody could send', async () => {
    assert.equal(
      await move({ synced: false }, 5, 4, { signature: (_, signed) => signWith(es256.privateKey, signed) }),
      null,
    )
  })

  async function move(device: { synced: boolean }, before: number, now: number, more: Tamper = {}) {
    const key = softwareAuthenticator(device)
    const stored = await registered(key)
    const tamper = { parts: () => ({ counter: now }), ...more }
    return signIn(key, stored, { stored: { counter: before }, tamper })
  }
})

function response(name: string, change: (json: CredentialJson['response']) => object): Case {
  return [name, { json: (json) => ({ ...json, response: { ...json.response, ...change(json.response) } }) }]
}

function changedByte(encoded: unknown, at: number, bits = 1): string {
  const bytes = Buffer.from(String(encoded), 'base64url')
  bytes.writeUInt8(bytes.readUInt8(at) ^ bits, at)
  return base64url(bytes)
}
