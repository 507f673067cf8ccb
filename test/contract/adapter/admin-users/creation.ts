import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import { fields } from './fields.js'

export function userCreationContract(app: () => App): void {
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
        kind: 'user',
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
      refusedFields(await administrator.post('/admin/users', {}), { username: 'required' })
      refusedFields(await post({ password: '' }), { password: 'too_short' })
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
}
