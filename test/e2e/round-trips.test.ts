import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { databases, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { leaveOut } from '../support/left-out.js'
import type { RoundTrips } from '../support/round-trips.js'
import { countRoundTrips } from '../support/round-trips.js'

describe('how often a request waits for PostgreSQL', function () {
  this.timeout(120_000)
  let opened: Migrated
  let app: App
  let trips: RoundTrips

  before(async function () {
    const postgres = databases.find(({ name }) => name === 'postgres')
    const reason = postgres ? await postgres.available() : 'not asked for'
    if (!postgres || reason !== null) return leaveOut(this, 'postgres', reason ?? '')
    opened = await migrated(postgres)
    app = await startApp(expressFramework, { store: typeormStore(opened.dataSource) })
    trips = countRoundTrips()
  })
  after(async () => {
    trips.stop()
    await app.close()
    await opened.close()
  })

  /** What runs beside a request now and then can only add to what is counted. */
  async function fewest(work: () => Promise<unknown>): Promise<number> {
    const counts: number[] = []
    for (let i = 0; i < 5; i++) counts.push(await trips.of(work))
    return Math.min(...counts)
  }

  it('is at most 8 times in a row for a sign-in', async () => {
    const { username } = await app.user()
    const count = await fewest(async () => {
      const { status } = await app.client().post('/session', { username, password: app.password })
      assert.equal(status, 201)
    })
    assert.ok(count > 0 && count <= 8, `${String(count)} round trips`)
  })

  it('is at most 4 times for making a key, and 3 for a list', async () => {
    const ada = await app.signedIn()
    let made = 0
    const making = await fewest(async () => {
      const { status } = await ada.post('/api-keys', { name: `key ${String(made++)}` })
      assert.equal(status, 201)
    })
    assert.ok(making > 0 && making <= 4, `${String(making)} round trips`)
    for (const path of ['/api-keys', '/tokens', '/ssh-keys', '/sessions', '/events']) {
      const listing = await fewest(async () => assert.equal((await ada.get(path)).status, 200))
      assert.ok(listing > 0 && listing <= 3, `${path}: ${String(listing)} round trips`)
    }
  })

  it('is once for a guard that sees a key for the first time, and never again', async () => {
    const ada = await app.signedIn()
    const keys: string[] = []
    for (let i = 0; i < 5; i++) {
      const { body } = await ada.post('/api-keys', { name: `guarded ${String(i)}` })
      keys.push((body as { key: string }).key)
    }
    const pass = (bearer: string) => async () =>
      assert.equal((await app.client().get('/api/hello', { bearer })).status, 200)
    const first = Math.min(...(await inTurn(keys.map((key) => () => trips.of(pass(key))))))
    assert.equal(first, 1)
    assert.equal(await fewest(pass(keys[0] ?? '')), 0)
  })
})

async function inTurn(all: readonly (() => Promise<number>)[]): Promise<readonly number[]> {
  const answers: number[] = []
  for (const one of all) answers.push(await one())
  return answers
}
