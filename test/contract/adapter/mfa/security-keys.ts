import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { enrolKey, passwordStep, registerKey, touch } from '../../../support/factors.js'
import { refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import { off } from './nothing-enrolled.js'

/** Registering, renaming and removing security keys. */
export function securityKeysContract(app: () => App): void {
  describe('POST /mfa/security-keys', () => {
    it('registers keys, the first one with recovery codes', async () => {
      const client = await app().signedIn()
      const [first, second] = [await enrolKey(client), await enrolKey(client)]
      assert.deepEqual([first.recoveryCodes.length, second.recoveryCodes.length], [10, 0])
      assert.equal((await client.get('/mfa')).body.securityKeys.length, 2)
    })

    it('asks for what the policy allows, and excludes what is there', async () => {
      const client = await app().signedIn()
      await enrolKey(client)
      const { body } = await client.post('/mfa/security-keys/options')
      assert.deepEqual([body.rp.id, body.attestation], ['localhost', 'none'])
      assert.equal(body.excludeCredentials.length, 1)
      assert.deepEqual(body.authenticatorSelection.residentKey, 'discouraged')
      const passkey = (await client.post('/mfa/security-keys/options', { passkey: true })).body
      assert.deepEqual(passkey.authenticatorSelection.userVerification, 'required')
      assert.equal(passkey.user.id, body.user.id)
    })

    it('GHSA-4vcf-q4xf-f48m: a credential belongs to one user, and stays theirs', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { device } = await enrolKey(owner)
      const theirs = await owner.post('/mfa/security-keys/options')
      const [{ id }] = theirs.body.excludeCredentials
      const answer = await registerKey(thief, device, {
        name: 'mine',
        tamper: {
          parts: () => ({ credentialId: Buffer.from(id, 'base64url') }),
          json: (json) => ({ ...json, id, rawId: id }),
        },
      })
      refused(answer, 409, 'already_registered')
      assert.deepEqual((await thief.get('/mfa')).body, off)
      const browser = (await passwordStep(app(), owner.user)).client
      assert.equal((await touch(browser, '/session/security-key', { device })).status, 201)
    })

    it('refuses names that are taken or no names, and more than ten', async () => {
      const client = await app().signedIn()
      await enrolKey(client, { name: 'Blue' })
      const add = (name: string) => registerKey(client, softwareAuthenticator(), { name })
      refused(await add(' BLUE '), 409, 'name_taken')
      refusedFields(await add('  '), { name: 'required' })
      for (let i = 0; i < 9; i++) await enrolKey(client, { name: `Key ${String(i)}` })
      refused(await add('eleventh'), 403, 'limit_reached')
    })

    it('refuses what is no registration of this session’s', async () => {
      const [client, other] = [await app().signedIn(), await app().signedIn()]
      const device = softwareAuthenticator()
      const options = await other.post('/mfa/security-keys/options')
      const response = device.register(options.body as object, { origin: 'http://localhost:3000' })
      const malformed = { response: 'malformed_response' }
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response }), malformed)
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response: {} }), malformed)
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response: 'x' }), {
        response: 'wrong_type',
      })
      const twice = await other.post('/mfa/security-keys', { name: 'a', response })
      assert.equal(twice.status, 201)
      refusedFields(await other.post('/mfa/security-keys', { name: 'b', response }), malformed)
    })
  })

  describe('PATCH and DELETE /mfa/security-keys/:id', () => {
    it('the owner of a security key renames and removes it', async () => {
      const client = await app().signedIn()
      const [first, second] = [
        await enrolKey(client, { name: 'One' }),
        await enrolKey(client, { name: 'Two' }),
      ]
      const renamed = await client.patch(`/mfa/security-keys/${first.id}`, { name: 'Three' })
      assert.deepEqual([renamed.status, renamed.body.name], [200, 'Three'])
      refused(await client.patch(`/mfa/security-keys/${first.id}`, { name: 'two' }), 409, 'name_taken')
      assert.equal((await client.delete(`/mfa/security-keys/${second.id}`)).status, 204)
      const browser = (await passwordStep(app(), client.user)).client
      const options = (await browser.post('/session/security-key/options')).body
      assert.equal(options.allowCredentials.length, 1)
    })

    it('answer 404 for another user’s, and for none', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { id } = await enrolKey(owner)
      await enrolKey(thief)
      for (const target of [id, 'nothing']) {
        refused(await thief.patch(`/mfa/security-keys/${target}`, { name: 'x' }), 404, 'not_found')
        refused(await thief.delete(`/mfa/security-keys/${target}`), 404, 'not_found')
      }
      assert.equal((await owner.get('/mfa')).body.securityKeys.length, 1)
    })

    it('end the other sessions with the removal', async () => {
      const client = await app().signedIn()
      const { id, device } = await enrolKey(client)
      const { client: browser } = await passwordStep(app(), client.user)
      await touch(browser, '/session/security-key', { device })
      await client.delete(`/mfa/security-keys/${id}`)
      unauthenticated(await browser.get('/session'))
      assert.equal((await client.get('/session')).status, 200)
    })
  })
}
