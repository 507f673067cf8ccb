import assert from 'node:assert/strict'
import type { HostUser, UserRow } from '../../../../src/index.js'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import type { HostSessions } from '../../../support/host-sessions.js'

/** A browser, and whose it is. */
export type HostBrowser = TestClient & { readonly user: UserRow }

/** Browsers at a host that has a sign-in of its own. */
export interface HostBrowsers {
  /** A browser in which the host alone has signed a user in, just now. */
  atHost(given?: UserRow, more?: Partial<HostUser>): Promise<HostBrowser>
  /** The same, once keyward has a session of its own for it. */
  inside(given?: UserRow): Promise<HostBrowser>
}

export function hostBrowsers(app: () => App, host: HostSessions): HostBrowsers {
  const browsers: HostBrowsers = {
    async atHost(given, more) {
      const user = given ?? (await app().user())
      const browser = app().client()
      host.signIn(browser, { userId: user.id, amr: ['pwd'], provedAt: app().clock.now(), ...more })
      return { ...browser, user }
    },
    async inside(given) {
      const browser = await browsers.atHost(given)
      assert.equal((await browser.get('/session')).status, 200)
      assert.equal(browser.cookies.has('keyward'), true)
      return browser
    },
  }
  return browsers
}
