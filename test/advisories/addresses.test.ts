import assert from 'node:assert/strict'
import { it } from 'mocha'
import { accountPages } from '../../src/pages/account-pages.js'
import { origin } from '../support/app.js'
import { hostNotFound } from '../support/host.js'
import { pageClient } from '../support/page-client.js'
import { refused, unauthenticated } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { onBoth } from './on-both.js'

/** What says that a request came by another name, or over another protocol, than it did. */
const poison = {
  Host: 'evil.example',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Proto': 'javascript',
  'X-Forwarded-Server': 'evil.example',
  'X-Original-URL': '/admin/users',
  'X-Rewrite-URL': '/admin/users',
  Forwarded: 'host=evil.example;proto=http',
}

/** What proxies tell an app of who is signed in. */
const identities = (name: string): Readonly<Record<string, string>> => ({
  'X-WEBAUTH-USER': name,
  'X-Remote-User': name,
  'Remote-User': name,
  'X-Forwarded-User': name,
  'X-Forwarded-Preferred-Username': name,
  'X-authentik-username': name,
  'X-Auth-Request-User': name,
  'X-Real-IP': '127.0.0.1',
})

/** Paths that a guard and a router may read differently. */
const spellings = (path: string): readonly string[] => [
  `${path}/`,
  `/${path}`,
  path.toUpperCase(),
  path.replace('/h', '/%68'),
  path.replace('/api/', '/api//'),
  path.replace('/api/', '/api/./'),
  path.replace('/api/', '/api/x/../'),
  path.replace('/api/', '/api%2f'),
  path.replace('/api/', '/api;x=y/'),
  `${path};x=y`,
  `${path}%20`,
  `${path}%00`,
  `${path}?/api/plain`,
  `${path}.json`,
]

