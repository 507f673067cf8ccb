import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { describeOnEach } from '../../databases.js'
import { bodyRoutes } from '../../support/routes.js'
import { isWhole } from '../../faults/whole.js'
import { tell } from './figures.js'
import { signIn, startFlooded } from './flooded-app.js'
import type { FloodedApp } from './flooded-app.js'
import { guessFromEverywhere, guessFromOneAddress, junk } from './floods.js'
import type { Harm } from './harm.js'
import { harmOf } from './harm.js'
import { dripBodies, idle, takeNothing } from './slow-clients.js'

const guessing = { perSecond: 200, seconds: isWhole ? 60 : 3 }
const junkRequests = isWhole ? 200_000 : 5000
/** Bodies have thirty seconds. */
const dripSeconds = isWhole ? 60 : 3
const waitSeconds = isWhole ? 30 : 2
/** Garbage included, which V8 lets lie for a while, and 19 MiB for each hash. What is held on to is the measure. */
const mostBytes = 192 * 1024 * 1024
const mostHeldBytes = 8 * 1024 * 1024

describeOnEach('an app under', (database) => {
  // A third engine would show nothing that the second does not.
  if (database.name === 'mariadb') return
  const frameworks = database.name === 'sqlite' ? (['express', 'koa'] as const) : (['koa'] as const)
  for (const framework of frameworks) {
    describe(`on ${framework}`, () => {
      flooded('200 guesses a second at one user’s password, from one address', async ({ app, username }) => {
        const answers = await guessFromOneAddress({ port: app.port, ...guessing }, username)
        assertOnly([...answers.keys()], [401, 429, 503])
        assert.ok((answers.get(429) ?? 0) > (answers.get(401) ?? 0))
        return answers
      })

      flooded('200 guesses a second at names there are not, each from another address', async ({ app }) => {
        const answers = await guessFromEverywhere({ port: app.port, ...guessing })
        assertOnly([...answers.keys()], [401, 429, 503])
        return answers
      })

      flooded('junk for credentials', async ({ app }) => {
        const answers = await junk({ port: app.port, requests: junkRequests })
        assert.deepEqual([...answers], [[401, junkRequests]])
        return answers
      })

      flooded('bodies that come a byte a second, at every route that reads one', async (one) => {
        const routes = bodyRoutes()
        assert.ok(routes.length > 40)
        const { port } = one.app
        const cookies = [null, await signIn(one)]
        const bodies = cookies.flatMap((cookie) => routes.map((route) => ({ ...route, cookie })))
        const answers = await dripBodies({ port, bodies, seconds: dripSeconds })
        for (const status of answers.keys()) assert.ok(status === 'none' || status < 500, String(status))
        if (isWhole) assert.equal(answers.get('none'), undefined, 'a body that was waited for without end')
        return answers
      })

      flooded('readers of authorized_keys that take none of it', async ({ app, credential }) => {
        const reading = { connections: 100, requests: 20, credential, seconds: waitSeconds }
        const answers = await takeNothing(app.port, reading)
        assert.deepEqual([...answers.keys()], [200])
        return answers
      })

      flooded('a thousand connections that do nothing', async ({ app }) => {
        const answers = await idle(app.port, { connections: 1000, seconds: waitSeconds })
        assert.deepEqual([...answers].sort(), [
          [401, 500],
          ['none', 500],
        ])
        return answers
      })

      function flooded(what: string, flood: (one: FloodedApp) => Promise<Harm['answers']>): void {
        it(`${what}, lets in whoever has a key, and is as before afterwards`, async function () {
          this.timeout(isWhole ? 3_600_000 : 120_000)
          await using one = await startFlooded(framework, database)
          const before = await signIn(one)
          assert.match(before, /=/)
          const harm = await harmOf(one.app, one.key, () => flood(one))
          if (isWhole) tell(`${database.name}, ${framework}, ${what}`, harm)
          assert.ok(harm.guarded.asked > 0)
          assert.equal(harm.guarded.passed, harm.guarded.asked)
          assert.ok(harm.grownBytes < mostBytes, `grew by ${String(harm.grownBytes)} bytes`)
          assert.ok(harm.heldBytes < mostHeldBytes, `holds ${String(harm.heldBytes)} bytes more`)
          await signIn(one)
        })
      }
    })
  }
})

function assertOnly<T>(seen: readonly T[], allowed: readonly T[]): void {
  assert.deepEqual(
    seen.filter((one) => !allowed.includes(one)),
    [],
  )
}
