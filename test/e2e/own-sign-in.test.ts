import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { jar } from '../support/jar.js'
import type { Jar } from '../support/jar.js'
import { freePort, startScript } from '../support/process.js'
import type { Served } from '../support/process.js'
import { noteSecret } from '../support/secrets.js'

const password = 'a password of your choice'
const env = { KEYWARD_SECRET: 'a secret for the examples, 32 bytes or more' }

describe('examples/own-sign-in', function () {
  this.timeout(180_000)

  for (const name of ['express-session', 'koa-session']) {
    it(`${name}: the app's sign-in has the keys page, and its sign-out ends it`, async () => {
      const port = await freePort()
      await using app = await startScript(`examples/own-sign-in/${name}.ts`, { env, port })
      const browser = jar()
      const away = await browser.get(`${at(app, port)}/auth/account/api-keys`)
      assert.equal(away.headers.get('location'), '/login?to=%2Fauth%2Faccount%2Fapi-keys')
      const login = `${at(app, port)}/login?to=%2Fauth%2Faccount%2Fapi-keys`
      const wrong = await browser.post(login, { username: 'ada@example.com', password: 'wrong' })
      assert.equal(wrong.headers.get('location'), '/login')
      assert.equal((await browser.get(`${at(app, port)}/orders`)).status, 401)
      const done = await browser.post(login, { username: 'ada@example.com', password })
      assert.deepEqual([done.status, done.headers.get('location')], [303, '/auth/account/api-keys'])
      await journey(browser, at(app, port), 'ada@example.com')
    })

    it(`${name}: leads to no other site after the sign-in`, async () => {
      const port = await freePort()
      await using app = await startScript(`examples/own-sign-in/${name}.ts`, { env, port })
      const to = new URLSearchParams({ to: '//evil.example' }).toString()
      const given = { username: 'ada@example.com', password }
      const done = await jar().post(`${at(app, port)}/login?${to}`, given)
      assert.equal(done.headers.get('location'), '/')
    })
  }

  it('oidc: who signs in at the provider has the keys page, and proves it again there', async () => {
    const port = await freePort()
    await using provider = await startProvider(`http://localhost:${String(port)}/login/callback`)
    const more = { ISSUER: provider.issuer, CLIENT_SECRET: provider.secret }
    await using app = await startScript('examples/own-sign-in/oidc.ts', { env: { ...env, ...more }, port })
    const browser = jar()
    const base = at(app, port)
    const back = await throughProvider(browser, `${base}/login?to=%2Fauth%2Faccount%2Fapi-keys`)
    assert.equal(back.headers.get('location'), '/auth/account/api-keys')
    await journey(browser, base, 'ada')
    const again = await throughProvider(browser, `${base}/login?again=1&to=%2Forders`)
    assert.equal(again.headers.get('location'), '/orders')
    assert.equal((await browser.get(`${base}/orders`)).status, 200)
  })
})

/** Signed in by the app alone: keys are made, and nothing is left once the app has signed them out. */
async function journey(browser: Jar, base: string, username: string): Promise<void> {
  assert.deepEqual(await (await browser.get(`${base}/orders`)).json(), { user: username, orders: [] })
  const page = await browser.get(`${base}/auth/account/api-keys/new`)
  assert.equal(page.status, 200)
  const [, token = ''] = /name="form-token" value="([^"]*)"/.exec(await page.text()) ?? []
  const fields = { 'form-token': token, name: 'ci', 'expires-in-days': '30' }
  const made = await browser.post(`${base}/auth/account/api-keys`, fields)
  const shown = await browser.get(new URL(made.headers.get('location') ?? '', base).href)
  const [key = ''] = /kwk_\w{36}/.exec(await shown.text()) ?? []
  noteSecret(key)
  const bearer = { headers: { Authorization: `Bearer ${key}` } }
  assert.equal((await fetch(`${base}/orders`, bearer)).status, 200)
  const kept = new Map(browser.cookies(base))
  assert.ok(kept.has('keyward'))
  noteSecret(kept.get('keyward') ?? '')
  await browser.post(`${base}/logout`)
  assert.equal((await browser.get(`${base}/orders`)).status, 401)
  browser.cookies(base).set('keyward', kept.get('keyward') ?? '')
  assert.equal((await browser.get(`${base}/orders`)).status, 401)
  assert.equal((await browser.get(`${base}/auth/account/api-keys`)).status, 303)
  assert.equal((await fetch(`${base}/orders`, bearer)).status, 200)
}

function at({ output }: Served, port: number): string {
  assert.match(output(), new RegExp(`localhost:${String(port)}`))
  return `http://localhost:${String(port)}`
}

/** Goes to the provider, says who one is there, and comes back. */
async function throughProvider(browser: Jar, login: string): Promise<Response> {
  let reply = await browser.get(login)
  for (let url = login, i = 0; i < 12; i++) {
    const location = reply.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      if (url.startsWith(new URL(login).origin) && !url.includes('/login/callback')) return reply
      reply = await browser.get(url)
      continue
    }
    const [, prompt = 'login'] = /name="prompt" value="(\w+)"/.exec(await reply.text()) ?? []
    url = new URL(url).href
    reply = await browser.post(url, { prompt, login: 'ada', password: 'whatever' })
  }
  throw new Error(`the provider led nowhere: ${String(reply.status)}`)
}

async function startProvider(redirect: string) {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://localhost:${String((server.address() as AddressInfo).port)}`
  const secret = 'a secret of the client at the provider'
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'app', client_secret: secret, redirect_uris: [redirect] }],
    cookies: { keys: ['a key for the cookies of the provider'] },
    pkce: { required: () => true },
  })
  server.on('request', provider.callback())
  return {
    issuer,
    secret,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
