import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createRequire } from 'node:module'
import { bodyParser } from '@koa/bodyparser'
import express from 'express'
import Koa from 'koa'
import { after, before, describe, it } from 'mocha'
import { Passport } from 'passport'
import { bearerStrategy } from '../../adapters/passport.js'
import type { Keyward } from '../../src/index.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { testClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { refused } from '../support/problems.js'

/** koa-passport 6 has no types; it brings a passport of its own. */
interface KoaPassport {
  readonly KoaPassport: new () => {
    use(strategy: unknown): void
    use(name: string, strategy: unknown): void
    initialize(): Koa.Middleware
    authenticate(name: string, options: object): Koa.Middleware
  }
}
const { KoaPassport } = createRequire(import.meta.url)('koa-passport') as KoaPassport
const withoutSession = { session: false }
const expires = 'keyward-credential-expires'

function expressWithPassport(keyward: Keyward): RequestListener {
  const passport = new Passport()
  passport.use(bearerStrategy(keyward, { realm: 'app' }))
  passport.use('writers', bearerStrategy(keyward, { scopes: ['reports:write'] }))
  const app = express().set('env', 'test').use(express.json(), express.urlencoded())
  app.use(
    '/api/hello',
    passport.authenticate('bearer', withoutSession) as express.RequestHandler,
    (req, res) => {
      res.json({ user: req.user, authInfo: req.authInfo })
    },
  )
  app.use(
    '/api/reports',
    passport.authenticate('writers', withoutSession) as express.RequestHandler,
    (_req, res) => res.sendStatus(204),
  )
  app.use(((error: { status?: number; headers?: object; code?: string }, _req, res, _next) => {
    res
      .status(error.status ?? 500)
      .set(error.headers)
      .json({ code: error.code })
  }) as express.ErrorRequestHandler)
  return app
}

function koaWithPassport(keyward: Keyward): RequestListener {
  const passport = new KoaPassport()
  passport.use(bearerStrategy(keyward, { realm: 'app' }))
  passport.use('writers', bearerStrategy(keyward, { scopes: ['reports:write'] }))
  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const {
        status = 500,
        headers = {},
        code,
      } = error as { status?: number; headers?: object; code?: string }
      ctx.status = status
      ctx.set({ ...headers })
      ctx.body = { code }
    }
  })
  app.use(bodyParser({ enableTypes: ['json', 'form'] })).use(passport.initialize())
  const [bearer, writers] = ['bearer', 'writers'].map((name) => passport.authenticate(name, withoutSession))
  app.use((ctx, next) => (ctx.path === '/api/reports' ? writers : bearer)?.(ctx, next))
  app.use((ctx) => {
    if (ctx.path === '/api/reports') return void (ctx.status = 204)
    const { user } = ctx.state
    ctx.body = { user, authInfo: (ctx.req as { authInfo?: unknown }).authInfo ?? ctx.state.authInfo }
  })
  return app.callback()
}

