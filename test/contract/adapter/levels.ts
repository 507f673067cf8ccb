import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'mocha'
import { channels } from '../../../src/index.js'
import type { VerifyMessage } from '../../../src/index.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, unauthenticated } from '../../support/problems.js'
import { bodyRoutes } from '../../support/routes.js'
import { appFor } from '../../support/suite.js'
import { until } from '../../support/until.js'

type Level = 'session' | 'recent' | 'bearer' | 'admin' | 'host'
type Row = readonly [method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, level: Level]

/** Every route that is not for anybody. */
const rows: readonly Row[] = [
  ['get', '/session', 'session'],
  ['post', '/session/reauthentication', 'session'],
  ['post', '/session/reauthentication/security-key/options', 'session'],
  ['post', '/session/reauthentication/security-key', 'session'],
  ['get', '/sessions', 'session'],
  ['delete', '/sessions', 'session'],
  ['delete', '/sessions/x', 'session'],
  ['put', '/password', 'recent'],
  ['get', '/mfa', 'session'],
  ['post', '/mfa/totp', 'recent'],
  ['post', '/mfa/totp/confirmation', 'recent'],
  ['delete', '/mfa/totp', 'recent'],
  ['delete', '/mfa', 'recent'],
  ['post', '/mfa/recovery-codes', 'recent'],
  ['post', '/mfa/security-keys/options', 'recent'],
  ['post', '/mfa/security-keys', 'recent'],
  ['patch', '/mfa/security-keys/x', 'session'],
  ['delete', '/mfa/security-keys/x', 'recent'],
  ['get', '/api-keys', 'session'],
  ['get', '/api-keys/x', 'session'],
  ['get', '/api-keys/x/events', 'session'],
  ['get', '/api-keys/options', 'session'],
  ['post', '/api-keys', 'recent'],
  ['patch', '/api-keys/x', 'session'],
  ['post', '/api-keys/x/rotation', 'recent'],
  ['delete', '/api-keys/x', 'session'],
  ['get', '/tokens', 'session'],
  ['get', '/tokens/options', 'session'],
  ['post', '/tokens', 'recent'],
  ['delete', '/tokens/x', 'session'],
  ['get', '/device/x', 'session'],
  ['post', '/device/x/approval', 'recent'],
  ['post', '/device/x/denial', 'session'],
  ['get', '/ssh-keys', 'session'],
  ['get', '/ssh-keys/x', 'session'],
  ['post', '/ssh-keys', 'recent'],
  ['patch', '/ssh-keys/x', 'session'],
  ['delete', '/ssh-keys/x', 'session'],
  ['get', '/ssh/authorized_keys/x', 'host'],
  ['get', '/admin/hosts', 'admin'],
  ['post', '/admin/hosts', 'admin'],
  ['get', '/admin/hosts/x', 'admin'],
  ['patch', '/admin/hosts/x', 'admin'],
  ['delete', '/admin/hosts/x', 'admin'],
  ['post', '/admin/hosts/x/rotation', 'admin'],
  ['get', '/admin/ssh-grants', 'admin'],
  ['put', '/admin/ssh-grants', 'admin'],
  ['get', '/ssh-private-keys', 'session'],
  ['post', '/ssh-private-keys', 'recent'],
  ['get', '/ssh-private-keys/x', 'session'],
  ['patch', '/ssh-private-keys/x', 'session'],
  ['delete', '/ssh-private-keys/x', 'recent'],
  ['get', '/credential', 'bearer'],
  // Of bearers it takes one kind alone, of which the contract of introspection tells.
  ['post', '/introspect', 'bearer'],
  ['get', '/policy', 'session'],
  ['get', '/admin/policies/platform', 'admin'],
  ['put', '/admin/policies/platform', 'admin'],
  ['get', '/admin/policies/organizations/acme', 'admin'],
  ['put', '/admin/policies/organizations/acme', 'admin'],
  ['get', '/admin/users', 'admin'],
  ['post', '/admin/users', 'admin'],
  ['get', '/admin/users/x', 'admin'],
  ['patch', '/admin/users/x', 'admin'],
  ['delete', '/admin/users/x', 'admin'],
  ['post', '/admin/users/x/password', 'admin'],
  ['post', '/admin/users/x/invitation', 'admin'],
  ['post', '/admin/users/x/mfa-reset', 'admin'],
  ['delete', '/admin/users/x/sessions', 'admin'],
  ['get', '/admin/credentials', 'admin'],
  ['patch', '/admin/credentials/x', 'admin'],
  ['delete', '/admin/credentials/x', 'admin'],
  ['get', '/admin/service-accounts', 'admin'],
  ['post', '/admin/service-accounts', 'admin'],
  ['get', '/admin/service-accounts/x', 'admin'],
  ['patch', '/admin/service-accounts/x', 'admin'],
  ['delete', '/admin/service-accounts/x', 'admin'],
  ['get', '/admin/service-accounts/x/api-keys', 'admin'],
  ['post', '/admin/service-accounts/x/api-keys', 'admin'],
  ['get', '/admin/service-accounts/x/api-keys/x', 'admin'],
  ['patch', '/admin/service-accounts/x/api-keys/x', 'admin'],
  ['delete', '/admin/service-accounts/x/api-keys/x', 'admin'],
  ['post', '/admin/service-accounts/x/api-keys/x/rotation', 'admin'],
  ['get', '/events', 'session'],
  ['get', '/admin/events', 'admin'],
]
const anonymous = [
  ...['/session', '/revoke', '/one-time-links/:kind', '/device/code', '/device/token', '/openapi.json'],
]

