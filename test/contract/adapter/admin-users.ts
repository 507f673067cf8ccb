import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

const fields = [
  'admin',
  'createdAt',
  'disabled',
  'displayName',
  'id',
  'lastSignInAt',
  'mfa',
  'organizationId',
  'username',
]

export function adminUsersContract(framework: Framework): void {
  const app = appFor(framework)

  describe('POST /admin/users', () => {
    it('makes a user who can sign in', async () => {
      const { admin, client, clock, mounting } = app()
      const administrator = await admin()
      const password = newPassword()
      const body = {
        username: 'New.User+1@example.com',
        password,
        displayName: 'Ńew',
        organizationId: 'acme',
      }
      const made = await administrator.post('/admin/users', body)
      assert.equal(made.status, 201)
      const { id } = made.body
      assert.deepEqual(made.body, {
        id,
        username: body.username,
        displayName: 'Ńew',
        organizationId: 'acme',
        admin: false,
        disabled: false,
        createdAt: new Date(clock.now()).toISOString(),
        lastSignInAt: null,
        mfa: { totp: false, securityKeys: 0 },
      })
      assert.equal(made.headers.location, `${mounting.path}/admin/users/${id}`)
      assert.equal((await client().post('/session', { username: body.username, password })).status, 201)
      const read = (await administrator.get(`/admin/users/${id}`)).body
      assert.deepEqual(Object.keys(read as object).sort(), fields)
      assert.equal(Date.parse(read.lastSignInAt), clock.now() - 1)
    })

    it('refuses a name that is taken, whatever its case', async () => {
      const { admin, user } = app()
      const { username } = await user({ username: 'Taken' })
      const administrator = await admin()
      for (const name of [username, 'taken', 'TAKEN']) {
        const answer = await administrator.post('/admin/users', { username: name, password: newPassword() })
        refused(answer, 409, 'username_taken')
      }
    })

    it('refuses bad names, passwords and values, and unknown fields', async () => {
      const administrator = await app().admin()
      const post = (body: object) =>
        administrator.post('/admin/users', { username: 'ok', password: newPassword(), ...body })
      for (const [username, reason] of [
        ['', 'required'],
        ['a'.repeat(65), 'too_long'],
        ['a b', 'invalid_characters'],
        ['ädele', 'invalid_characters'],
        ['a/b', 'invalid_characters'],
        ['a\u0000', 'invalid_characters'],
        ['ａｄａ', 'invalid_characters'],
        [1, 'wrong_type'],
      ] as const) {
        refusedFields(await post({ username }), { username: reason })
      }
      refusedFields(await administrator.post('/admin/users', {}), {
        username: 'required',
        password: 'required',
      })
      refusedFields(await post({ password: 'short' }), { password: 'too_short' })
      refusedFields(await post({ password: 'passwordpassword' }), { password: 'too_common' })
      refusedFields(await post({ admin: 'yes', organizationId: 'x'.repeat(65) }), {
        admin: 'wrong_type',
        organizationId: 'too_long',
      })
      refusedFields(await post({ displayName: 'a\nb' }), { displayName: 'malformed' })
      refusedFields(await post({ id: '1', disabled: false, passwordHash: 'x', createdAt: 1 }), {
        id: 'unknown_field',
        disabled: 'unknown_field',
        passwordHash: 'unknown_field',
        createdAt: 'unknown_field',
      })
    })
  })

  describe('GET /admin/users', () => {
    it('lists all users, and never a password hash', async () => {
      const { admin, user } = app()
      const made = await user()
      const { items } = (await (await admin()).get('/admin/users?limit=2')).body
      assert.equal(items[1].id, made.id)
      for (const item of items) assert.deepEqual(Object.keys(item as object).sort(), fields)
    })

    it('answers 404 for one that is not there', async () => {
      const administrator = await app().admin()
      for (const id of ['x', '%27%20OR%201=1', '__proto__', 'x'.repeat(3000)]) {
        for (const answer of [
          await administrator.get(`/admin/users/${id}`),
          await administrator.patch(`/admin/users/${id}`, { disabled: true }),
          await administrator.delete(`/admin/users/${id}`),
          await administrator.post(`/admin/users/${id}/password`, {}),
          await administrator.delete(`/admin/users/${id}/sessions`),
        ]) {
          refused(answer, 404, 'not_found')
        }
      }
    })
  })

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

    it('chooses the password itself', async () => {
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

  describe('the last administrator', () => {
    const alone = appFor(framework)

    it('can’t be disabled, deleted or made an ordinary user', async () => {
      const { admin, user } = alone()
      await user({ admin: true, disabled: true })
      const last = await admin()
      const path = `/admin/users/${last.user.id}`
      refused(await last.patch(path, { disabled: true }), 409, 'last_admin')
      refused(await last.patch(path, { admin: false, displayName: 'x' }), 409, 'last_admin')
      refused(await last.delete(path), 409, 'last_admin')
      assert.equal((await last.get(path)).body.displayName, null)
      const other = await admin()
      const answers = await Promise.all([
        last.patch(`/admin/users/${other.user.id}`, { admin: false }),
        other.patch(path, { admin: false }),
      ])
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    })
  })

  describe('an administrator named by the host', () => {
    const hosted = appFor(framework, { options: { isAdmin: ({ username }) => username === 'boss' } })

    it('has the same rights', async () => {
      const { signedIn, user } = hosted()
      const boss = await signedIn(await user({ username: 'boss' }))
      assert.equal((await boss.get('/session')).body.user.admin, true)
      assert.equal((await boss.get('/admin/users')).status, 200)
      refused(await (await signedIn()).get('/admin/users'), 403, 'forbidden')
    })
  })
}
