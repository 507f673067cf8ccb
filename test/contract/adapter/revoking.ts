import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { Response } from 'supertest'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { pathsOf } from '../../host/calls.js'
import { byHost, harmlessToHosts } from './revoking/by-host.js'
import { byRoute, harmless } from './revoking/by-route.js'
import { organization } from './revoking/scene.js'

/** What guards remember does not outlive the answer to whatever takes it away. */
export function revokingContract(framework: Framework): void {
  describe('a guard that has just let somebody pass', () => {
    let app: App
    before(async () => {
      app = await startApp(framework, { options: { passkeys: true } })
    })
    after(() => app.close())

    for (const [name, scenes] of [...Object.entries(byRoute), ...Object.entries(byHost)]) {
      scenes.forEach((scene, i) => {
        it(`knows at once of ${name}${i === 0 ? '' : ` (${String(i + 1)})`}`, async () => {
          const { ask, act, isRight = isRefused } = await scene(app)
          try {
            // Twice: the second answer comes from memory.
            const [first, warm] = [await ask(), await ask()]
            assert.equal(warm.status, first.status)
            assert.equal(isRight(warm, { body: {} }), false, 'it was so before')
            const done = await act()
            assert.ok(!isResponse(done) || done.status < 400, `it answered ${JSON.stringify(done)}`)
            const answer = await ask()
            assert.ok(isRight(answer, done), `${String(answer.status)} ${answer.text}`)
          } finally {
            await withoutPolicies(app)
          }
        })
      })
    }

    it('is asked about every route that changes anything', () => {
      const unsafe = app.keyward.adapter
        .routes()
        .filter(({ method }) => method !== 'get' && method !== 'all')
        .map(({ method, path }) => `${method} ${path}`)
      assert.deepEqual([...Object.keys(byRoute), ...harmless].toSorted(), unsafe.toSorted())
    })

    it('is asked about every call of the host’s own code', () => {
      const listed = Object.keys(byHost).filter((call) => call.includes('.'))
      assert.deepEqual([...listed, ...harmlessToHosts].toSorted(), pathsOf(app.keyward).toSorted())
    })
  })
}

function isRefused({ status }: Response): boolean {
  return status === 401
}

function isResponse(done: unknown): done is Response {
  return typeof done === 'object' && done !== null && 'status' in done
}

async function withoutPolicies(app: App): Promise<void> {
  for (const scope of ['platform', `organization:${organization}`]) {
    const { version } = await app.store.policies.read(scope)
    const nothing = { policy: {}, switchedOn: {} }
    if (version > 0) await app.store.commit([app.store.policies.put(scope, nothing, { version, at: 0 })])
  }
}
