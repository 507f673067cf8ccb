import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp } from '../../../support/factors.js'
import { pageClient } from '../../../support/page-client.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'

/** Who is an administrator, and what they may not do to themselves. */
export function administratorsContract(framework: Framework): void {
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

    it('an administrator whom the host’s isAdmin names may do what one in the user table may', async () => {
      const { signedIn, user } = hosted()
      const boss = await signedIn(await user({ username: 'boss' }))
      assert.equal((await boss.get('/session')).body.user.admin, true)
      assert.equal((await boss.get('/admin/users')).status, 200)
      refused(await (await signedIn()).get('/admin/users'), 403, 'forbidden')
    })
  })

  describe('an administrator whose own id can be spelled otherwise', () => {
    // As a column of type uuid has it.
    const spelled = appFor(framework, {
      pages: accountPages(),
      over: (store) => ({
        ...store,
        users: { ...store.users, byId: (id) => store.users.byId(id.toLowerCase()) },
      }),
    })

    it('an administrator resets nothing of their own by spelling their id in capitals', async () => {
      const admin = await spelled().admin()
      await enrolApp(spelled(), admin)
      const { id } = admin.user
      for (const spelling of [id, id.toUpperCase()]) {
        const path = `/admin/users/${spelling}`
        refused(await admin.post(`${path}/mfa-reset`, { reason: 'lost' }), 403, 'forbidden')
        refused(await admin.post(`${path}/password`), 403, 'forbidden')
        refused(await admin.delete(`${path}/sessions`), 403, 'forbidden')
        const pages = pageClient(spelled(), admin)
        const at = `${spelled().mounting.path}/account/admin/users/${spelling}`
        for (const [action, button] of [
          ['mfa-reset', /reset/i],
          ['password', /reset/i],
          ['disable', /disable/i],
          ['end-sessions', /end|sign/i],
          ['deletion', /delete/i],
        ] as const) {
          const page = await pages.get(`${at}/${action}`)
          const named = page.forms
            .flatMap(({ buttons }) => buttons)
            .find((one) => button.test(one) && one !== 'Sign out')
          const form = page.forms.find(({ buttons }) => buttons.includes(named ?? ''))
          const sent = await pages.send(`${at}/${action}`, { ...form?.fields, reason: 'lost' })
          assert.equal(sent.status, 403, action)
        }
      }
      assert.equal((await admin.get('/mfa')).body.enabled, true)
    })

    it('ends sign-ins under way along with somebody’s sessions, however the id is spelled', async () => {
      const { user } = await spelled().signedIn()
      const admin = await spelled().admin()
      const before = (await spelled().store.accounts.byId(user.id))?.securityEpoch ?? 0
      assert.equal((await admin.delete(`/admin/users/${user.id.toUpperCase()}/sessions`)).status, 204)
      assert.equal((await spelled().store.accounts.byId(user.id))?.securityEpoch, before + 1)
      assert.deepEqual(
        await spelled().store.sessions.list(user.id, { now: 0, seenSince: 0 }, { limit: 9, before: null }),
        {
          rows: [],
          more: false,
        },
      )
    })
  })
}