for (const [name, listen] of [
  ['passport 0.7 on Express', expressWithPassport],
  ['koa-passport 6 on Koa', koaWithPassport],
] as const) {
  describe(`bearerStrategy, ${name}`, () => {
    let app: App
    let server: Server
    let client: TestClient
    let key: string
    let token: string
    let owner: TestClient & { readonly user: { readonly id: string } }
    before(async () => {
      app = await startApp(expressFramework)
      server = createServer(listen(app.keyward))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      client = testClient({ server, mount: '', clock: app.clock })
      owner = await app.signedIn()
      key = (await owner.post('/api-keys', { name: 'a', scopes: ['reports:read', 'reports:write'] })).body.key
      token = (await owner.post('/tokens', {})).body.token
    })
    after(async () => {
      await new Promise((resolve) => server.close(resolve))
      await app.close()
    })

    it('lets a key and a token in, with the user, authInfo and scope', async () => {
      const { status, body } = await client.get('/api/hello', { bearer: key })
      assert.deepEqual([status, body.user.id], [200, owner.user.id])
      assert.equal(body.authInfo.credential.kind, 'api_key')
      assert.equal(body.authInfo.scope, 'reports:read reports:write')
      assert.equal((await client.get('/api/hello', { bearer: token })).body.authInfo.scope, '*')
    })

    it('tells with the answer that a key ends soon', async () => {
      const ending = (await owner.post('/api-keys', { name: 'b', expiresInDays: 7 })).body
      const answer = await client.get('/api/hello', { bearer: ending.key })
      assert.deepEqual([answer.status, answer.headers[expires]], [200, ending.expiresAt])
      assert.equal((await client.get('/api/hello', { bearer: key })).headers[expires], undefined)
    })

    it('answers 401 with a challenge, naming an error only if a credential was sent', async () => {
      const none = await client.get('/api/hello')
      assert.equal(none.status, 401)
      assert.match(none.headers['www-authenticate'] ?? '', /^Bearer realm="app"$/)
      const cut = key.slice(0, -1)
      const session = owner.cookies.get('keyward') ?? ''
      for (const bearer of ['rubbish', cut, 'x'.repeat(9000), session]) {
        const bad = await client.get('/api/hello', { bearer })
        assert.equal(bad.status, 401)
        assert.match(bad.headers['www-authenticate'] ?? '', /^Bearer realm="app", error="invalid_token"$/)
      }
    })

    it('CVE-2026-26196: takes no token from the query string or the body', async () => {
      const form = { raw: `access_token=${key}`, type: 'application/x-www-form-urlencoded' }
      const json = { raw: JSON.stringify({ access_token: key }) }
      assert.equal((await client.get(`/api/hello?access_token=${key}`)).status, 401)
      assert.equal((await client.get(`/api/hello?access_token[]=${key}`)).status, 401)
      for (const extra of [form, json]) {
        assert.equal((await client.post('/api/hello', undefined, extra)).status, 401)
      }
      const basic = { headers: { Authorization: 'Basic YTpi' } }
      assert.equal((await client.get(`/api/hello?access_token=${key}`, basic)).status, 401)
    })

    it('demands the scopes that it was made with', async () => {
      const reader = await owner.post('/api-keys', { name: 'reader', scopes: ['reports:read'] })
      assert.equal((await client.get('/api/reports', { bearer: key })).status, 204)
      refused(await client.get('/api/reports', { bearer: reader.body.key }), 403, 'insufficient_scope')
      assert.equal((await client.get('/api/reports')).status, 401)
      assert.throws(() => bearerStrategy(app.keyward, { scopes: ['nobody:declared'] }), TypeError)
    })

    it('a scope misspelled: knows its options, so that none that was meant to be demanded is not', () => {
      const options = { scope: ['reports:write'] } as object
      assert.throws(() => bearerStrategy(app.keyward, options), {
        name: 'TypeError',
        message: 'bearerStrategy: scope is not an option',
      })
    })

    it('takes a key beside a token elsewhere, which it does not look at', async () => {
      assert.equal((await client.get('/api/hello?access_token=x', { bearer: key })).status, 200)
    })

    it('answers 400 to two headers, and to Bearer with nothing', async () => {
      for (const Authorization of [[`Bearer ${key}`, `Bearer ${key}`], 'Bearer', `Bearer ${key} x`]) {
        const answer = await client.get('/api/hello', { headers: { Authorization } })
        refused(answer, 400, 'invalid_request')
        assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer /)
      }
    })

    it('is not for sessions', async () => {
      const headers = { Cookie: `keyward=${owner.cookies.get('keyward') ?? ''}` }
      assert.equal((await client.get('/api/hello', { headers })).status, 401)
    })

    it('passes a fault of the database on as an error, not as a 401', async () => {
      const { dataSource } = app.database
      // One that was not used before, so that nobody remembers it.
      const { key } = (await owner.post('/api-keys', { name: 'unused' })).body
      await dataSource.query('ALTER TABLE keyward_api_key RENAME TO gone')
      try {
        refused(await client.get('/api/hello', { bearer: key }), 503, 'unavailable')
      } finally {
        await dataSource.query('ALTER TABLE gone RENAME TO keyward_api_key')
      }
      assert.equal((await client.get('/api/hello', { bearer: key })).status, 200)
    })
  })
}
