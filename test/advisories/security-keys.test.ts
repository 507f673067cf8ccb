import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'mocha'
import type { Response } from 'supertest'
import { origin } from '../support/app.js'
import type { ClientData, Tamper } from '../support/authenticator.js'
import { softwareAuthenticator } from '../support/authenticator.js'
import { newKeys, signWith } from '../support/authenticator-data.js'
import { enrolKey, passwordStep, registerKey, touch } from '../support/factors.js'
import { refused, unauthenticated } from '../support/problems.js'
import { onBoth } from './on-both.js'

const path = '/session/security-key'

/** What an attacker makes of the answer of a key that they do not have. */
const forgeries: Readonly<Record<string, Tamper>> = {
  'a signature of nothing': { signature: () => Buffer.alloc(0) },
  'bytes of no signature': { signature: () => randomBytes(70) },
  'a signature of another key’s': { signature: (_, signed) => signWith(newKeys(-7).privateKey, signed) },
  'a signature over other bytes': {
    signature: (_, signed, privateKey) => signWith(privateKey, Buffer.concat([signed, Buffer.from([0])])),
  },
  'data with more to it': { authenticatorData: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) },
  'no sign of a user': { parts: ({ flags }) => ({ flags: flags & ~1 }) },
  'another relying party': { parts: () => ({ rpIdHash: randomBytes(32) }) },
  'another origin': { clientData: (data) => ({ ...data, origin: 'https://evil.example' }) },
  'another ceremony': { clientData: (data) => ({ ...data, type: 'webauthn.create' }) },
}

/** Challenges that were not asked. */
const challenges: Readonly<Record<string, (data: ClientData) => string>> = {
  none: () => '',
  'a new one': () => randomBytes(32).toString('base64url'),
  'part of the one asked': ({ challenge }) => challenge.slice(0, -4),
  'one of zeros': () => Buffer.alloc(32).toString('base64url'),
}

onBoth('security keys', (app) => {
  /** Somebody with a security key, and a browser that knows their password. */
  async function asked() {
    const owner = await app().signedIn()
    const { device, id } = await enrolKey(owner)
    const { client } = await passwordStep(app(), owner.user)
    return { owner, device, id, client }
  }

  for (const [forgery, tamper] of Object.entries(forgeries)) {
    it(`CVE-2026-0723: an answer with ${forgery} is none`, async () => {
      const { device, client } = await asked()
      isNone(await touch(client, path, { device, tamper }))
      unauthenticated(await client.get('/session'))
      assert.equal((await touch(client, path, { device })).status, 201)
    })
  }

  for (const [challenge, of] of Object.entries(challenges)) {
    it(`SimpleWebAuthn issue 3: an answer to another challenge is none: ${challenge}`, async () => {
      const tamper: Tamper = { clientData: (data) => ({ ...data, challenge: of(data) }) }
      const { owner, device, client } = await asked()
      isNone(await touch(client, path, { device, tamper }))
      unauthenticated(await client.get('/session'))
      const registration = await registerKey(owner, softwareAuthenticator(), { name: 'Forged', tamper })
      isNone(registration)
      assert.equal((await owner.get('/mfa')).body.securityKeys.length, 1)
    })
  }

  it('SimpleWebAuthn issue 3: an answer to a challenge of another browser’s, or of another purpose, is none', async () => {
    const { owner, device, client } = await asked()
    const other = (await passwordStep(app(), owner.user)).client
    const options = await other.post(`${path}/options`)
    const response = device.assert(options.body as object, { origin })
    assert.equal((await client.post(`${path}/options`)).status, 200)
    refused(await client.post(path, { response }), 401, 'invalid_code')
    const elsewhere = await owner.post('/session/reauthentication/security-key', { response })
    refused(elsewhere, 401, 'invalid_code')
    assert.equal((await other.post(path, { response })).status, 201)
  })

  it('CVE-2026-0723: the key of somebody else is not the second factor of this account', async () => {
    const [victim, thief] = [await asked(), await asked()]
    const options = await victim.client.post(`${path}/options`)
    const { challenge, rpId } = options.body as { challenge: string; rpId: string }
    const wanted = { challenge, rpId, allowCredentials: [], userVerification: 'discouraged' }
    const { device } = await enrolKey(thief.owner, { passkey: true, verifiesUser: true })
    const response = device.assert(wanted, { origin })
    refused(await victim.client.post(path, { response }), 401, 'invalid_code')
    unauthenticated(await victim.client.get('/session'))
  })

  it('GHSA-4vcf-q4xf-f48m: nobody renames or removes the key of another, and it goes on working', async () => {
    const [victim, thief] = [await asked(), await asked()]
    refused(await thief.owner.delete(`/mfa/security-keys/${victim.id}`), 404, 'not_found')
    refused(await thief.owner.patch(`/mfa/security-keys/${victim.id}`, { name: 'mine' }), 404, 'not_found')
    assert.equal((await touch(victim.client, path, { device: victim.device })).status, 201)
  })
})

/** Fails unless an answer was refused: for what it says, or for its form. */
function isNone({ status, body }: Response): void {
  const expected = status === 422 ? 'invalid_input' : 'invalid_code'
  assert.deepEqual([[401, 422].includes(status), body.code], [true, expected])
}
