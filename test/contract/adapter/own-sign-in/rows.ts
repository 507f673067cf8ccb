import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { setCookies } from '../../../support/client.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused } from '../../../support/problems.js'
import type { HostBrowsers } from './host-browsers.js'

export function rowsContract(app: () => App, host: HostSessions, { atHost, inside }: HostBrowsers): void {
  describe('a client that keeps no cookie of keyward’s', () => {
    const rows = async (table: string): Promise<number> =>
      (await app().database.dump())[`keyward_${table}`]?.length ?? NaN

    it('leaves no row behind in guards, however often it comes', async () => {
      const browser = await atHost()
      const before = [await rows('session'), await rows('audit_event'), await rows('attempt')]
      for (let i = 0; i < 20; i++) assert.equal((await browser.get('/api/hello')).status, 200)
      assert.deepEqual([await rows('session'), await rows('audit_event'), await rows('attempt')], before)
    })

    it('images on a foreign page: begin no session, so that they use up nobody’s', async () => {
      const browser = await atHost()
      const before = await rows('session')
      const image = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' }
      const answer = await browser.get('/session', { headers: image })
      assert.deepEqual([answer.status, setCookies(answer)], [200, []])
      assert.equal(await rows('session'), before)
      const link = {
        'Sec-Fetch-Site': 'cross-site',
        'Sec-Fetch-Dest': 'document',
        'Sec-Fetch-Mode': 'navigate',
      }
      assert.equal(setCookies(await browser.get('/session', { headers: link })).length, 1)
    })

    it('begins 60 sessions in an hour, and no more, at keyward’s own routes; other users are not in the way', async () => {
      const browser = await atHost()
      const other = await inside()
      const before = await rows('session')
      const get = () => {
        browser.cookies.delete('keyward')
        return browser.get('/session')
      }
      for (let i = 0; i < 60; i++) assert.equal((await get()).status, 200)
      const answer = await get()
      refused(answer, 429, 'too_many_attempts')
      assert.ok(Number(answer.headers['retry-after']) > 3000)
      assert.equal((await browser.get('/api/hello')).status, 200)
      assert.equal((await rows('session')) - before, 60)
      assert.equal((await other.get('/session')).status, 200)
      app().clock.advance({ hours: 1 })
      assert.equal((await get()).status, 200)
      host.signOut(browser)
    })
  })
}
