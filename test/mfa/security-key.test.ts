import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import {
  creationOptions,
  readResponse,
  requestOptions,
  verifyAssertion,
  verifyRegistration,
} from '../../src/mfa/security-key.js'
import { base64url, softwareAuthenticator } from '../support/authenticator.js'
import {
  newChallenge,
  origin,
  register,
  registered,
  registration,
  rp,
  signIn,
  user,
} from '../support/security-keys.js'
import { clientDataCases, jsonCases, responseCases } from './tampered-response.js'

const challenge = newChallenge()
const ref = { credentialId: 'AAAA', transports: ['usb', 'nfc'] }

describe('creationOptions', () => {
  it('asks for a second factor: no passkey, no PIN, a security key first', () => {
    const to = { challenge, user, exclude: [ref], passkey: false, attestation: 'none' } as const
    assert.deepEqual(creationOptions(rp, to), {
      rp: { id: 'example.com', name: 'Example' },
      user: { id: user.handle, name: 'ada', displayName: 'Ada' },
      challenge,
      pubKeyCredParams: [
        { type: 'public-key', alg: -8 },
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      timeout: 300_000,
      excludeCredentials: [{ type: 'public-key', id: 'AAAA', transports: ['usb', 'nfc'] }],
      authenticatorSelection: {
        residentKey: 'discouraged',
        requireResidentKey: false,
        userVerification: 'discouraged',
      },
      hints: ['security-key'],
      attestation: 'none',
    })
  })

  it('asks for a passkey: discoverable, and the user verified', () => {
    const to = { challenge, user, exclude: [], passkey: true, attestation: 'direct' } as const
    const { authenticatorSelection, hints, attestation } = creationOptions(rp, to)
    assert.deepEqual(authenticatorSelection, {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    })
    assert.deepEqual([hints, attestation], [[], 'direct'])
  })
})

describe('requestOptions', () => {
  it('asks for one of the user’s keys', () => {
    assert.deepEqual(requestOptions(rp, { challenge, allow: [ref], userVerification: 'discouraged' }), {
      challenge,
      rpId: 'example.com',
      allowCredentials: [{ type: 'public-key', id: 'AAAA', transports: ['usb', 'nfc'] }],
      userVerification: 'discouraged',
      timeout: 300_000,
      hints: ['security-key'],
    })
  })

  it('asks for any passkey', () => {
    const options = requestOptions(rp, { challenge, allow: [], userVerification: 'required' })
    const { allowCredentials, userVerification, hints } = options
    assert.deepEqual([allowCredentials, userVerification, hints], [[], 'required', []])
  })
})

describe('a security key', () => {
  for (const [algorithm, name] of [
    [-8, 'EdDSA'],
    [-7, 'ES256'],
    [-257, 'RS256'],
  ] as const) {
    for (const attestation of ['none', 'self', 'certified'] as const) {
      it(`of ${name}, attestation ${attestation}, is registered and signs in again and again`, async () => {
        const key = softwareAuthenticator({ algorithm, attestation })
        const stored = await registered(key)
        assert.equal(stored.attested, attestation === 'certified')
        for (const counter of [2, 3, 4]) {
          assert.deepEqual(await signIn(key, stored, { stored: { counter: counter - 1 } }), {
            verdict: 'accepted',
            counter,
            backedUp: false,
            userVerified: false,
          })
        }
      })
    }
  }

  it('is stored by what it said of itself', async () => {
    const response = registration(softwareAuthenticator({ attestation: 'self', verifiesUser: true }), {
      challenge,
    })
    const stored = await verifyRegistration(rp, response, { challenge, passkey: false })
    assert.ok(stored)
    const { publicKey, ...rest } = stored
    assert.match(publicKey, /^[\w-]{103}$/)
    assert.deepEqual(rest, {
      credentialId: response.id,
      transports: ['usb'],
      counter: 1,
      backupEligible: false,
      backedUp: false,
      aaguid: '00112233-4455-6677-8899-aabbccddeeff',
      attested: false,
      userVerified: true,
    })
  })

  it('that is synced may never count', async () => {
    const key = softwareAuthenticator({ synced: true, counts: false })
    const stored = await registered(key)
    assert.deepEqual([stored.backupEligible, stored.backedUp, stored.counter], [true, true, 0])
    const found = await signIn(key, stored)
    assert.deepEqual([found?.verdict, found?.counter, found?.backedUp], ['accepted', 0, true])
  })

  it('keeps the transports we know, once each', async () => {
    const transports = ['nfc', 'telepathy', 'usb', 'nfc', '__proto__', 'internal']
    assert.deepEqual((await register(softwareAuthenticator({ transports })))?.transports, [
      'usb',
      'nfc',
      'internal',
    ])
  })

  it('may say nothing of its transports, but nothing else in their place', async () => {
    const say = (transports: unknown) =>
      register(softwareAuthenticator(), {
        tamper: { json: (json) => ({ ...json, response: { ...json.response, transports } }) },
      })
    for (const none of [undefined, null, []]) assert.deepEqual((await say(none))?.transports, [])
    assert.deepEqual((await say([1, null, {}, ['usb']]))?.transports, [])
    for (const transports of ['usb', false, 1, { 0: 'usb', length: 1 }]) {
      assert.equal(await say(transports), null)
    }
  })

  it('may leave out, or say null for, all that a browser may: password managers do', async () => {
    for (const nothing of [undefined, null]) {
      const json = (made: { response: object }) => ({
        ...{ ...made, authenticatorAttachment: nothing, clientExtensionResults: nothing },
        response: { ...made.response, transports: nothing, publicKey: nothing, publicKeyAlgorithm: nothing },
      })
      assert.deepEqual((await register(softwareAuthenticator(), { tamper: { json } }))?.transports, [])
    }
    const json = (made: { response: object }) => ({
      ...{
        ...made,
        authenticatorAttachment: 'telepathy',
        clientExtensionResults: { credProps: { rk: true } },
      },
      response: {
        ...made.response,
        publicKeyAlgorithm: -65_535,
        publicKey: 'unlike',
        attestationFormats: [],
      },
    })
    assert.ok(await register(softwareAuthenticator(), { tamper: { json } }))
  })

  it('is not attested by certificates that are false', async () => {
    const statement = (format: string, made: Map<string, unknown>) => ({
      format,
      statement: new Map([...made, ['x5c', false]]) as Map<string, boolean>,
    })
    const stored = await registered(softwareAuthenticator({ attestation: 'self' }), { tamper: { statement } })
    assert.equal(stored.attested, false)
  })

  it('may have an id of 1023 bytes', async () => {
    const id = Buffer.alloc(1023, 7)
    const tamper = {
      parts: () => ({ credentialId: id }),
      json: (json: object) => ({ ...json, id: base64url(id), rawId: base64url(id) }),
    }
    assert.equal((await register(softwareAuthenticator(), { tamper }))?.credentialId, base64url(id))
  })

  it('may answer an empty user handle, which some do that know none', async () => {
    const key = softwareAuthenticator()
    const stored = await registered(key)
    for (const userHandle of ['', null, undefined, user.handle]) {
      const tamper = {
        json: (json: { response: object }) => ({ ...json, response: { ...json.response, userHandle } }),
      }
      assert.ok(await signIn(key, stored, { tamper }))
    }
  })

  it('that is a passkey signs in by itself, and names its user', async () => {
    const key = softwareAuthenticator({ synced: true })
    const stored = await registered(key, { passkey: true })
    assert.equal(stored.userVerified, true)
    const asked = { challenge, allow: [], userVerification: 'required' } as const
    const response = key.assert(requestOptions(rp, asked), { origin })
    assert.deepEqual(readResponse(response), {
      challenge,
      credentialId: stored.credentialId,
      userHandle: user.handle,
    })
    const expected = {
      challenge,
      key: stored,
      userHandle: user.handle,
      userVerification: 'required',
    } as const
    assert.equal((await verifyAssertion(rp, response, expected))?.userVerified, true)
  })

  it('may answer on any origin of the configuration', async () => {
    const two = { ...rp, origins: ['https://example.com', ...rp.origins] }
    const response = registration(softwareAuthenticator(), { challenge })
    assert.ok(await verifyRegistration(two, response, { challenge, passkey: false }))
  })

  it('costs a host nothing whose users have none: the library is loaded where one is met', () => {
    const source = readFileSync('src/mfa/security-key.ts', 'utf8')
    assert.ok(source.includes("import('@simplewebauthn/server')"))
    assert.doesNotMatch(source, /^import .*@simplewebauthn/m)
  })
})

describe('readResponse', () => {
  it('names challenge and credential of both kinds of answer', async () => {
    const key = softwareAuthenticator()
    const made = registration(key, { challenge })
    const stored = await verifyRegistration(rp, made, { challenge, passkey: false })
    assert.ok(stored)
    assert.deepEqual(readResponse(made), { challenge, credentialId: made.id, userHandle: null })
    const asked = { challenge, allow: [stored], userVerification: 'discouraged' } as const
    const response = key.assert(requestOptions(rp, asked), { origin })
    assert.deepEqual(readResponse(response), { challenge, credentialId: made.id, userHandle: null })
  })

  it('refuses an assertion that names no possible user', async () => {
    const key = softwareAuthenticator()
    const stored = await registered(key)
    const options = requestOptions(rp, { challenge, allow: [stored], userVerification: 'discouraged' })
    for (const userHandle of [1, [], {}, '***', `${user.handle}=`, base64url(Buffer.alloc(65))]) {
      const json = (sent: { response: object }) => ({ ...sent, response: { ...sent.response, userHandle } })
      assert.equal(readResponse(key.assert(options, { origin, tamper: { json } })), null)
    }
  })

  it('answers to a tampered response null or what it names, and throws at none', () => {
    const cases = [...clientDataCases('payment.get'), ...jsonCases(), ...responseCases('attestationObject')]
    for (const [name, tamper] of cases) {
      const claims = readResponse(registration(softwareAuthenticator(), { challenge, tamper }))
      if (claims === null) continue
      assert.match(claims.challenge, /^[\w-]{1,86}$/, name)
      assert.match(claims.credentialId, /^[\w-]{1,1364}$/, name)
    }
  })
})

describe('no input whatever', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => base64url(Buffer.from(array)))
  const clientData = fc
    .record({
      type: fc.constant('webauthn.get'),
      challenge: fc.constant(challenge),
      origin: fc.constant(origin),
    })
    .map((data) => base64url(Buffer.from(JSON.stringify(data))))
  const shaped = fc.tuple(bytes, clientData, bytes, bytes, bytes).map(([id, clientDataJSON, a, b, c]) => ({
    id,
    rawId: id,
    type: 'public-key',
    response: { clientDataJSON, attestationObject: a, authenticatorData: b, signature: c },
  }))
  const input = fc.oneof(fc.anything({ withNullPrototype: true, withBigInt: true }), fc.json(), shaped)

  it('makes readResponse throw', () => {
    fc.assert(
      fc.property(input, (response) => void readResponse(response)),
      { numRuns: 5000 },
    )
  })

  it('is taken for a registration or an assertion, or makes them throw', async () => {
    const stored = await registered(softwareAuthenticator())
    const userVerification = 'discouraged'
    const property = fc.asyncProperty(input, async (response) => {
      const named = readResponse(response)?.credentialId ?? stored.credentialId
      const key = { ...stored, credentialId: named }
      const expected = { challenge, key, userHandle: user.handle, userVerification } as const
      assert.equal(await verifyRegistration(rp, response, { challenge, passkey: false }), null)
      assert.equal(await verifyAssertion(rp, response, expected), null)
    })
    await fc.assert(property, { numRuns: 2000 })
  })
})
