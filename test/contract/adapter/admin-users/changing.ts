import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** Changing, disabling and removing a user. */
export function userChangingContract(app: () => App): void {
  describe('PATCH /admin/users/:id', () => {
    it('changes what is given, and nothing else', async () => {
      const { admin, user } = app()
      const { id } = await user({ displayName: 'old', organizationId: 'acme' })
      const administrator = await admin()
      const before = (await administrator.get(`/admin/users/${id}`)).body
      const patch = { displayName: null, organizationId: 'other', admin: true }
      const answer = await administrator.patch(`/admin/users/${id}`, patch)
      assert.deepEqual([answer.status, answer.body], [200, { ...before, ...patch }])
      assert.deepEqual((await administrator.get(`/admin/users/${id}`)).body, { ...before, ...patch })
      assert.deepEqual((await administrator.patch(`/admin/users/${id}`, {})).body, { ...before, ...patch })
      refusedFields(await administrator.patch(`/admin/users/${id}`, { username: 'x', password: 'y' }), {
        username: 'unknown_field',
        password: 'unknown_field',
      })
    })

    it('CVE-2025-53942: disabling ends every way in at once; enabling brings back API keys only', async () => {
      const { admin, signedIn, client, password } = app()
      const administrator = await admin()
      const owner = await signedIn()
      const key = (await owner.post('/api-keys', { name: 'a' })).body.key as string
      const token = (await owner.post('/tokens', {})).body.token as string
      const path = `/admin/users/${owner.user.id}`
      const signIn = () => client().post('/session', { username: owner.user.username, password })
      assert.equal((await administrator.patch(path, { disabled: true })).body.disabled, true)
      unauthenticated(await owner.get('/session'))
      unauthenticated(await owner.get('/api/hello'))
      for (const bearer of [key, token]) invalidToken(await client().get('/api/hello', { bearer }))
      refused(await signIn(), 401, 'invalid_credentials')
      assert.equal((await administrator.patch(path, { disabled: false })).body.disabled, false)
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
      invalidToken(await client().get('/api/hello', { bearer: token }))
      unauthenticated(await owner.get('/session'))
      assert.equal((await signIn()).status, 201)
    })

    it('takes away an administrator’s rights at once', async () => {
      const { admin } = app()
      const [first, second] = [await admin(), await admin()]
      assert.equal((await second.get('/admin/users')).status, 200)
      await first.patch(`/admin/users/${second.user.id}`, { admin: false })
      refused(await second.get('/admin/users'), 403, 'forbidden')
    })
  })

  describe('DELETE /admin/users/:id', () => {
    it('removes the user and all they hold; the name is free again', async () => {
      const { admin, signedIn, client, password, user } = app()
      const administrator = await admin()
      const owner = await signedIn()
      const key = (await owner.post('/api-keys', { name: 'a' })).body.key as string
      const path = `/admin/users/${owner.user.id}`
      const answer = await administrator.delete(path)
      assert.deepEqual([answer.status, answer.text], [204, ''])
      unauthenticated(await owner.get('/session'))
      invalidToken(await client().get('/api/hello', { bearer: key }))
      const { username } = owner.user
      refused(await client().post('/session', { username, password }), 401, 'invalid_credentials')
      refused(await administrator.get(path), 404, 'not_found')
      await user({ username })
      assert.equal((await client().post('/session', { username, password })).status, 201)
      invalidToken(await client().get('/api/hello', { bearer: key }))
    })
  })
}
