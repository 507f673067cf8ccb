import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { App, AppSetup } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { hostNotFound } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'

const signIn = (mount: string): string => `${mount}/sign-in?to=%2Fapi%2Fpage`

/** Where a guard leads browsers, in apps that have the pages elsewhere than at `/auth`. */
export function mountsContract(framework: Framework): void {
  // Its module is given a path, and none of its routers a prefix: `mountPath` says where keyward stands.
  if (framework.name === 'nest') return
  const at = (path: string, prefixes?: readonly string[]): AppSetup => ({
    mounting: { name: path, path, kind: 'plain', parser: false },
    prefixes,
    pages: accountPages(),
  })
  const led = async (app: App): Promise<string | null> =>
    (await pageClient(app, app.client()).get('/api/page')).location

  describe('a guard that redirects, where the router was given its prefix', () => {
    const app = appFor(framework, at('/app/auth', ['/app/auth']))

    it('leads to its sign-in page before anybody was there, and from there back', async () => {
      const pages = pageClient(app(), app().client())
      const away = await pages.get('/api/page')
      assert.equal(away.location, signIn('/app/auth'))
      const page = await pages.follow(away)
      const { username } = await app().user()
      const answer = await pages.submit(page, 'Sign in', { username, password: app().password })
      assert.equal(answer.location, '/api/page')
    })

    it('leads nowhere else after requests that spell the mount in another way', async () => {
      for (const path of ['/APP/AUTH/sign-in', '/evil/app/auth/sign-in', '//evil.example/app/auth/sign-in']) {
        const { port } = app().server.address() as AddressInfo
        assert.equal((await fetch(`http://127.0.0.1:${String(port)}${path}`)).status, 404, path)
        assert.equal(await led(app()), signIn('/app/auth'))
      }
    })
  })

  describe('a guard that redirects, where routers have several prefixes', () => {
    const app = appFor(framework, at('/first', ['/first', '/api/auth']))

    it('leads to the one that is nearest to the page that was asked for', async () => {
      assert.equal(await led(app()), signIn('/api/auth'))
    })
  })

  describe('a guard that redirects, where a proxy strips a part of the path', () => {
    const app = appFor(framework, {
      ...at('/auth', ['/auth']),
      pages: accountPages({ publicPath: '/seen/auth' }),
    })

    it('leads to the path that browsers see', async () => {
      assert.equal(await led(app()), signIn('/seen/auth'))
    })
  })

  describe('a guard that redirects, where the options say where', () => {
    const app = appFor(framework, { ...at('/a/auth', ['/a/auth']), options: { mountPath: '/b/auth' } })
    const own = appFor(framework, { ...at('/a/auth', ['/a/auth']), options: { signInPath: '/login' } })

    it('leads there and not to the prefix', async () => {
      assert.equal(await led(app()), signIn('/b/auth'))
      assert.equal(await led(own()), '/login?to=%2Fapi%2Fpage')
    })
  })

  describe('a router at the root of the app', () => {
    const app = appFor(framework, at('', ['']))

    it('leaves `/` to the host, and has its pages beside it', async () => {
      assert.deepEqual((await app().client().get('/')).body, hostNotFound)
      const page = await pageClient(app(), app().client()).get('/sign-in')
      assert.deepEqual([page.status, page.heading], [200, 'Sign in'])
    })
  })
}
