import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { Route } from '../../../../src/http/route.js'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp, passwordStep } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import type { RefusalsScene } from './scene.js'
import { foreign, sumOf } from './scene.js'

/** Which refusals are recorded, and where. */
export function recordedRefusalsContract(app: () => App, { from, told, reasons }: RefusalsScene): void {
  it('the record has a refusal of every route that refuses', async () => {
    const owner = await app().signedIn()
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body as { key: string }
    const sent = new Map<string, string>()
    for (const route of app().keyward.adapter.routes({ pages: accountPages() })) {
      const how = provoking(route, key)
      if (how === null || route.method === 'all') continue
      const ip = `198.51.100.${String(sent.size % 250)}`.replace(
        '198',
        String(100 + Math.floor(sent.size / 250)),
      )
      const path = route.path.replaceAll(/:\w+/g, 'x')
      const { status } = await owner.send(route.method, path, route.method === 'get' ? undefined : {}, {
        ...how,
        headers: { 'X-Forwarded-For': ip, ...how.headers },
      })
      assert.ok([401, 403].includes(status), `${route.method} ${path}: ${String(status)}`)
      sent.set(ip, `${route.method} ${path}`)
    }
    assert.ok(sent.size > 100)
    await owner.get('/events')
    const recorded = new Set(
      app()
        .events.filter(({ outcome }) => outcome === 'refused')
        .map(({ ip }) => ip),
    )
    assert.deepEqual(
      [...sent].filter(([ip]) => !recorded.has(ip)).map(([, route]) => route),
      [],
    )
  })

  it('has whom a foreign page tried to make act, and by which session', async () => {
    const owner = await app().signedIn()
    refused(await owner.post('/tokens', {}, { headers: foreign }), 403, 'csrf')
    refused(await owner.get('/admin/users'), 403, 'forbidden')
    assert.deepEqual(await reasons(owner), ['forbidden'])
    const [event] = await told(owner, 'type=request.refused')
    assert.deepEqual([event?.actor?.id, event?.subject?.kind], [owner.user.id, 'session'])
  })

  it('has a lock, once, in the list of whose account it is', async () => {
    const owner = await app().signedIn()
    const attempt = () =>
      app()
        .client()
        .post('/session', { username: owner.user.username, password: newPassword() }, from('192.0.2.1'))
    for (let i = 0; i < 10; i++) await attempt()
    for (let i = 0; i < 5; i++) refused(await attempt(), 429, 'too_many_attempts')
    const found = (await told(owner, 'type=session.refused')).map(({ reason, count }) => [reason, count])
    assert.deepEqual(found.toSorted(), [
      ['invalid_credentials', 1],
      ['invalid_credentials', 9],
      ['too_many_attempts', 1],
      ['too_many_attempts', 4],
    ])
  })

  it('has a sign-in whose second step came too late, and the sixth code', async () => {
    const owner = await app().signedIn()
    await enrolApp(app(), owner)
    const { client } = await passwordStep(app(), owner.user)
    for (let i = 0; i < 5; i++) {
      refused(await client.post('/session/totp', { code: '000000' }), 401, 'invalid_code')
    }
    refused(await client.post('/session/totp', { code: '000000' }), 410, 'expired')
    const late = await passwordStep(app(), owner.user)
    app().clock.advance({ minutes: 11 })
    refused(await late.client.post('/session/totp', { code: '000000' }), 410, 'expired')
    const found = await told(owner, 'type=request.refused')
    assert.deepEqual(
      found.map(({ reason, count }) => [reason, count]),
      [
        ['expired', 1],
        ['expired', 1],
      ],
    )
    const wrong = await told(owner, 'type=second_factor.refused')
    assert.equal(sumOf(wrong), 5)
  })

  it('has a wrong confirmation of an authenticator app, and of a security key', async () => {
    const owner = await app().signedIn()
    await owner.post('/mfa/totp')
    refused(await owner.post('/mfa/totp/confirmation', { code: '000000' }), 401, 'invalid_code')
    await owner.post('/mfa/security-keys/options', {})
    const { status } = await owner.post('/mfa/security-keys', { name: 'a', response: {} })
    assert.equal(status, 422)
    assert.deepEqual(await reasons(owner), ['malformed_response', 'invalid_code'])
  })
}

/** What the route must refuse; `null` = it refuses nobody for who they are. */
function provoking(
  { level, method, sameOrigin }: Route,
  key: string,
): { readonly headers?: Readonly<Record<string, string>>; readonly bearer?: string } | null {
  if (level === 'anon') return sameOrigin ? { headers: foreign } : null
  // Nobody on their way in has sent anything that could be refused.
  if (level === 'pending' && method === 'get') return null
  if (level === 'bearer') return { bearer: `${key}x` }
  if (level === 'host' || method === 'get') return { bearer: key }
  return { headers: foreign }
}
