import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import { noticeScene } from './scene.js'

const name = 'keyward-device'

/** How users hear of a sign-in from a browser that they have not used before. */
export function newDevicesContract(framework: Framework): void {
  describe('a sign-in from a new browser', () => {
    const { app, toldTo, kindsTo } = noticeScene(framework, { proxy: true })
    const signIn = (browser: ReturnType<ReturnType<typeof app>['client']>, username: string, more = {}) =>
      browser.post('/session', { username, password: app().password }, more)

    it('is told to its user, but for the first of all, and with where it came from', async () => {
      const { user, client } = app()
      const { id, username } = await user()
      const [first, second] = [client(), client()]
      const answer = await signIn(first, username)
      assert.equal(answer.status, 201)
      const line = setCookies(answer).find((one) => one.startsWith(`${name}=`)) ?? ''
      assert.match(line, /^keyward-device=[\w-]{32}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/)
      assert.deepEqual(await toldTo(id), [])
      const headers = {
        'X-Forwarded-For': '203.0.113.7',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0',
      }
      assert.equal((await signIn(second, username, { headers })).status, 201)
      const [notice, ...others] = await toldTo(id)
      assert.deepEqual(others, [])
      assert.equal(notice?.kind, 'sign_in.new_device')
      assert.deepEqual(notice.facts, {
        site: 'localhost:3000',
        by: { kind: 'user', name: null },
        ip: '203.0.113.7',
        userAgent: headers['User-Agent'],
        device: 'Firefox 134, Linux',
      })
    })

    it('is none in a browser that is known, after a sign-out too, and its cookie stays', async () => {
      const { user, client } = app()
      const { id, username } = await user()
      const browser = client()
      await signIn(browser, username)
      const kept = browser.cookies.get(name)
      for (let i = 0; i < 2; i++) {
        await browser.delete('/session')
        assert.equal((await signIn(browser, username)).status, 201)
      }
      assert.ok(kept)
      assert.equal(browser.cookies.get(name), kept)
      assert.deepEqual(await toldTo(id), [])
    })

    it('is known for each of two people who share a browser', async () => {
      const { user, client } = app()
      const [ada, grace] = [await user(), await user()]
      await signIn(client(), ada.username)
      await signIn(client(), grace.username)
      const shared = client()
      for (const { username } of [ada, grace, ada, grace]) await signIn(shared, username)
      for (const { id } of [ada, grace]) assert.deepEqual(await kindsTo(id), ['sign_in.new_device'])
    })

    it('is told of once where two from one browser with a cookie of its own come at once', async () => {
      const { user, client } = app()
      const [ada, grace] = [await user(), await user()]
      await signIn(client(), grace.username)
      const shared = client()
      await signIn(shared, ada.username)
      const headers = { Cookie: `${name}=${shared.cookies.get(name) ?? ''}` }
      const both = await Promise.all([1, 2].map(() => signIn(client(), grace.username, { headers })))
      assert.deepEqual(
        both.map(({ status }) => status),
        [201, 201],
      )
      assert.deepEqual(await kindsTo(grace.id), ['sign_in.new_device'])
    })

    it('leaves a browser known whichever of two answers at once it keeps', async () => {
      const { user, client } = app()
      const { id, username } = await user()
      await signIn(client(), username)
      const both = [client(), client()]
      await Promise.all(both.map((browser) => signIn(browser, username)))
      const told = (await toldTo(id)).length
      assert.ok(told === 1 || told === 2)
      for (const browser of both) await signIn(browser, username)
      assert.equal((await toldTo(id)).length, told)
    })

    it('lets nobody in by its cookie, and skips no step', async () => {
      const { user, client } = app()
      const { username } = await user()
      const browser = client()
      await signIn(browser, username)
      const headers = { Cookie: `${name}=${browser.cookies.get(name) ?? ''}` }
      refused(await client().get('/sessions', { headers }), 401, 'unauthenticated')
      const wrong = { username, password: 'this is not the password' }
      refused(await client().post('/session', wrong, { headers }), 401, 'invalid_credentials')
    })

    it('sets no cookie before it is done, nor by what is refused', async () => {
      const { user, client } = app()
      const { username } = await user()
      const browser = client()
      await browser.post('/session', { username, password: 'this is not the password' })
      assert.equal(browser.cookies.get(name), undefined)
    })

    it('stores a digest of the cookie alone, and a cookie of another form is none', async () => {
      const { user, client, database } = app()
      const { username } = await user()
      const browser = client()
      await signIn(browser, username)
      const kept = browser.cookies.get(name) ?? ''
      assert.ok(!JSON.stringify(await database.dump()).includes(kept))
      const headers = { Cookie: `${name}=chosen-by-somebody-else` }
      const other = client()
      await signIn(other, username, { headers })
      assert.match(other.cookies.get(name) ?? '', /^[\w-]{32}$/)
    })

    it('is told of where the app signs its user in, too, which sets the cookie', async () => {
      const { user, client } = app()
      const { id, username } = await user()
      await signIn(client(), username)
      const browser = client()
      assert.equal((await browser.post(`/api/sso/${id}`)).status, 200)
      assert.match(browser.cookies.get(name) ?? '', /^[\w-]{32}$/)
      assert.deepEqual(await kindsTo(id), ['sign_in.new_device'])
    })
  })

  describe('without an app that takes notices', () => {
    const app = appFor(framework)

    it('there is no cookie of a browser', async () => {
      const { signedIn, database } = app()
      const browser = await signedIn()
      assert.deepEqual([...browser.cookies.keys()], ['keyward'])
      assert.deepEqual((await database.dump()).keyward_known_device, [])
    })
  })
}
