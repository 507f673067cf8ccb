import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { Served } from '../support/process.js'
import { scriptArguments, startScript } from '../support/process.js'
import { noteSecret } from '../support/secrets.js'
import { until } from '../support/until.js'

const password = 'a durable password for nobody else'
const rounds = 6

/** What a client was told: a key in `live` was made, one in `dead` was deleted. */
interface Acknowledged {
  readonly live: Set<string>
  readonly dead: Set<string>
}

describe('a process killed at any moment', function () {
  this.timeout(120_000)

  it('has lost no key it said it made and revived none it said it deleted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-durability-'))
    const file = join(folder, 'demo.db')
    const env = {
      DATABASE_URL: `sqlite:${file}`,
      DEMO_PASSWORD: password,
      KEYWARD_SECRET: 'thirty-two bytes, and then some more',
    }
    const told: Acknowledged = { live: new Set(), dead: new Set() }
    noteSecret(password)
    try {
      for (let round = 0; round < rounds; round++) {
        const demo = await start(env)
        const work = makeAndDelete(demo, told).catch(() => undefined)
        const before = told.dead.size
        await until('a second deletion', () => told.dead.size > before + 1, { seconds: 5 })
        await sleep(Math.random() * 700)
        await demo.kill()
        await work
      }
      const database = new Database(file)
      assert.deepEqual(database.pragma('integrity_check', { simple: true }), 'ok')
      database.close()
      await using demo = await start(env)
      assert.ok(told.live.size > rounds && told.dead.size > rounds, 'too little was done to prove anything')
      for (const key of told.live) assert.equal(await verified(demo, key), 200)
      for (const key of told.dead) assert.equal(await verified(demo, key), 401)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

function start(env: NodeJS.ProcessEnv): Promise<Served> {
  const command = [process.execPath, ...scriptArguments('examples/start.ts')]
  return startScript(command, { env, ready: 'keyward demo ready on' })
}

/** Makes keys and deletes every second one, until the server is gone. */
async function makeAndDelete(demo: Served, { live, dead }: Acknowledged): Promise<never> {
  const signedIn = await send(demo, 'POST', '/auth/session', { username: 'linus', password })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  for (let n = 0; ; n++) {
    const name = `key ${String(performance.timeOrigin)} ${String(performance.now())}`
    const made = await send(demo, 'POST', '/auth/api-keys', { name }, cookie)
    if (made.status === 403) throw new Error('the limit is reached')
    const { id, key } = (await made.json()) as { id: string; key: string }
    noteSecret(key)
    live.add(key)
    if (n % 8 === 0) continue
    // Whether a deletion that was not answered took place is anybody's guess.
    live.delete(key)
    const deleted = await send(demo, 'DELETE', `/auth/api-keys/${id}`, undefined, cookie)
    if (deleted.status === 204) dead.add(key)
  }
}

function send(demo: Served, method: string, path: string, body?: object, cookie = ''): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Cookie: cookie }
  return fetch(demo.url + path, { method, headers, body: body && JSON.stringify(body) })
}

async function verified(demo: Served, key: string): Promise<number> {
  return (await fetch(`${demo.url}/api/hello`, { headers: { Authorization: `Bearer ${key}` } })).status
}
