import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keywardClient, paginate } from '../../src/api-client/index.js'
import type { Notice } from '../../src/index.js'
import { databases } from '../databases.js'
import { cookieFetch } from '../support/cookie-fetch.js'
import { leaveOut } from '../support/left-out.js'
import type { Served } from '../support/process.js'
import { scriptArguments, startScript } from '../support/process.js'
import { needsRedis } from '../support/redis.js'
import { noteSecret } from '../support/secrets.js'
import { until } from '../support/until.js'

const password = 'the examples share this long password'
const ownPassword = 'a password of your choice'
const json = { 'Content-Type': 'application/json' }

describe('examples', function () {
  this.timeout(180_000)
  let folder = ''
  let env: NodeJS.ProcessEnv = {}

  before(() => noteSecret(password))
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-examples-'))
    env = {
      KEYWARD_SECRET: 'a secret for the examples, 32 bytes or more',
      DEMO_PASSWORD: password,
      DEMO_LOG: join(folder, 'events.jsonl'),
      DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
    }
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  for (const framework of ['express', 'koa']) {
    describe(`the ${framework} demo`, () => {
      it('signs a user in, makes a key, and the guarded route answers to it until it is deleted', async () => {
        await using demo = await startDemo(framework)
        const cookie = await signIn(demo, 'grace', password)
        const made = await post(demo, '/auth/api-keys', { name: 'ci', scopes: ['reports:read'] }, cookie)
        const { id, key } = (await made.json()) as { id: string; key: string }
        noteSecret(key)
        assert.equal(await status(demo, 'GET', '/api/reports', { Authorization: `Bearer ${key}` }), 200)
        assert.equal(await status(demo, 'GET', '/api/reports', {}), 401)
        assert.equal(await status(demo, 'POST', '/api/reports', { Authorization: `Bearer ${key}` }), 403)
        assert.equal(await status(demo, 'DELETE', `/auth/api-keys/${id}`, { Cookie: cookie }), 204)
        assert.equal(await status(demo, 'GET', '/api/reports', { Authorization: `Bearer ${key}` }), 401)
      })

      it('is driven by keyward/client: a sign-in, a key that is used, renewed and given up', async () => {
        await using demo = await startDemo(framework)
        const baseUrl = `${demo.url}/auth`
        const grace = keywardClient({ baseUrl, fetch: cookieFetch() })
        assert.equal((await grace.session.signIn({ username: 'grace', password })).status, 'signed_in')
        const { id, key: old } = await grace.apiKeys.create({ name: 'ci', scopes: ['reports:read'] })
        noteSecret(old)
        assert.equal(await reports(old), 200)
        const { key } = await grace.apiKeys.rotate(id)
        noteSecret(key)
        assert.deepEqual([await reports(old), await reports(key)], [401, 200])
        const program = keywardClient({ baseUrl, token: key })
        assert.equal((await program.credential()).user.username, 'grace')
        await assert.rejects(program.apiKeys.list(), { status: 403, code: 'interactive_session_required' })
        await program.revoke({ token: key })
        assert.equal(await reports(key), 401)
        await assert.rejects(program.credential(), { status: 401, code: 'invalid_token' })
        const types: string[] = []
        for await (const { type } of paginate(grace.events.list, { group: 'credentials', limit: 2 }))
          types.push(type)
        assert.deepEqual(
          types.filter((type) => /^api_key/.test(type)),
          ['api_key.deleted', 'api_key.rotated', 'api_key.created'],
        )
        await grace.session.signOut()
        await assert.rejects(grace.session.get(), { code: 'unauthenticated' })

        function reports(secret: string): Promise<number> {
          return status(demo, 'GET', '/api/reports', { Authorization: `Bearer ${secret}` })
        }
      })

      it('signs a program in by keyward/client once somebody approves, and not where they say no', async () => {
        await using demo = await startDemo(framework)
        const baseUrl = `${demo.url}/auth`
        const grace = keywardClient({ baseUrl, fetch: cookieFetch() })
        await grace.session.signIn({ username: 'grace', password })
        const program = keywardClient({ baseUrl })
        const { token, scopes } = await program.deviceSignIn({
          clientId: 'demo-cli',
          open: ({ userCode }) => grace.devices.approve(userCode, { expiresInHours: 1 }),
        })
        noteSecret(token)
        assert.deepEqual(scopes, ['reports:read'])
        assert.equal(await status(demo, 'GET', '/api/reports', { Authorization: `Bearer ${token}` }), 200)
        await program.revoke({ token })
        assert.equal(await status(demo, 'GET', '/api/reports', { Authorization: `Bearer ${token}` }), 401)
        const denied = program.deviceSignIn({
          clientId: 'demo-cli',
          open: ({ userCode }) => grace.devices.deny(userCode),
        })
        await assert.rejects(denied, { name: 'ProblemError', code: 'access_denied' })
      })

      it('has a page of its own that says what to try, with lines that do it', async () => {
        await using demo = await startDemo(framework)
        const page = await fetch(`${demo.url}/`)
        assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
        const html = await page.text()
        for (const [, path = ''] of html.matchAll(/href="(\/[^"]*)"/g)) {
          assert.ok((await status(demo, 'GET', path, { Accept: 'text/html' })) !== 404, path)
        }
        const paths = [...html.matchAll(/<code>curl .*?localhost:\d+(\/api\/\w+)<\/code>/g)]
        assert.deepEqual([...new Set(paths.map(([, path]) => path))].length, 5)
      })

      it('prints lines that do what they say, and the key only at the first start', async () => {
        const first = await startDemo(framework)
        const [key = ''] = /kwk_\w{36}/.exec(first.output()) ?? []
        noteSecret(key)
        assert.equal(await status(first, 'GET', '/api/reports', { Authorization: `Bearer ${key}` }), 200)
        assert.equal(await status(first, 'POST', '/api/reports', { Authorization: `Bearer ${key}` }), 403)
        assert.equal(await first.stop(), 0)
        await using second = await startDemo(framework)
        assert.doesNotMatch(second.output(), /kwk_/)
        assert.equal(await status(second, 'GET', '/api/reports', { Authorization: `Bearer ${key}` }), 200)
      })

      it('starts twice at once on one database; a key of one is a key of the other', async () => {
        const [one, other] = await Promise.all([startDemo(framework), startDemo(framework)])
        const cookie = await signIn(one, 'linus', password)
        const made = await post(one, '/auth/api-keys', { name: 'both' }, cookie)
        const { id, key } = (await made.json()) as { id: string; key: string }
        noteSecret(key)
        const bearer = { Authorization: `Bearer ${key}` }
        assert.equal(await status(other, 'GET', '/api/hello', bearer), 200)
        assert.equal(await status(one, 'DELETE', `/auth/api-keys/${id}`, { Cookie: cookie }), 204)
        assert.equal(await status(other, 'GET', '/api/hello', bearer), 401)
        assert.deepEqual(await Promise.all([one.stop(), other.stop()]), [0, 0])
      })

      it('tells who forgot their password of a link in a file, and what is not told when it stops is told at the next start', async () => {
        const file = join(folder, 'notices.jsonl')
        env = { ...env, DEMO_NOTICES: file }
        const demo = await startDemo(framework)
        for (const username of ['grace', 'nobody']) {
          assert.equal((await post(demo, '/auth/password-reset', { username })).status, 202)
        }
        // It stops at once: the link is made, and told, on the way out or by the next.
        assert.equal(await demo.stop(), 0)
        await using next = await startDemo(framework)
        const lines = await until('the notice', () => (existsSync(file) ? readFileSync(file, 'utf8') : ''), {
          holds: (text) => text.endsWith('\n') && text.includes('password_reset.requested'),
        })
        // Ada is told of the first key, which the demo makes for her.
        const told = lines
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Notice)
          .filter(({ kind }) => kind === 'password_reset.requested')
        assert.deepEqual(
          told.map(({ user }) => user.username),
          ['grace'],
        )
        assert.ok(told[0] && 'url' in told[0].facts)
        const code = new URL(told[0].facts.url).hash.slice(1)
        noteSecret(code)
        const newPassword = 'another long enough for every rule'
        const used = await post(next, '/auth/one-time-links/password-reset', { code, newPassword })
        assert.equal(used.status, 204)
        await signIn(next, 'grace', newPassword)
        assert.equal(statSync(file).mode & 0o077, 0)
        assert.ok(!readFileSync(join(folder, 'events.jsonl'), 'utf8').includes(code))
      })

      it('logs events as JSON lines that hold no secret, and keeps its own secrets to itself', async () => {
        const demo = await startDemo(framework)
        await signIn(demo, 'ada', password)
        assert.equal(await demo.stop(), 0)
        const log = readFileSync(join(folder, 'events.jsonl'), 'utf8')
        const events = log
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { type: string; at: string })
        assert.deepEqual(
          events.map(({ type }) => type),
          [
            ...['user.created', 'user.created', 'user.created', 'ssh_grants.changed'],
            ...['api_key.created', 'session.created'],
          ],
        )
        assert.ok(events.every(({ at }) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at)))
        assert.doesNotMatch(log, /kw[ks]_\w{36}/)
        assert.equal(statSync(join(folder, 'events.jsonl')).mode & 0o077, 0)
      })
    })
  }

  it('existing-passport: the key works through passport, a query parameter does not', async () => {
    await using app = await startExample('existing-passport')
    const cookie = await signIn(app, 'ada', ownPassword)
    const made = await post(app, '/auth/api-keys', { name: 'ci', scopes: ['jobs:read'] }, cookie)
    const { key } = (await made.json()) as { key: string }
    noteSecret(key)
    assert.equal(await status(app, 'GET', '/jobs', { Authorization: `Bearer ${key}` }), 200)
    assert.equal(await status(app, 'GET', `/jobs?access_token=${key}`, {}), 401)
  })

  it('own-user-table: users of the app sign in, and blocking one ends their session', async () => {
    await using app = await startExample('own-user-table')
    const cookie = await signIn(app, 'ada@staff.example.com', ownPassword)
    assert.equal(await status(app, 'GET', '/orders', { Cookie: cookie }), 200)
    assert.equal(await status(app, 'GET', '/auth/admin/users', { Cookie: cookie }), 200)
    assert.equal(await status(app, 'POST', '/auth/admin/users', { Cookie: cookie, ...json }, newUser), 405)
    assert.equal(await status(app, 'POST', '/orders/block-me', { Cookie: cookie }), 204)
    assert.equal(await status(app, 'GET', '/orders', { Cookie: cookie }), 401)
  })

  it('nest: guards, pages and refusals as keyward answers them', async () => {
    await using app = await startScript('examples/nest/main.ts', { env, ready: 'listening on' })
    const cookie = await signIn(app, 'ada', ownPassword)
    const made = await post(app, '/auth/api-keys', { name: 'ci', scopes: ['jobs:read'] }, cookie)
    const { id, key } = (await made.json()) as { id: string; key: string }
    noteSecret(key)
    const bearer = { Authorization: `Bearer ${key}` }
    const jobs = await fetch(`${app.url}/jobs`, { headers: bearer })
    assert.deepEqual(await jobs.json(), { jobs: ['nightly build'], asked: 'ada', with: 'api_key' })
    assert.equal(await status(app, 'DELETE', '/jobs', bearer), 403)
    assert.equal(await status(app, 'DELETE', '/jobs', { Cookie: cookie }), 204)
    assert.equal(await status(app, 'DELETE', `/auth/api-keys/${id}`, { Cookie: cookie }), 204)
    const refused = await fetch(`${app.url}/jobs`, { headers: bearer })
    assert.equal(refused.headers.get('www-authenticate'), 'Bearer realm="keyward", error="invalid_token"')
    assert.equal(((await refused.json()) as { code: string }).code, 'invalid_token')
    assert.match(await (await fetch(`${app.url}/auth/sign-in`)).text(), /<form/)
  })

  it('security-key: the page is there, keys can be registered, the vault wants a second step', async () => {
    await using app = await startExample('security-key')
    const page = await fetch(app.url)
    assert.match(await page.text(), /<script type="module" src="\/page.js">/)
    assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none';/)
    assert.equal(await status(app, 'GET', '/security-key.js', {}), 200)
    const cookie = await signIn(app, 'ada', ownPassword)
    assert.equal((await post(app, '/auth/mfa/security-keys/options', {}, cookie)).status, 200)
    assert.equal(await status(app, 'GET', '/vault', { Cookie: cookie }), 403)
  })

  for (const database of databases.filter(({ name }) => name === 'postgres')) {
    it('postgres: two processes share sessions', async function () {
      if (await database.available()) return this.skip()
      const { options, drop } = await database.create()
      try {
        const url = (options as { url?: string }).url ?? databaseUrl(options)
        await using one = await startExample('postgres', { DATABASE_URL: url })
        await using other = await startExample('postgres', { DATABASE_URL: url })
        const cookie = await signIn(one, 'ada', ownPassword)
        assert.equal(await status(other, 'GET', '/jobs', { Cookie: cookie }), 200)
        await Promise.all([one.stop(), other.stop()])
      } finally {
        await drop()
      }
    })

    describe('postgres-redis', () => {
      needsRedis()

      it('two processes behind one address refuse, both, the key that one of them has deleted', async function () {
        const reason = await database.available()
        if (reason !== null) return leaveOut(this, database.name, reason)
        const { options, drop } = await database.create()
        try {
          await using app = await startExample('postgres-redis', { DATABASE_URL: databaseUrl(options) })
          const jobs = [...app.output().matchAll(/process (\d): GET \/jobs (\d+)/g)]
          assert.deepEqual(
            jobs.map(([, , status]) => status),
            ['200', '200', '401', '401'],
          )
          assert.notEqual(jobs[0]?.[1], jobs[1]?.[1])
          assert.notEqual(jobs[2]?.[1], jobs[3]?.[1])
          assert.equal(await app.stop(), 0)
        } finally {
          await drop()
        }
      })
    })
  }

  function startDemo(framework: string): Promise<Served> {
    const ready = 'keyward demo ready on'
    const command = [process.execPath, ...scriptArguments('examples/start.ts'), framework]
    return startScript(command, { env, ready })
  }

  function startExample(name: string, more: NodeJS.ProcessEnv = {}): Promise<Served> {
    return startScript(`examples/${name}.ts`, { env: { ...env, ...more }, ready: 'listening on' })
  }
})

const newUser = JSON.stringify({ username: 'new', password: 'long enough for every rule' })

async function signIn(app: Served, username: string, secret: string): Promise<string> {
  const reply = await post(app, '/auth/session', { username, password: secret })
  assert.equal(reply.status, 201)
  const [cookie = ''] = reply.headers.getSetCookie()[0]?.split(';') ?? []
  noteSecret(cookie.slice(cookie.indexOf('=') + 1))
  return cookie
}

function post(app: Served, path: string, body: object, cookie?: string): Promise<Response> {
  const headers = { ...json, ...(cookie === undefined ? {} : { Cookie: cookie }) }
  return fetch(app.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function status(
  app: Served,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
) {
  return (await fetch(app.url + path, { method, headers, body })).status
}

function databaseUrl(options: object): string {
  const { host, port, username, password, database } = options as Record<string, string | undefined>
  return `postgres://${username ?? ''}${password ? `:${password}` : ''}@${host ?? ''}:${port ?? '5432'}/${database ?? ''}`
}
