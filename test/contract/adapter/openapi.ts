import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { hostNotFound } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { rawRequest } from '../../support/raw-request.js'
import { appFor } from '../../support/suite.js'

/** The routes that are there with some option only. */
const optional = ['/password-reset', '/session/passkey']

export function openApiContract(framework: Framework): void {
  describe('GET /openapi.json', () => {
    const app = appFor(framework)

    it('tells anybody of the routes that are there, below the place where it was asked for', async () => {
      const answer = await app().client().get('/openapi.json')
      assert.equal(answer.status, 200)
      assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
      assert.deepEqual(answer.body.servers, [{ url: app().mounting.path }])
      const found = Object.keys(answer.body.paths as object)
      const mounted = app()
        .keyward.adapter.routes()
        .filter(({ operation }) => operation !== undefined)
        .map(({ path }) => path.replace(/:(\w+)/g, '{$1}'))
      assert.deepEqual(found.toSorted(), [...new Set(mounted)].toSorted())
      assert.deepEqual(
        optional.filter((path) => found.includes(path)),
        [],
      )
    })

    it('leads clients to no host that a request line names, nor does what was created there', async () => {
      const { server, mounting, signedIn } = app()
      const asked = (line: string, more = '') =>
        rawRequest(server, `${line} HTTP/1.1\r\nHost: evil.example\r\n${more}Connection: close\r\n\r\n`)
      const { path } = mounting
      const { status, text } = await asked(`GET http://evil.example${path}/openapi.json`)
      assert.equal(status, 200)
      assert.ok(text.includes(`"servers":[{"url":"${path}"}]`))
      assert.equal(text.includes('evil.example'), false)
      const owner = await signedIn()
      const cookie = `Cookie: keyward=${owner.cookies.get('keyward') ?? ''}\r\n`
      const made = await asked(`POST http://evil.example${path}/tokens`, cookie)
      assert.equal(made.status, 201)
      assert.match(made.text, new RegExp(`^Location: ${path}/tokens/`, 'im'))
    })

    it('has an entity tag, by which nothing is sent twice', async () => {
      const client = app().client()
      const { headers } = await client.get('/openapi.json')
      assert.match(headers.etag ?? '', /^"[\w-]{22}"$/)
      const again = await client.get('/openapi.json', { headers: { 'If-None-Match': headers.etag } })
      assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag])
      const other = await client.get('/openapi.json', { headers: { 'If-None-Match': '"other"' } })
      assert.equal(other.status, 200)
    })

    it('is answered alike to whoever asks, and takes no other method', async () => {
      const client = await app().admin()
      const theirs = await client.get('/openapi.json')
      const anybodys = await app().client().get('/openapi.json', { bearer: 'nonsense' })
      assert.deepEqual(theirs.body, anybodys.body)
      refused(await client.post('/openapi.json', {}), 405, 'method_not_allowed')
    })
  })

  describe('GET /openapi.json with other options', () => {
    const apps: App[] = []
    before(async () => {
      const options = { passkeys: true, carriers: { basic: true }, cookieName: 'acme' }
      apps.push(await startApp(framework, { options }))
      apps.push(await startApp(framework, { options: { openapi: false } }))
    })
    after(async () => {
      for (const app of apps) await app.close()
    })

    it('has what they switch on, and the app’s own cookies', async () => {
      const [answer] = await Promise.all(apps.map((app) => app.client().get('/openapi.json')))
      assert.ok(answer?.body.paths['/session/passkey'])
      const schemes = answer.body.components.securitySchemes
      assert.deepEqual(Object.keys(schemes as object), [
        ...['session', 'pendingSignIn', 'bearer', 'basic', 'sshHost'],
      ])
      assert.deepEqual([schemes.session.name, schemes.pendingSignIn.name], ['acme', 'acme-pending'])
    })

    it('is the host’s where it is switched off', async () => {
      const [, off] = apps
      const answer = await off?.client().get('/openapi.json')
      assert.deepEqual([answer?.status, answer?.body], [404, hostNotFound])
    })
  })
}
