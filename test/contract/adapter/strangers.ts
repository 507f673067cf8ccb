import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { strangersRoutes, withAllRoutes } from '../../support/routes.js'
import { appFor } from '../../support/suite.js'

const times = 150
/** Three guesses, or ten times as many challenges, or 20 devices, and what is counted and recorded of them. */
const mostRows = 50

/** What nobody known may send to a route, another each time. */
const bodies: Readonly<Record<string, (i: number) => object>> = {
  'POST /session': (i) => ({ username: `name-${String(i)}`, password: 'not this one, surely' }),
  'POST /session/passkey/options': () => ({}),
  'POST /session/passkey': () => {
    const id = randomBytes(32).toString('base64url')
    const clientData = {
      type: 'webauthn.get',
      challenge: randomBytes(32).toString('base64url'),
      origin: 'http://localhost:3000',
    }
    const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString('base64url')
    const part = Buffer.concat([randomBytes(32), Buffer.from([5, 0, 0, 0, 0])]).toString('base64url')
    const response = { clientDataJSON, authenticatorData: part, signature: part, userHandle: part }
    return { response: { ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} }, response } }
  },
  'POST /password-reset': (i) => ({ username: `name-${String(i)}` }),
  'POST /one-time-links/password-reset': (i) => ({ code: text(i), newPassword: 'correct horse battery' }),
  'POST /device/code': () => ({ client_id: 'cli', scope: 'reports:read' }),
  'POST /device/token': (i) => ({
    ...{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'cli' },
    device_code: text(i),
  }),
  'POST /revoke': (i) => ({ token: text(i) }),
  'POST /secret-scanning': (i) => [
    { token: text(i), type: 'x', url: 'https://example.com', source: 'content' },
  ],
}

/** What whoever is known to nobody leaves behind. */
export function strangersContract(framework: Framework): void {
  describe('a flood from one address, of whoever is known to nobody', () => {
    const throttle = { perAddress: { failures: 3, minutes: 15 } }
    const { scopes: _, ...routes } = withAllRoutes
    const app = appFor(framework, { throttled: true, options: { ...routes, throttle } })

    it('is sent to every route that anybody may send to', () => {
      assert.deepEqual(Object.keys(bodies).toSorted(), strangersRoutes().toSorted())
    })

    for (const [route, bodyOf] of Object.entries(bodies)) {
      it(`leaves few rows: ${route}`, async () => {
        const [, path = ''] = route.split(' ')
        const rows = async () => Object.values(await app().database.dump()).flat().length
        const before = await rows()
        const client = app().client()
        for (let i = 0; i < times; i++) {
          const { body, text: said } = await client.post(path, bodyOf(i))
          // What can't be read is not looked into.
          const code: unknown = body.code ?? body.error
          assert.ok(code !== 'invalid_input' && code !== 'invalid_request', said)
        }
        const left = (await rows()) - before
        assert.ok(left <= mostRows, String(left))
      })
    }
  })
}

function text(i: number): string {
  return `${String(i)}${randomBytes(12).toString('hex')}`
}
