import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import supertest from 'supertest'
import type { Route } from '../../../../../src/index.js'
import { accountPages } from '../../../../../src/pages/account-pages.js'
import type { App } from '../../../../support/app.js'
import type { Framework } from '../../../../support/host.js'
import { pageClient } from '../../../../support/page-client.js'
import { appFor } from '../../../../support/suite.js'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export function safeFrameContract(framework: Framework): void {
  describe('the frame of the pages', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('comes with a strict policy, and is kept by nobody', async () => {
      const { headers } = (await app().client().get('/sign-in')) as { headers: Record<string, string> }
      assert.equal(headers['content-security-policy'], policy)
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['referrer-policy'], 'same-origin')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(headers['content-type'] ?? '', /^text\/html; charset=utf-8$/)
    })

    it('has no inline script, style or handler', async () => {
      const pages = pageClient(app(), await app().signedIn())
      for (const path of ['api-keys', 'api-keys/new', 'two-step', 'two-step/security-keys/new', 'activity']) {
        const { html } = await pages.get(`/auth/account/${path}`)
        assert.doesNotMatch(html, /<style|<script(?! type="module" src=)|\sstyle=|\son[a-z]+=/)
      }
    })

    it('loads files that may be kept for ever, under addresses that change with them', async () => {
      const { text } = await app().client().get('/sign-in')
      const [, style = ''] = /href="([^"]*\.css)"/.exec(text) ?? []
      assert.match(style, /^\/auth\/assets\/account\.[0-9a-f]{16}\.css$/)
      const file = await supertest(app().server).get(style)
      assert.equal(file.status, 200)
      assert.equal(file.headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.equal(file.headers['content-type'], 'text/css; charset=utf-8')
      assert.equal(file.headers['x-content-type-options'], 'nosniff')
    })

    it('speaks English or German, as the browser likes', async () => {
      for (const [header, lang, heading] of [
        ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Anmelden'],
        ['fr, de;q=0.5, en;q=0.4', 'de', 'Anmelden'],
        ['en-US,en;q=0.9', 'en-US', 'Sign in'],
        ['fr', 'en-GB', 'Sign in'],
        ['de;q=0, *', 'en-GB', 'Sign in'],
        ['<script>', 'en-GB', 'Sign in'],
      ] as const) {
        const { text } = await app()
          .client()
          .get('/sign-in', { headers: { 'Accept-Language': header } })
        assert.ok(text.includes(`<html lang="${lang}"`), header)
        assert.ok(text.includes(`<h1>${heading}</h1>`), header)
      }
    })

    it('answers every page to nobody by leading to sign-in, and every form with a refusal', async () => {
      for (const route of pageRoutes(app())) {
        // What nothing else takes: there is nothing to refuse.
        if (route.path.includes(':segment')) continue
        const path = route.path.replaceAll(/:\w+/g, 'x')
        if (route.method === 'post') {
          const pages = pageClient(app(), app().client())
          const answer = await pages.send(`/auth${path}`, { name: 'a' })
          assert.ok(answer.status === 303 || answer.status === 403, `${path}: ${String(answer.status)}`)
          if (answer.location) assert.match(answer.location, /^\/auth\/sign-in/)
          continue
        }
        if (route.level === 'anon') continue
        const answer = await app().client().get(path)
        assert.equal(answer.status, 303, path)
        assert.match(String(answer.headers.location), /^\/auth\/sign-in/)
      }
    })

    it('changes nothing by GET', async () => {
      const owner = await app().signedIn()
      const pages = pageClient(app(), owner)
      const [{ id }] = [(await owner.post('/api-keys', { name: 'a' })).body]
      await pages.get('/auth/account/api-keys')
      // Otherwise the audit is sealed in the middle, where the requests take ten seconds.
      await app().keyward.audit.seal()
      const before = await dumpOf(app())
      for (const { method, path } of pageRoutes(app())) {
        if (method === 'get') await owner.get(path.replaceAll(/:\w+/g, String(id)))
      }
      assert.deepEqual(await dumpOf(app()), before)
    })

    it('is not for keys and tokens', async () => {
      const owner = await app().signedIn()
      const { key } = (await owner.post('/api-keys', { name: 'a' })).body
      const answer = await app().client().get('/account/api-keys', { bearer: key })
      assert.equal(answer.status, 403)
      assert.match(answer.text, /not for keys or tokens/)
    })
  })
}

/** The routes that only pages bring. */
function pageRoutes({ keyward }: App): readonly Route[] {
  const own = new Set(keyward.adapter.routes().map(({ path }) => path))
  return keyward.adapter
    .routes({ pages: accountPages() })
    .filter(({ path, method }) => !own.has(path) && !path.startsWith('/assets/') && method !== 'all')
}

/** What is stored, but for when a session was last seen. */
async function dumpOf({ database }: App): Promise<object> {
  const tables = await database.dump()
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      rows.map((row) => ({ ...row, last_seen_at: null, lastSeenAt: null })),
    ]),
  )
}