/** Those whose operation has a body. */
function withBody(): readonly Row[] {
  const named = new Set(bodyRoutes().map(({ method, path }) => `${method.toLowerCase()} ${path}`))
  return rows.filter(([method, path]) => named.has(`${method} ${path}`))
}

export function levelsContract(framework: Framework): void {
  describe('a revocation while a body is on its way', () => {
    const mounting = framework.mountings.find(({ parser }) => !parser) ?? assert.fail()
    const app = appFor(framework, { mounting })

    it('a body that is held back, to act after one is shut out: refuses it, at every route with a body', async () => {
      const admin = await app().admin()
      await app().user({ admin: true })
      const routes = withBody().filter(([, , level]) => level !== 'bearer')
      assert.ok(routes.length > 25, String(routes.length))
      const { port } = app().server.address() as AddressInfo
      const Cookie = [...admin.cookies].map((pair) => pair.join('=')).join('; ')
      const headers = { Cookie, 'Content-Type': 'application/json', 'Content-Length': '2' }
      let admitted = 0
      const count = (message: unknown): void => {
        if ((message as VerifyMessage).outcome === 'accepted') admitted++
      }
      channels.verify.asyncEnd.subscribe(count)
      const held = await Promise.all(
        routes.map(async ([method, path]) => {
          const options = { port, method: method.toUpperCase(), path: mounting.path + path, headers }
          const sent = request(options)
          const answered = once(sent, 'response') as Promise<[IncomingMessage]>
          sent.write('{')
          await once(sent, 'socket')
          return { sent, answered, name: `${method} ${path}` }
        }),
      )
      await until('the admission of all', () => admitted, { holds: (count) => count >= routes.length })
      channels.verify.asyncEnd.unsubscribe(count)
      // What is left of it, such as whether the last proof is recent, reads little.
      await sleep(200)
      await app().keyward.users.update(admin.user.id, { disabled: true })
      const statuses = await Promise.all(
        held.map(async ({ sent, answered, name }) => {
          sent.end('}')
          const [response] = await answered
          response.resume()
          return `${String(response.statusCode)} ${name}`
        }),
      )
      assert.deepEqual(
        statuses,
        held.map(({ name }) => `401 ${name}`),
      )
    })
  })

  const app = appFor(framework)

  for (const [method, path, level] of rows) {
    describe(`${method.toUpperCase()} ${path}, for ${level}`, () => {
      it('is refused to nobody, to a dead session and to a bad token', async () => {
        const client = app().client()
        unauthenticated(await client.send(method, path, {}))
        unauthenticated(await client.send(method, path, {}, { headers: { Cookie: 'keyward=x' } }))
        invalidToken(await client.send(method, path, {}, { bearer: 'x' }))
      })

      if (level === 'host') {
        it('is refused to sessions, keys and tokens, an administrator’s as well', async () => {
          const admin = await app().admin()
          const { key } = (await admin.post('/api-keys', { name: 'a' })).body
          const { token } = (await admin.post('/tokens', {})).body
          unauthenticated(await admin.send(method, path, {}))
          for (const bearer of [key, token]) invalidToken(await admin.send(method, path, {}, { bearer }))
        })
      } else {
        it('is refused to the credential of a host', async () => {
          const { credential } = (
            await (await app().admin()).post('/admin/hosts', { name: `${path} ${method}` })
          ).body
          invalidToken(await app().client().send(method, path, {}, { bearer: credential }))
        })
      }

      if (level !== 'bearer' && level !== 'host') {
        it('is refused to keys and tokens, an administrator’s as well', async () => {
          const admin = await app().admin()
          const { key } = (await admin.post('/api-keys', { name: 'a' })).body
          const { token } = (await admin.post('/tokens', {})).body
          for (const bearer of [key, token]) {
            // The cookie beside it is not looked at.
            const answer = await admin.send(method, path, {}, { bearer })
            refused(answer, 403, 'interactive_session_required')
          }
        })
      }

      if (level === 'admin') {
        it('is refused to users who are no administrators', async () => {
          const client = await app().signedIn()
          refused(await client.send(method, path, {}), 403, 'forbidden')
        })
      }

      if (level === 'recent' || (level === 'admin' && method !== 'get')) {
        it('needs a proof within the last 10 minutes', async () => {
          const { admin, signedIn, clock } = app()
          const client = await (level === 'admin' ? admin() : signedIn())
          clock.advance({ minutes: 9, seconds: 59 })
          assert.notEqual((await client.send(method, path, {})).body?.code, 'reauthentication_required')
          clock.advance({ seconds: 1 })
          const answer = await client.send(method, path, {})
          refused(answer, 403, 'reauthentication_required')
          assert.deepEqual(answer.body.methods, ['password'])
        })
      }

      if (method !== 'get') {
        it('is refused to a foreign page that has the cookie sent', async () => {
          const client = await app().admin()
          const headers = { Origin: 'https://evil.example' }
          refused(await client.send(method, path, {}, { headers }), 403, 'csrf')
        })
      }
    })
  }

  describe('the route table', () => {
    it('has no route that these tests do not know', () => {
      const known = rows.map(([method, path]) => `${method} ${path.replaceAll(/\/(x|acme)\b/g, '/:')}`)
      const routes = app()
        .keyward.adapter.routes()
        .filter(({ method }) => method !== 'all')
      // Those before a session have tests of their own.
      const guarded = routes.filter(
        ({ level, path }) => level !== 'pending' && (level !== 'anon' || !anonymous.includes(path)),
      )
      const found = guarded.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)
      assert.deepEqual(found.sort(), known.sort())
    })

    it('answers every other method of every path with 405 and Allow', async () => {
      const { keyward, client } = app()
      const routes = keyward.adapter.routes()
      for (const path of new Set(routes.map(({ path }) => path))) {
        const allowed = routes.filter((route) => route.path === path && route.method !== 'all')
        // A path with a parameter stands in for this one as well.
        const methods = (['get', 'post', 'put', 'patch', 'delete', 'options', 'trace'] as const).filter(
          (method) => !routes.some((route) => route.method === method && covers(route.path, path)),
        )
        for (const method of methods) {
          const answer = await client().send(method, path.replaceAll(/:\w+/g, 'x'), {})
          refused(answer, 405, 'method_not_allowed')
          const names = allowed.map((route) => route.method.toUpperCase())
          const allow = [...names, ...(names.includes('GET') ? ['HEAD'] : [])]
          assert.deepEqual(answer.headers.allow?.split(', ').sort(), allow.sort())
        }
      }
    })
  })
}

function covers(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)
}
