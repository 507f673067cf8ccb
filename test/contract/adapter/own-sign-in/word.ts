import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { setCookies } from '../../../support/client.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { HostBrowser, HostBrowsers } from './host-browsers.js'

export function wordContract(app: () => App, host: HostSessions, { atHost, inside }: HostBrowsers): void {
  const eventsOf = ({ user }: HostBrowser, type: string) =>
    app().events.filter((event) => event.type === type && event.userId === user.id)

  describe('a sign-in of the host’s own', () => {
    it('passes guards by itself, leaving nothing behind', async () => {
      const browser = await atHost()
      for (let i = 0; i < 3; i++) {
        const answer = await browser.get('/api/hello')
        assert.deepEqual([answer.status, answer.body.hello], [200, browser.user.username])
        const { credential, amr, session } = answer.body.authInfo
        assert.deepEqual([credential.kind, amr], ['session', ['pwd']])
        assert.equal(credential.id, session.id)
        assert.deepEqual(setCookies(answer), [])
      }
      assert.deepEqual(eventsOf(browser, 'session.created'), [])
      assert.equal((await browser.get('/api/recent')).status, 200)
    })

    it('makes API keys, and is one session of keyward’s from its first request for it on', async () => {
      const browser = await atHost()
      const made = await browser.post('/api-keys', { name: 'ci' })
      assert.equal(made.status, 201)
      assert.equal((await app().client().get('/api/hello', { bearer: made.body.key })).status, 200)
      const { session, amr } = (await browser.get('/session')).body
      assert.deepEqual([session.current, amr], [true, ['pwd']])
      assert.deepEqual(setCookies(await browser.get('/session')), [])
      assert.equal((await browser.get('/api/hello')).body.authInfo.session.id, session.id)
      assert.equal((await browser.get('/sessions')).body.items.length, 1)
      assert.equal(eventsOf(browser, 'session.created').length, 1)
    })

    it('ends at that request when the host signs out: in a guard, and in keyward’s own routes', async () => {
      for (const path of ['/api/hello', '/session', '/api-keys']) {
        const browser = await inside()
        const { id } = (await browser.get('/session')).body.session
        const secret = browser.cookies.get('keyward') ?? ''
        host.signOut(browser)
        unauthenticated(await browser.get(path))
        assert.deepEqual(
          eventsOf(browser, 'session.ended').map(({ subject }) => subject?.id),
          [id],
        )
        assert.equal(JSON.stringify((await app().database.dump()).keyward_session).includes(id), false)
        browser.cookies.set('keyward', secret)
        unauthenticated(await browser.get(path))
      }
    })

    it('lets people pass an optional guard as nobody once they have left, with what is left of a cookie', async () => {
      const browser = await inside()
      host.signOut(browser)
      for (let i = 0; i < 2; i++) {
        const { status, body } = await browser.get('/api/optional')
        assert.deepEqual([status, body.user], [200, null])
      }
    })

    it('never shows one user the other’s session, when the host changes who is signed in', async () => {
      const ada = await inside()
      const ofAda = (await ada.get('/session')).body.session.id
      const grace = await app().user()
      host.signIn(ada, { userId: grace.id, amr: ['pwd'] })
      assert.equal((await ada.get('/api/hello')).body.hello, grace.username)
      const { user, session } = (await ada.get('/session')).body
      assert.equal(user.id, grace.id)
      assert.notEqual(session.id, ofAda)
      assert.equal(eventsOf(ada, 'session.ended').length, 1)
      const back = await inside(ada.user)
      assert.deepEqual(
        (await back.get('/sessions')).body.items.map(({ current }: { current: boolean }) => current),
        [true],
      )
    })

    it('goes before a session of somebody else by keyward’s own sign-in', async () => {
      const browser = await app().signedIn()
      const { user } = browser
      const grace = await app().user()
      host.signIn(browser, { userId: grace.id, amr: ['pwd'] })
      assert.equal((await browser.get('/api/hello')).body.hello, grace.username)
      assert.equal((await browser.get('/session')).body.user.id, grace.id)
      assert.equal(eventsOf({ ...browser, user }, 'session.ended').length, 1)
    })

    it('leaves keyward’s own sign-in as it is, for its user and where the host names nobody', async () => {
      const browser = await app().signedIn()
      const { session } = (await browser.get('/session')).body
      host.signIn(browser, { userId: browser.user.id, amr: ['pwd'] })
      assert.equal((await browser.get('/api/hello')).body.authInfo.session.id, session.id)
      host.signOut(browser)
      assert.equal((await browser.get('/session')).body.session.id, session.id)
    })

    it('of a user who is disabled, or none, is refused, and so is one whose id is written otherwise', async () => {
      const disabled = await app().user({ disabled: true })
      const { id } = await app().user()
      for (const userId of [disabled.id, 'nobody', id.toUpperCase(), `${id} `]) {
        const browser = app().client()
        host.signIn(browser, { userId, amr: ['pwd'] })
        for (const path of ['/api/hello', '/api/optional', '/session', '/api-keys']) {
          const answer = await browser.get(path)
          refused(answer, 401, 'invalid_credentials')
          assert.deepEqual(setCookies(answer), [])
        }
      }
      const browser = await inside()
      await app().keyward.users.disable(browser.user.id)
      refused(await browser.get('/api/hello'), 401, 'invalid_credentials')
      refused(await browser.get('/session'), 401, 'invalid_credentials')
    })
  })
}