for (const proxy of [false, true]) {
  onBoth(
    `addresses and headers, ${proxy ? 'behind a proxy' : 'without a proxy'}`,
    (app) => {
      it('CVE-2025-64101, GHSA-93m4-mfpg-c3xf, CVE-2026-27959: links, redirects and cookies name no host that the request names', async () => {
        const admin = await app().admin()
        const { id } = await app().user({ passwordHash: null })
        const reset = (await app().user()).id
        const pages = pageClient(app(), app().client())
        const path = app().mounting.path
        for (const Host of ['evil.example', 'localhost:3000@evil.example', 'localhost:evil.example']) {
          const headers = { ...poison, Host, Origin: origin }
          const invited = await admin.post(`/admin/users/${id}/invitation`, {}, { headers })
          assert.equal(invited.status, 201)
          assert.equal(new URL(invited.body.url as string).origin, origin)
          const made = await admin.post('/api-keys', { name: Host }, { headers })
          assert.ok(made.headers.location?.startsWith(`${path}/api-keys/`))
          const page = await pages.get('/api/page', { headers: { ...headers, Accept: 'text/html' } })
          assert.ok(page.location?.startsWith(`${path}/sign-in`), String(page.location))
          const signIn = await pages.get(`${path}/sign-in`, { headers: { ...headers, Accept: 'text/html' } })
          assert.equal(signIn.status, 200)
          assert.ok(!`${JSON.stringify(signIn.response.headers)}${signIn.html}`.includes('evil'))
        }
        const url = (await app().keyward.users.passwordResetLink(reset)).url.reveal()
        assert.equal(new URL(url).origin, origin)
      })

      it('CVE-2026-27959: a form of another site does not become one of ours by the Host that it is sent to', async () => {
        const owner = await app().signedIn()
        for (const headers of [
          { ...poison, Origin: 'https://evil.example' },
          {
            'X-Forwarded-Host': 'evil.example',
            'X-Forwarded-Proto': 'https',
            Origin: 'https://evil.example',
          },
          { Host: 'evil.example', Origin: 'http://evil.example' },
        ]) {
          refused(await owner.post('/api-keys', { name: 'a' }, { headers }), 403, 'csrf')
        }
        assert.deepEqual((await owner.get('/api-keys')).body.items, [])
      })

      it('CVE-2026-25119, CVE-2026-20896, CVE-2023-36456: no header says who somebody is', async () => {
        const { username } = await app().user({ admin: true })
        const headers = { ...identities(username), ...poison, Host: undefined }
        for (const path of ['/session', '/admin/users', '/api/hello', '/api/vault', '/api-keys']) {
          unauthenticated(await app().client().get(path, { headers }))
        }
        assert.equal((await app().client().get('/api/optional', { headers })).body.user, null)
        const wrong = { username, password: newPassword() }
        refused(await app().client().post('/session', wrong, { headers }), 401, 'invalid_credentials')
      })

      it('CVE-2026-25119, CVE-2023-36456: an address is believed where the app believes its proxy, and nowhere else', async () => {
        const { username } = await app().user()
        const headers = { 'X-Forwarded-For': '203.0.113.9', 'X-Real-IP': '203.0.113.8' }
        const body = { username, password: app().password }
        const { ip } = (await app().client().post('/session', body, { headers })).body.session
        if (proxy) assert.equal(ip, '203.0.113.9')
        else assert.match(ip, /^(::1|127\.0\.0\.1)$/)
      })

      it('CVE-2026-14198, CVE-2026-33804, CVE-2026-33808: no spelling of a path comes past the guard of its route', async () => {
        for (const path of spellings('/api/hello')) {
          const { status, body } = await app().client().get(path)
          const outcome = status === 404 ? body : status
          assert.ok([400, 401].includes(status) || isHostNotFound(outcome), `${String(status)} to ${path}`)
          assert.equal(body.user, undefined)
        }
        assert.equal((await app().client().send('head', '/api/hello')).status, 401)
      })

      it('GHSA-x732-6j76-qmhm: no spelling of a path comes past what a route demands, or past its limit', async () => {
        const { path } = app().mounting
        const targets = ['//session', '/session/', '/SESSION', '/%73ession', '/./session', '/session;x']
        const owner = await app().signedIn()
        for (const target of [...targets, '//admin/users', '/ADMIN/users', '/admin//users']) {
          const { status, body } = await owner.get(target)
          assert.deepEqual([status, body], [404, hostNotFound], `${path}${target}`)
        }
      })
    },
    { proxy, pages: accountPages() },
  )
}

onBoth(
  'redirects',
  (app) => {
    it('CVE-2025-32379, CVE-2025-25200: a redirect shows nothing of what was asked for, and a hostile header costs no time', async () => {
      const hostile = `/api/page?q="><script>alert(1)</script>`
      const answer = await app()
        .client()
        .get(hostile, { headers: { Accept: 'text/html' } })
      assert.equal(answer.status, 303)
      assert.ok(!/[<>"]/.test(`${answer.text}${String(answer.headers.location)}`))
      const list = `${','.repeat(7000)}x`
      const headers = { 'X-Forwarded-Proto': list, 'X-Forwarded-Host': list, Accept: 'text/html' }
      assert.equal((await app().client().get('/api/page', { headers })).status, 303)
    })

    for (const to of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '/%09/evil.example',
      '\\\\evil.example',
      'http:evil.example',
    ]) {
      it(`CVE-2025-32379: a sign-in leads back into the app, and not to ${JSON.stringify(to)}`, async () => {
        const { username } = await app().user()
        const pages = pageClient(app(), app().client())
        const { path } = app().mounting
        const form = await pages.get(`${path}/sign-in?to=${encodeURIComponent(to)}`)
        const answer = await pages.submit(form, 'Sign in', { username, password: app().password })
        assert.equal(answer.status, 303)
        const { origin: left } = new URL(String(answer.location), origin)
        assert.equal(left, origin, String(answer.location))
        assert.ok(!answer.html.includes('evil'))
      })
    }
  },
  { pages: accountPages() },
)

function isHostNotFound(body: unknown): boolean {
  return JSON.stringify(body) === JSON.stringify(hostNotFound)
}
