import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

/** Resetting somebody’s password, and ending their sessions. */
export function passwordResetContract(app: () => App): void {
  describe('POST /admin/users/:id/password', () => {
    it('answers with a password for 24 hours and ends sessions and tokens', async () => {
      const { admin, signedIn, client, clock, mounting } = app()
      const administrator = await admin()
      const owner = await signedIn()
      const key = (await owner.post('/api-keys', { name: 'a' })).body.key as string
      const token = (await owner.post('/tokens', {})).body.token as string
      const path = `/admin/users/${owner.user.id}`
      const { status, body, headers } = await administrator.post(`${path}/password`)
      assert.equal(status, 201)
      assert.deepEqual(Object.keys(body as object).sort(), ['expiresAt', 'temporaryPassword'])
      assert.equal(Date.parse(body.expiresAt), clock.now() + 24 * 3_600_000)
      assert.equal(headers.location, `${mounting.path}${path}`)
      unauthenticated(await owner.get('/session'))
      invalidToken(await client().get('/api/hello', { bearer: token }))
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('keyward chooses the temporary password: a password in the body is refused', async () => {
      const { admin, user } = app()
      const { id } = await user()
      const answer = await (await admin()).post(`/admin/users/${id}/password`, { password: newPassword() })
      refusedFields(answer, { password: 'unknown_field' })
    })

    it('is not for oneself, nor is ending all sessions', async () => {
      const administrator = await app().admin()
      const path = `/admin/users/${administrator.user.id}`
      refused(await administrator.post(`${path}/password`, {}), 403, 'forbidden')
      refused(await administrator.delete(`${path}/sessions`), 403, 'forbidden')
      assert.equal((await administrator.get('/session')).status, 200)
    })
  })

  describe('DELETE /admin/users/:id/sessions', () => {
    it('ends the sessions and nothing else', async () => {
      const { admin, signedIn, client } = app()
      const owner = await signedIn()
      const { token } = (await owner.post('/tokens', {})).body
      assert.equal((await (await admin()).delete(`/admin/users/${owner.user.id}/sessions`)).status, 204)
      unauthenticated(await owner.get('/session'))
      assert.equal((await client().get('/api/hello', { bearer: token })).status, 200)
    })
  })
}
