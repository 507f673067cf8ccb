import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { Store } from '../../../../src/index.js'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'

export function wrongPasswordContract(framework: Framework): void {
  describe('a wrong password', () => {
    const calls: string[] = []
    let app: App
    before(async () => {
      app = await startApp(framework, { proxy: true, over: (store) => noting(store, calls) })
    })
    after(() => app.close())

    it('takes the same questions and writes whether the user is known, unknown, disabled or new here', async () => {
      const [known, disabled] = [await app.signedIn(), await app.user({ disabled: true })]
      const { username: fresh } = await app.user()
      const all = []
      const names = [known.user.username, disabled.username, fresh, 'nobody-at-all', 'né ']
      for (const [i, username] of names.entries()) {
        // What one address is refused is written down by kind alone after a while.
        const headers = { 'X-Forwarded-For': `192.0.2.${i}` }
        calls.length = 0
        refused(
          await app.client().post('/session', { username, password: newPassword() }, { headers }),
          401,
          'invalid_credentials',
        )
        all.push([...calls])
      }
      assert.ok(all[0]?.includes('commit'))
      for (const one of all) assert.deepEqual(one, all[0])
    })

    it('user enumeration: the second from an address writes as much where nobody can read the hash as for nobody', async () => {
      const { username } = await app.user({ passwordHash: '{SSHA}unheard-of' })
      const all = []
      for (const [i, second] of ['nobody-else', username].entries()) {
        const headers = { 'X-Forwarded-For': `192.0.2.${String(100 + i)}` }
        const attempt = (name: string) =>
          app.client().post('/session', { username: name, password: newPassword() }, { headers })
        refused(await attempt('nobody-at-all'), 401, 'invalid_credentials')
        calls.length = 0
        refused(await attempt(second), 401, 'invalid_credentials')
        all.push([...calls])
      }
      assert.deepEqual(all[1], all[0])
    })
  })
}

/** The store, noting what of it is called and in which order. */
function noting(store: Store, calls: string[]): Store {
  const noted = <T extends object>(port: T, prefix: string): T =>
    new Proxy(port, {
      get(target, name, receiver) {
        const found: unknown = Reflect.get(target, name, receiver)
        if (typeof found !== 'function') return found
        return (...given: readonly unknown[]): unknown => {
          calls.push(prefix + String(name))
          return Reflect.apply(found, target, given)
        }
      },
    })
  const ports = Object.entries(store).map(([name, port]: [string, unknown]) => [
    name,
    typeof port === 'object' && port !== null ? noted({ ...port }, `${name}.`) : port,
  ])
  return noted(Object.fromEntries(ports) as Store, '')
}
