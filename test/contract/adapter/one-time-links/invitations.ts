import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { origin } from '../../../support/app.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { LinkScene } from './scene.js'

/** Making links for somebody else. */
export function invitationsContract(app: () => App, { codeIn, use, uninvited, signsIn }: LinkScene): void {
  describe('POST /admin/users/:id/invitation', () => {
    it('answers with a link, good for 7 days, by which a user without a password chooses their first', async () => {
      const { admin, client, clock, mounting, events } = app()
      const administrator = await admin()
      const username = 'invited@example.com'
      const made = (await administrator.post('/admin/users', { username })).body
      refused(
        await client().post('/session', { username, password: newPassword() }),
        401,
        'invalid_credentials',
      )
      const { status, body, headers } = await administrator.post(`/admin/users/${made.id}/invitation`, {})
      assert.equal(status, 201)
      assert.deepEqual(Object.keys(body as object).sort(), ['expiresAt', 'url'])
      assert.equal(Date.parse(body.expiresAt), clock.now() + 7 * 86_400_000)
      assert.equal(headers.location, `${mounting.path}/admin/users/${made.id}`)
      const code = codeIn(body.url as string)
      assert.match(code, /^kwo_[0-9A-Za-z]{36}$/)
      const { pathname, search } = new URL(body.url as string)
      assert.deepEqual(
        [(body.url as string).startsWith(`${origin}/`), pathname.endsWith('/one-time-links/invitation')],
        [true, true],
      )
      assert.equal(search, '')
      const password = newPassword()
      const used = await use('invitation', code, password)
      assert.deepEqual([used.status, used.text], [204, ''])
      assert.equal(await signsIn({ username }, password), true)
      const types = events.filter(({ userId }) => userId === made.id).map(({ type }) => type)
      for (const type of ['one_time_link.created', 'one_time_link.used', 'password.changed'] as const) {
        assert.ok(types.includes(type), type)
      }
    })

    it('is a conflict where the user has a password, which is theirs to forget', async () => {
      const { admin, user, keyward } = app()
      const { id } = await user()
      refused(await (await admin()).post(`/admin/users/${id}/invitation`, {}), 409, 'conflict')
      await assert.rejects(keyward.users.invite(id), { code: 'conflict' })
    })

    it('is not for oneself, nor for somebody unknown, and takes nothing', async () => {
      const administrator = await app().admin()
      const path = (id: string): string => `/admin/users/${id}/invitation`
      refused(await administrator.post(path(administrator.user.id), {}), 403, 'forbidden')
      refused(await administrator.post(path('nobody'), {}), 404, 'not_found')
      const { id } = await uninvited()
      refusedFields(await administrator.post(path(id), { hours: 9 }), { hours: 'unknown_field' })
    })

    it('is recorded as done by the administrator, without the link', async () => {
      const { admin, events } = app()
      const administrator = await admin()
      const invited = await uninvited()
      await administrator.post(`/admin/users/${invited.id}/invitation`, {})
      const event = events.find(
        ({ type, userId }) => type === 'one_time_link.created' && userId === invited.id,
      )
      assert.equal(event?.actor?.id, administrator.user.id)
      assert.deepEqual(event?.subject, { kind: 'user', id: invited.id, name: invited.username })
      const listed = (await administrator.get('/admin/events?group=administration')).body.items
      assert.equal(listed[0].type, 'one_time_link.created')
    })
  })

  describe('keyward.users.passwordResetLink', () => {
    it('makes a link, good for an hour, that sets another password', async () => {
      const { keyward, user, clock, password } = app()
      const owner = await user()
      const { url, expiresAt } = await keyward.users.passwordResetLink(owner.id)
      assert.equal(Date.parse(expiresAt), clock.now() + 3_600_000)
      assert.equal(JSON.stringify({ url }), '{"url":"[secret]"}')
      assert.ok(new URL(url.reveal()).pathname.endsWith('/one-time-links/password-reset'))
      const wanted = newPassword()
      assert.equal((await use('password-reset', codeIn(url.reveal()), wanted)).status, 204)
      assert.equal(await signsIn(owner, password), false)
      assert.equal(await signsIn(owner, wanted), true)
    })
  })
}
