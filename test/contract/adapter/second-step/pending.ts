import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { invalidToken, refused, unauthenticated } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

const routes = [
  ['/session/totp', { code: '123456' }],
  ['/session/recovery-code', { code: 'AAAA-BBBB-CCCC-DDDD' }],
  ['/session/security-key/options', {}],
  ['/session/security-key', { response: {} }],
] as const

/** What a sign-in that waits for its second step may do: nothing but go on. */
export function pendingContract(
  app: () => App,
  { withApp, pending }: SecondStepScene,
  framework: Framework,
): void {
  describe('a pending sign-in', () => {
    const carriers = appFor(framework, { options: { carriers: { basic: true, apiKeyHeader: true } } })

    it('CVE-2023-48309: is accepted nowhere in the place of a session, a key or a token', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      const secret = client.cookies.get('keyward-pending') ?? ''
      const stranger = app().client()
      const paths = ['/session', '/api-keys', '/mfa', '/policy', '/sessions', '/events', '/admin/users']
      for (const path of [...paths, '/api/hello', '/api/vault', '/api/recent']) {
        unauthenticated(await client.get(path))
        const cookie = { headers: { Cookie: `keyward=${secret}` } }
        unauthenticated(await stranger.get(path, cookie))
        invalidToken(await stranger.get(path, { bearer: secret }))
      }
      const optional = await client.get('/api/optional')
      assert.deepEqual([optional.status, optional.body.user], [200, null])
    })

    it('is no key in HTTP Basic or X-API-Key, where these are on', async () => {
      const owner = await carriers().signedIn()
      await enrolApp(carriers(), owner)
      const { client } = await passwordStep(carriers(), owner.user)
      const secret = client.cookies.get('keyward-pending') ?? ''
      const basic = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`
      for (const headers of [{ Authorization: basic }, { 'X-API-Key': secret }]) {
        invalidToken(await client.get('/api/hello', { headers }))
        invalidToken(await client.get('/session', { headers }))
      }
    })

    it('CVE-2025-12390: cannot stand in for the cookie of another kind', async () => {
      const owner = await app().signedIn()
      const session = owner.cookies.get('keyward') ?? ''
      for (const [path, body] of routes) {
        const headers = { Cookie: `keyward-pending=${session}` }
        refused(await app().client().post(path, body, { headers }), 410, 'expired')
      }
    })

    it('the second step is refused to a browser without a pending sign-in', async () => {
      for (const [path, body] of routes) unauthenticated(await app().client().post(path, body))
      const owner = await app().signedIn()
      for (const [path, body] of routes) unauthenticated(await owner.post(path, body))
    })

    it('a foreign page can take no second step with the browser’s pending sign-in', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      for (const [path, body] of routes) {
        refused(await client.post(path, body, { headers: { Origin: 'https://evil.example' } }), 403, 'csrf')
      }
    })

    for (const [what, change] of [
      ['the password changed', async (id: string) => app().keyward.users.setPassword(id, app().password)],
      ['the user was disabled', async (id: string) => app().keyward.users.disable(id)],
      ['the user was removed', async (id: string) => app().keyward.users.remove(id)],
    ] as const) {
      it(`is over once ${what}`, async () => {
        const { user, phone } = await withApp()
        const client = await pending(user)
        await change(user.id)
        refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
      })
    }

    it('a pending sign-in is over once a factor of its user changed', async () => {
      const { owner, user, phone } = await withApp()
      const client = await pending(user)
      await enrolKey(owner)
      refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
    })

    it('DELETE /session ends a pending sign-in', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      const Cookie = `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}`
      const answer = await client.delete('/session')
      assert.deepEqual([answer.status, client.cookies.size], [204, 0])
      const [told] = app().events.filter(({ type }) => type === 'pending_sign_in.abandoned')
      assert.deepEqual([told?.userId, told?.reason], [user.id, 'signed_out'])
      const after = await client.post('/session/totp', { code: phone.code() }, { headers: { Cookie } })
      refused(after, 410, 'expired')
    })

    it('CVE-2026-18963: cannot be skipped by the routes of the enrolment', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      for (const path of ['/mfa/totp', '/mfa/security-keys/options', '/mfa/recovery-codes']) {
        unauthenticated(await client.post(path, {}))
      }
    })
  })
}
