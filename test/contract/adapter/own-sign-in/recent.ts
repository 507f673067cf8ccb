import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { HostBrowsers } from './host-browsers.js'

export function recentContract(app: () => App, host: HostSessions, { atHost, inside }: HostBrowsers): void {
  describe('when the host’s user last proved who they are', () => {
    const minutesAgo = (minutes: number) => app().clock.now() - minutes * 60_000

    it('counts as recent for 10 minutes, and again when it is newer', async () => {
      const browser = await atHost(undefined, { provedAt: minutesAgo(9) })
      assert.equal((await browser.get('/api/recent')).status, 200)
      assert.equal((await browser.post('/api-keys', { name: 'a' })).status, 201)
      app().clock.advance({ minutes: 1 })
      refused(await browser.get('/api/recent'), 403, 'reauthentication_required')
      refused(await browser.post('/api-keys', { name: 'b' }), 403, 'reauthentication_required')
      host.signIn(browser, { userId: browser.user.id, amr: ['pwd'], provedAt: app().clock.now() })
      assert.equal((await browser.get('/api/recent')).status, 200)
      assert.equal((await browser.post('/api-keys', { name: 'b' })).status, 201)
    })

    it('is never, where the host does not say: a session made just now proves nothing', async () => {
      for (const provedAt of [undefined, null, minutesAgo(10), minutesAgo(-2)]) {
        const browser = await atHost(undefined, { provedAt })
        refused(await browser.get('/api/recent'), 403, 'reauthentication_required')
        const answer = await browser.post('/api-keys', { name: 'a' })
        refused(answer, 403, 'reauthentication_required')
        assert.deepEqual(answer.body.methods, ['password'])
      }
    })

    it('is now, where keyward asked: by the password that it knows', async () => {
      const browser = await atHost(undefined, { provedAt: null })
      const answer = await browser.post('/session/reauthentication', { password: app().password })
      assert.equal(answer.status, 200)
      assert.equal((await browser.post('/api-keys', { name: 'a' })).status, 201)
      assert.equal((await browser.get('/api/recent')).status, 200)
      host.signOut(browser)
      unauthenticated(await browser.get('/session'))
    })

    it('is not enough for who has a stronger factor here', async () => {
      const browser = await inside()
      const authenticator = await enrolApp(app(), browser)
      app().clock.advance({ minutes: 10 })
      host.signIn(browser, { userId: browser.user.id, amr: ['pwd'], provedAt: app().clock.now() })
      const answer = await browser.post('/api-keys', { name: 'a' })
      refused(answer, 403, 'reauthentication_required')
      assert.deepEqual(answer.body.methods, ['totp', 'recovery_code'])
      await browser.post('/session/reauthentication', { code: authenticator.code() })
      assert.equal((await browser.post('/api-keys', { name: 'a' })).status, 201)
    })
  })
}
