import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { NoticeFacts, NoticeKind } from '../../../../src/index.js'
import { enrolApp, enrolKey } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { newPassword } from '../../../support/secrets.js'
import { newKeys } from '../../../support/ssh-keys.js'
import { noticeScene } from './scene.js'

/** What users are told of that they, an administrator, an operator or the app did. */
export function noticeKindsContract(framework: Framework): void {
  describe('a notice', () => {
    const { app, toldTo, kindsTo } = noticeScene(framework)
    /** The facts of the one notice of a kind that a user was told. */
    async function factsTo<Kind extends NoticeKind>(userId: string, kind: Kind): Promise<NoticeFacts[Kind]> {
      const all = (await toldTo(userId)).filter((notice) => notice.kind === kind)
      assert.equal(all.length, 1, kind)
      // A notice of a kind has the facts of that kind, which the compiler does not follow through a parameter.
      return all[0]?.facts as NoticeFacts[Kind]
    }
    const byUser = { kind: 'user', name: null }
    const byApp = { kind: 'app', name: null }

    it('tells of a password that its user changed, and of one that was set for them', async () => {
      const { signedIn, admin, keyward, password } = app()
      const browser = await signedIn()
      const { id } = browser.user
      const changed = { currentPassword: password, newPassword: newPassword() }
      assert.equal((await browser.put('/password', changed)).status, 204)
      const { by, temporary } = await factsTo(id, 'password.changed')
      assert.deepEqual([by, temporary], [byUser, false])
      const grace = await admin()
      const another = await signedIn()
      assert.equal((await grace.post(`/admin/users/${another.user.id}/password`)).status, 201)
      const reset = await factsTo(another.user.id, 'password.changed')
      assert.deepEqual(reset, {
        site: 'localhost:3000',
        by: { kind: 'administrator', name: grace.user.username },
        ip: null,
        userAgent: null,
        device: null,
        temporary: true,
      })
      const third = await signedIn()
      await keyward.users.setPassword(third.user.id, newPassword())
      assert.deepEqual((await factsTo(third.user.id, 'password.changed')).by, byApp)
    })

    it('tells nothing of what was refused', async () => {
      const { signedIn } = app()
      const browser = await signedIn()
      const wrong = { currentPassword: 'this is not the password', newPassword: newPassword() }
      assert.equal((await browser.put('/password', wrong)).status, 401)
      assert.deepEqual(await kindsTo(browser.user.id), [])
    })

    it('tells of 2-step verification that is turned on, changed and turned off', async () => {
      const browser = await app().signedIn()
      const { id } = browser.user
      await enrolApp(app(), browser)
      const on = await factsTo(id, 'two_step.turned_on')
      assert.deepEqual([on.change, on.name, on.by], ['authenticator_added', null, byUser])
      const key = await enrolKey(browser, { name: 'Blue key' })
      const added = await factsTo(id, 'two_step.changed')
      assert.deepEqual([added.change, added.name], ['security_key_added', 'Blue key'])
      assert.equal((await browser.delete(`/mfa/security-keys/${key.id}`)).status, 204)
      assert.equal((await browser.post('/mfa/recovery-codes')).status, 201)
      assert.equal((await browser.delete('/mfa/totp')).status, 204)
      const changes = (await toldTo(id)).flatMap(({ facts }) => ('change' in facts ? [facts.change] : []))
      assert.deepEqual(changes.toSorted(), [
        ...['authenticator_added', 'recovery_codes_renewed'],
        ...['security_key_added', 'security_key_removed'],
      ])
      assert.deepEqual((await factsTo(id, 'two_step.turned_off')).by, byUser)
    })

    it('tells of factors that an administrator or an operator removed, or else of the sessions that this ended', async () => {
      const { keyward, signedIn } = app()
      const [ada, grace] = [await signedIn(), await signedIn()]
      await enrolApp(app(), ada)
      const operator = keyward.asOperator({ name: 'root', reason: 'lost phone' })
      for (const { user } of [ada, grace]) await operator.users.resetMfa(user.id, { reason: 'lost phone' })
      const by = { kind: 'operator', name: 'root' }
      assert.deepEqual((await factsTo(ada.user.id, 'two_step.turned_off')).by, by)
      const ended = await factsTo(grace.user.id, 'sessions.ended_by_administrator')
      assert.deepEqual([ended.by, ended.all], [by, true])
    })

    it('tells of each recovery code that is used, and of few that are left', async () => {
      const browser = await app().signedIn()
      const { id, username } = browser.user
      const { recoveryCodes } = await enrolApp(app(), browser)
      for (const code of recoveryCodes.slice(0, 8)) {
        await browser.post('/session', { username, password: app().password })
        assert.equal((await browser.post('/session/recovery-code', { code })).status, 201)
      }
      const told = await toldTo(id)
      const left = (kind: NoticeKind) =>
        told
          .flatMap((notice) =>
            notice.kind === kind && 'remaining' in notice.facts ? notice.facts.remaining : [],
          )
          .toSorted((a, b) => b - a)
      assert.deepEqual(left('recovery_code.used'), [9, 8, 7, 6, 5, 4, 3, 2])
      assert.deepEqual(left('recovery_codes.low'), [3, 2])
      assert.ok(!JSON.stringify(told).includes(recoveryCodes[0] ?? ''))
    })

    it('tells of keys that are made, whoever made them, but of none that were imported', async () => {
      const { keyward, signedIn, clock } = app()
      const browser = await signedIn()
      const { id } = browser.user
      const answer = await browser.post('/api-keys', { name: 'Deploy', expiresInDays: 30 })
      assert.equal(answer.status, 201)
      const { by, name, hint, expiresAt } = await factsTo(id, 'api_key.created')
      assert.deepEqual(
        [by, name, hint, expiresAt],
        [byUser, 'Deploy', answer.body.hint, answer.body.expiresAt],
      )
      assert.ok(!JSON.stringify(await toldTo(id)).includes(answer.body.key))
      const key = { name: 'Laptop', publicKey: newKeys['ssh-ed25519'](), expiresInDays: null }
      const { fingerprint } = await keyward.sshKeys.create(id, key)
      const ssh = await factsTo(id, 'ssh_key.created')
      assert.deepEqual([ssh.by, ssh.name, ssh.hint, ssh.expiresAt], [byApp, 'Laptop', fingerprint, null])
      const { user } = await signedIn()
      await keyward.import.sshKey(user.id, { ...key, publicKey: newKeys['ssh-ed25519']() })
      await keyward.import.totp(user.id, 'JBSWY3DPEHPK3PXPJBSWY3DP', { confirmedAt: clock.now() - 1000 })
      assert.deepEqual(await kindsTo(user.id), [])
    })

    it('tells nobody of the keys of a service account', async () => {
      const { keyward, store } = app()
      const { id } = await keyward.serviceAccounts.create({ name: `Robot ${String(Math.random())}` })
      await keyward.serviceAccounts.keys.create(id, { name: 'Deploy', scopes: ['reports:read'] })
      assert.equal(await store.notices.waiting(), 0)
    })

    it('tells of sessions that somebody else ended, and of none that the user did', async () => {
      const { admin, signedIn, keyward } = app()
      const [browser, grace] = [await signedIn(), await admin()]
      const { id } = browser.user
      const { rows } = await keyward.sessions.list(id)
      const [session] = rows
      assert.equal((await grace.delete(`/admin/credentials/${session?.id ?? ''}`)).status, 204)
      const { all, by } = await factsTo(id, 'sessions.ended_by_administrator')
      assert.deepEqual([all, by], [false, { kind: 'administrator', name: grace.user.username }])
      const second = await signedIn()
      assert.equal((await second.delete('/sessions')).status, 204)
      assert.equal((await second.delete('/session')).status, 204)
      assert.deepEqual(await kindsTo(second.user.id), [])
      const third = await signedIn()
      await keyward.sessions.endAll(third.user.id)
      assert.deepEqual((await factsTo(third.user.id, 'sessions.ended_by_administrator')).by, byApp)
    })
  })
}
