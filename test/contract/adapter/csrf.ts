import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../support/app.js'
import { setCookies } from '../../support/client.js'
import type { Extra } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const frontend = 'http://localhost:5173'
const foreign: readonly NonNullable<Extra['headers']>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': '' },
  { 'Sec-Fetch-Site': 'Same-Origin, cross-site' },
  { 'Sec-Fetch-Site': ['same-origin', 'cross-site'] },
  // A sibling subdomain is a page of somebody's, unless it is listed.
  { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.example.com' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'null' },
  { 'Sec-Fetch-Site': 'same-site', Origin: [origin, origin] },
  // Sec-Fetch-Site decides where it is sent.
  { 'Sec-Fetch-Site': 'cross-site', Origin: origin },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: `${origin}.evil.example` },
  { Origin: 'http://localhost:3001' },
  { Origin: 'https://localhost:3000' },
  { Origin: `${origin}/` },
]
const own: readonly NonNullable<Extra['headers']>[] = [
  {},
  { 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: origin },
  // What helmet's `Referrer-Policy: no-referrer` makes of a form post.
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
  // The page of a frontend with an origin of its own, beside the API's.
  { 'Sec-Fetch-Site': 'same-site', Origin: frontend },
]

export function csrfContract(framework: Framework): void {
  describe('cross-site request forgery', () => {
    const app = appFor(framework, { options: { origins: [origin, frontend] } })

    it('is refused with the session cookie, on keyward’s routes and the host’s', async () => {
      const client = await app().signedIn()
      for (const headers of foreign) {
        const told = JSON.stringify(headers)
        for (const path of ['/tokens', '/api/hello', '/api/optional']) {
          const answer = await client.post(path, {}, { headers })
          assert.deepEqual([answer.status, answer.body.code], [403, 'csrf'], `${path} ${told}`)
        }
        refused(await client.delete('/sessions', { headers }), 403, 'csrf')
        refused(await client.delete('/session', { headers }), 403, 'csrf')
      }
      assert.equal((await client.get('/session')).status, 200)
    })

    it('is refused at sign-in, so that nobody is signed in as the attacker', async () => {
      const { client, user, password } = app()
      const { username } = await user()
      for (const headers of foreign) {
        const answer = await client().post('/session', { username, password }, { headers })
        refused(answer, 403, 'csrf')
        assert.deepEqual(setCookies(answer), [])
      }
    })

    it('is not what one’s own page, or a client that is no browser, does', async () => {
      const { signedIn, client, user, password } = app()
      const { username } = await user()
      const browser = await signedIn()
      for (const headers of own) {
        assert.equal((await client().post('/session', { username, password }, { headers })).status, 201)
        assert.equal((await browser.post('/tokens', {}, { headers })).status, 201)
        assert.equal((await browser.post('/api/hello', {}, { headers })).status, 200)
      }
    })

    it('does not concern reading, nor requests with a key', async () => {
      const client = await app().signedIn()
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      for (const headers of foreign) {
        assert.equal((await client.get('/session', { headers })).status, 200)
        assert.equal((await client.get('/api/hello', { headers })).status, 200)
        assert.equal((await app().client().post('/api/hello', {}, { bearer: key, headers })).status, 200)
      }
    })

    it('finds no CORS header to lean on', async () => {
      const client = await app().signedIn()
      for (const answer of [
        await client.get('/session', { headers: { Origin: 'https://evil.example' } }),
        await client.send('options', '/session', undefined, {
          headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'DELETE' },
        }),
      ]) {
        const names = Object.keys(answer.headers as object).filter((name) =>
          name.startsWith('access-control-'),
        )
        assert.deepEqual(names, [])
      }
    })

    it('does not get a method overridden', async () => {
      const client = await app().signedIn()
      const headers = { 'X-HTTP-Method-Override': 'DELETE', 'X-Method-Override': 'DELETE' }
      assert.equal((await client.get('/session?_method=DELETE', { headers })).status, 200)
      assert.equal((await client.get('/session')).status, 200)
    })
  })
}
