import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import { enrolApp, enrolKey } from '../../../support/factors.js'
import { refused, unauthenticated } from '../../../support/problems.js'

/** A guard that demands a second factor by itself. */
export function factorGuardContract(app: () => App): void {
  describe('guard({ mfa: true })', () => {
    it('lets a session with a second factor pass, and keys of those who have one', async () => {
      const client = await app().signedIn()
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const none = await client.get('/api/mfa')
      refused(none, 403, 'enrolment_required')
      assert.deepEqual(none.body.methods, ['security_key', 'totp'])
      refused(await app().client().get('/api/mfa', { bearer: key }), 403, 'enrolment_required')
      await enrolApp(app(), client)
      assert.equal((await client.get('/api/mfa')).status, 200)
      assert.equal((await app().client().get('/api/mfa', { bearer: key })).status, 200)
    })

    it('is not passed by a session from before a factor was enrolled, nor by a sign-in of the host’s without one', async () => {
      const user = await app().user()
      const client = await hostSession(app(), user)
      await enrolKey(await app().signedIn(user))
      // The host vouches for `sso`, which is no second factor of ours: the door asks for the key.
      const browser = app().client()
      const again = await browser.post(`/api/sso/${user.id}/sso`)
      assert.deepEqual([again.status, again.body.status], [200, 'second_factor_required'])
      unauthenticated(await client.get('/api/mfa'))
      unauthenticated(await browser.get('/api/mfa'))
    })
  })
}

async function hostSession(app: App, user: UserRow): Promise<TestClient> {
  const client = app.client()
  assert.equal((await client.post(`/api/sso/${user.id}/sso`)).body.status, 'signed_in')
  return client
}
