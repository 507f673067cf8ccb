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
  'POST /session/passkey': (i) => ({ id: text(i), rawId: text(i), type: 'public-key', response: {} }),
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
        for (let i = 0; i < times; i++) await client.post(path, bodyOf(i))
        const left = (await rows()) - before
        assert.ok(left <= mostRows, String(left))
      })
    }
  })
}

function text(i: number): string {
  return `${String(i)}${randomBytes(12).toString('hex')}`
}
