import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { origin } from '../../../support/app.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { HostBrowsers } from './host-browsers.js'

export function boundContract(app: () => App, host: HostSessions, { atHost, inside }: HostBrowsers): void {
  describe('a session that is bound to the host’s word', () => {
    it('replay: is nobody’s by its cookie alone, before the host’s sign-out was seen and after', async () => {
      const browser = await inside()
      const secret = browser.cookies.get('keyward') ?? ''
      const thief = app().client()
      thief.cookies.set('keyward', secret)
      unauthenticated(await thief.get('/api/hello', { headers: { 'Sec-Fetch-Site': 'cross-site' } }))
      unauthenticated(await thief.get('/session', { headers: { 'Sec-Fetch-Site': 'cross-site' } }))
      assert.equal((await browser.get('/session')).status, 200)
      host.signOut(browser)
      unauthenticated(await browser.get('/api/hello'))
      unauthenticated(await thief.get('/api/hello'))
    })

    it('session fixation: one that an attacker has planted makes nobody act as the attacker, nor the attacker as anybody', async () => {
      const attacker = await inside()
      const victim = await inside()
      const [planted = '', stolen = ''] = [attacker, victim].map(({ cookies }) => cookies.get('keyward'))
      victim.cookies.set('keyward', planted)
      assert.equal((await victim.get('/api/hello')).body.hello, victim.user.username)
      assert.equal((await victim.get('/session')).body.user.id, victim.user.id)
      assert.notEqual(victim.cookies.get('keyward'), planted)
      attacker.cookies.set('keyward', stolen)
      assert.equal((await attacker.get('/api/hello')).body.hello, attacker.user.username)
      assert.equal((await attacker.get('/session')).body.user.id, attacker.user.id)
    })

    it('a sibling subdomain’s cookie beside it stands for nobody, and the host’s word stays', async () => {
      const browser = await inside()
      const attacker = await inside()
      const jar = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const Cookie = `keyward=${attacker.cookies.get('keyward') ?? ''}; ${jar}`
      for (const path of ['/api/hello', '/credential']) {
        const { status, body } = await browser.get(path, { headers: { Cookie } })
        assert.equal(status, 200)
        assert.equal(body.user.id, browser.user.id)
      }
    })

    it('logout by another site: is not ended by a request that a foreign page led to, without the host’s cookie', async () => {
      const browser = await inside()
      const { id } = (await browser.get('/session')).body.session
      const Cookie = `keyward=${browser.cookies.get('keyward') ?? ''}`
      unauthenticated(
        await browser.get('/api/hello', { headers: { Cookie, 'Sec-Fetch-Site': 'cross-site' } }),
      )
      assert.equal((await browser.get('/session')).body.session.id, id)
    })

    it('CSRF: a foreign page’s request is refused, whether keyward’s cookie is there or the host’s alone', async () => {
      for (const browser of [await atHost(), await inside()]) {
        for (const headers of [
          { 'Sec-Fetch-Site': 'cross-site' },
          { 'Sec-Fetch-Site': 'same-site' },
          { Origin: 'https://evil.example' },
        ]) {
          refused(await browser.post('/api/hello', {}, { headers }), 403, 'csrf')
          refused(await browser.post('/api/optional', {}, { headers }), 403, 'csrf')
          refused(await browser.post('/api-keys', { name: 'x' }, { headers }), 403, 'csrf')
          refused(await browser.post('/session/totp', { code: '123456' }, { headers }), 403, 'csrf')
        }
        assert.equal((await browser.post('/api/hello', {}, { headers: { Origin: origin } })).status, 200)
      }
    })

    it('is not looked at in an app that has no such sign-in, or no longer', async () => {
      const browser = await inside()
      host.answer = null
      const { cookies } = browser
      const guard = app().keyward.adapter.guard()
      const header = (name: string) => (name === 'cookie' ? [`keyward=${cookies.get('keyward') ?? ''}`] : [])
      const client = { method: 'GET', ip: () => '::1', socketAddress: () => '::1', header }
      await assert.rejects(async () => guard(client), { code: 'unauthenticated' })
    })
  })
}
