import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../support/app.js'
import type { Authenticator } from '../../support/authenticator.js'
import type { TestClient } from '../../support/client.js'
import { enrolKey, touch } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const path = '/session/passkey'

export function passkeysContract(framework: Framework): void {
  describe('POST /session/passkey', () => {
    const app = appFor(framework, { options: { passkeys: true } })

    async function withPasskey() {
      const owner = await app().signedIn()
      const { device, id } = await enrolKey(owner, { passkey: true, verifiesUser: true, synced: true })
      return { owner, device, id }
    }

    async function answerFor(client: TestClient, device: Authenticator) {
      const options = await client.post(`${path}/options`)
      return device.assert(options.body as object, { origin })
    }

    it('signs in with the passkey alone, which counts as two factors', async () => {
      const { owner, device } = await withPasskey()
      const client = app().client()
      const options = await client.post(`${path}/options`)
      assert.deepEqual(
        [options.status, options.body.allowCredentials ?? [], options.body.userVerification],
        [200, [], 'required'],
      )
      const answer = await touch(client, path, { device })
      assert.deepEqual([answer.status, answer.body.status], [201, 'signed_in'])
      assert.deepEqual(answer.body.session.amr, ['hwk', 'user'])
      assert.equal(answer.body.user.id, owner.user.id)
      assert.deepEqual([...client.cookies.keys()], ['keyward'])
      assert.equal((await client.get('/api/mfa')).status, 200)
    })

    it('satisfies a policy that demands a security key', async () => {
      const admin = await app().admin()
      await enrolKey(admin)
      const { device } = await withPasskey()
      const policy = { mfa: { enforceSecurityKey: true } }
      assert.equal((await admin.put('/admin/policies/platform', policy)).status, 200)
      const answer = await touch(app().client(), path, { device })
      assert.deepEqual([answer.status, answer.body.status], [201, 'signed_in'])
      assert.equal((await admin.put('/admin/policies/platform', {})).status, 200)
    })

    it('refuses a security key that was registered as a second factor only', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner, { verifiesUser: true })
      const client = app().client()
      const excluded = (await owner.post('/mfa/security-keys/options')).body.excludeCredentials
      const options = await client.post(`${path}/options`)
      const response = device.assert({ ...(options.body as object), allowCredentials: excluded }, { origin })
      refused(await client.post(path, { response }), 401, 'invalid_code')
    })

    it('refuses an answer without user verification, or without the user’s handle', async () => {
      const { device } = await withPasskey()
      const client = app().client()
      const options = (await client.post(`${path}/options`)).body as object
      const tamper = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~4 }) }
      const unverified = device.assert(options, { origin, tamper })
      refused(await client.post(path, { response: unverified }), 401, 'invalid_code')
      const named = await answerFor(client, device)
      const response = { ...named, response: { ...named.response, userHandle: null } }
      refused(await client.post(path, { response }), 401, 'invalid_code')
    })

    it('is bound to the browser that asked: nobody is signed in as somebody else', async () => {
      const { device } = await withPasskey()
      const [attacker, victim] = [app().client(), app().client()]
      const response = await answerFor(attacker, device)
      refused(await victim.post(path, { response }), 401, 'invalid_code')
      await victim.post(`${path}/options`)
      refused(await victim.post(path, { response }), 401, 'invalid_code')
      assert.equal((await attacker.post(path, { response })).status, 201)
    })

    it('accepts an answer once', async () => {
      const { device } = await withPasskey()
      const client = app().client()
      const response = await answerFor(client, device)
      const Cookie = `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}`
      assert.equal((await client.post(path, { response })).status, 201)
      refused(await app().client().post(path, { response }, { headers: { Cookie } }), 401, 'invalid_code')
    })

    it('refuses a disabled user, and a removed passkey', async () => {
      const { owner, device, id } = await withPasskey()
      await app().keyward.users.disable(owner.user.id)
      refused(await touch(app().client(), path, { device }), 401, 'invalid_code')
      await app().keyward.users.enable(owner.user.id)
      const client = app().client()
      await touch(client, path, { device })
      assert.equal((await client.delete(`/mfa/security-keys/${id}`)).status, 204)
      refused(await touch(app().client(), path, { device }), 401, 'invalid_code')
    })

    it('refuses what is no answer, and foreign pages', async () => {
      const client = app().client()
      refusedFields(await client.post(path, { response: {} }), { response: 'malformed_response' })
      const headers = { Origin: 'https://evil.example' }
      refused(await client.post(path, { response: {} }, { headers }), 403, 'csrf')
      refused(await client.post(`${path}/options`, {}, { headers }), 403, 'csrf')
    })

    it('leaves the cookie of its options without any right', async () => {
      const client = app().client()
      await client.post(`${path}/options`)
      unauthenticated(await client.get('/session'))
      unauthenticated(await client.post('/mfa/totp'))
      refused(await client.post('/session/totp', { code: '000000' }), 410, 'expired')
    })
  })

  describe('POST /session/passkey where passkeys are off', () => {
    const app = appFor(framework)

    it('is no route', async () => {
      assert.equal((await app().client().post(path, { response: {} })).status, 404)
    })
  })
}
