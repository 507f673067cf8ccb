import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { it } from 'mocha'
import { bearerScene } from '../contract/adapter/bearer/scene.js'
import { withServiceKey } from '../contract/adapter/service-accounts/scene.js'
import type { Extra } from '../support/client.js'
import { invalidToken, refused, unauthenticated } from '../support/problems.js'
import { onBoth } from './on-both.js'

const carriers = { basic: true, apiKeyHeader: true }
const form = 'application/x-www-form-urlencoded'

onBoth(
  'API keys and tokens',
  (app) => {
    const { hello, owned } = bearerScene(app)
    /** The ways in which a key may be carried here. */
    const carried = (key: string): readonly NonNullable<Extra['headers']>[] => [
      { Authorization: `Bearer ${key}` },
      { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      { 'X-API-Key': key },
    ]

    it('CVE-2026-27840: a part of a key or token is none, nor one with more to it', async () => {
      const { key, token, session } = await owned()
      for (const secret of [key, token]) {
        for (let length = 0; length < secret.length; length += 3) {
          const answer = await hello({ Authorization: `Bearer ${secret.slice(0, length)}` })
          // Without any text the header is malformed.
          if (length === 0) refused(answer, 400, 'invalid_request')
          else invalidToken(answer)
        }
        for (const text of [`${secret}0`, `${secret}${secret}`, secret.slice(1), secret.slice(4)]) {
          for (const headers of carried(text)) invalidToken(await hello(headers))
        }
        assert.equal((await hello({ Authorization: `Bearer ${secret}` })).status, 200)
      }
      unauthenticated(await hello({ Cookie: `keyward=${session.slice(0, -1)}` }))
    })

    it('CVE-2026-28699, CVE-2026-24791, CVE-2025-68941: a key has no more rights by one carrier than by another, also on routes about itself', async () => {
      const owner = await app().signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a', scopes: ['reports:read'] })).body
      for (const headers of carried(key)) {
        const client = app().client()
        assert.equal((await client.get('/api/reports', { headers })).status, 200)
        refused(await client.post('/api/reports', {}, { headers }), 403, 'insufficient_scope')
        refused(await client.get('/api/both-scopes', { headers }), 403, 'insufficient_scope')
        for (const path of ['/session', '/api-keys', `/api-keys/${id}`, '/tokens', '/mfa', '/ssh-keys']) {
          refused(await client.get(path, { headers }), 403, 'interactive_session_required')
        }
        refused(
          await client.post('/api-keys', { name: 'b' }, { headers }),
          403,
          'interactive_session_required',
        )
        refused(
          await client.patch(`/api-keys/${id}`, { scopes: ['*'] }, { headers }),
          403,
          'interactive_session_required',
        )
      }
    })

    it('CVE-2026-26196: a key in an address or a form is not looked at', async () => {
      const { key, token } = await owned()
      for (const secret of [key, token]) {
        for (const name of ['access_token', 'token', 'api_key', 'key', 'authorization', 'X-API-Key']) {
          unauthenticated(await app().client().get(`/api/hello?${name}=${secret}`))
          const raw = `${name}=${secret}`
          unauthenticated(await app().client().post('/api/hello', undefined, { raw, type: form }))
          const extra = { raw: JSON.stringify({ [name]: secret }) }
          unauthenticated(await app().client().post('/api/hello', undefined, extra))
        }
        refused(await app().client().get(`/credential?access_token=${secret}`), 401, 'unauthenticated')
      }
    })

    it('CVE-2020-25816, CVE-2025-64708, CVE-2026-52809: a key, a token, a service key and a session are over at the moment that was said', async () => {
      const owner = await app().signedIn()
      const { token, expiresAt } = (await owner.post('/tokens', { expiresInHours: 1 })).body
      const own = (await owner.post('/api-keys', { name: 'a', expiresInDays: 7 })).body
      const { key, made } = await withServiceKey(app(), { key: { expiresInDays: 30 } })
      const { createdAt } = (await owner.get('/session')).body.session
      const cookie = { Cookie: `keyward=${owner.cookies.get('keyward') ?? ''}` }
      // Where nobody uses it.
      const sessionEnd = new Date(Date.parse(createdAt) + 12 * 3_600_000).toISOString()
      const credentials: readonly (readonly [end: string, headers: Extra['headers']])[] = [
        [expiresAt, { Authorization: `Bearer ${token}` }],
        [sessionEnd, cookie],
        [own.expiresAt, { Authorization: `Bearer ${own.key}` }],
        [String(made.expiresAt), { Authorization: `Bearer ${key}` }],
      ]
      for (const [end, headers] of credentials) {
        // Each request moves the clock on by a millisecond: to the last, and to the end itself.
        app().clock.advance({ ms: Date.parse(end) - app().clock.now() - 2 })
        assert.equal((await app().client().get('/api/reports', { headers })).status, 200, end)
        assert.equal((await app().client().get('/api/reports', { headers })).status, 401, end)
      }
    })

    it('Forgejo v1.20.5-0, SimpleLogin PR 2132: nothing that the database holds is a credential, nor is anything that can be computed of it', async () => {
      const { owner, key } = await owned()
      const dump = await app().database.dump()
      const texts = Object.values(dump)
        .flat()
        .flatMap((row) => Object.values(row))
        .filter((value): value is string => typeof value === 'string' && value.length >= 16)
      assert.ok(texts.length > 20)
      const rows = dump.keyward_api_key ?? []
      const { digest } = rows.find(({ user_id: id }) => id === owner.user.id) as { digest: string }
      const computed = ['', 'keyward', digest].map((pepper) =>
        createHmac('sha256', pepper).update(key).digest('base64url'),
      )
      assert.ok(!computed.includes(digest))
      for (const text of new Set([...texts.slice(0, 40), ...computed, `kwk_${digest}`.slice(0, 40)])) {
        const safe = encodeURIComponent(text)
        unauthenticated(await hello({ Cookie: `keyward=${safe}` }))
        if (/^[\w.~+/=-]+$/.test(text)) {
          for (const headers of carried(text)) invalidToken(await hello(headers))
        }
      }
    })

    it('CVE-2022-23540, GHSA-869p-cjfg-cm3x: a token that signs itself, or does without, is none', async () => {
      const { id } = await app().user({ admin: true })
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const claims = part({ sub: id, admin: true, exp: 9_999_999_999 })
      for (const alg of ['none', 'None', 'HS256', 'RS256']) {
        const signed = `${part({ alg, typ: 'JWT' })}.${claims}`
        const hmac = createHmac('sha256', '').update(signed).digest('base64url')
        for (const jwt of [`${signed}.`, `${signed}.${hmac}`]) {
          invalidToken(await hello({ Authorization: `Bearer ${jwt}` }))
          invalidToken(await app().client().get('/admin/users', { bearer: jwt }))
          unauthenticated(await hello({ Cookie: `keyward=${jwt}` }))
        }
      }
    })
  },
  { options: { carriers } },
)
