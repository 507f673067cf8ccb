import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { handleOf } from '../../adapters/typeorm/engine/sqlite-handle.js'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { connect } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { leaveOut } from '../support/left-out.js'
import { refused } from '../support/problems.js'
import { until } from '../support/until.js'

/** A way in which nothing can be written. */
interface Fault {
  begin(scene: Scene): void
  end(scene: Scene): void
}

interface Scene {
  readonly folder: string
  readonly dataSource: DataSource
}

const megabyte = 1024 * 1024
const faults: Readonly<Record<string, Fault>> = {
  'whose disk is full': {
    begin: ({ folder }) => fill(folder),
    end: ({ folder }) => rmSync(join(folder, 'filler')),
  },
  'that can only be read': {
    begin: ({ dataSource }) => void handleOf(dataSource).pragma('query_only = ON'),
    end: ({ dataSource }) => void handleOf(dataSource).pragma('query_only = OFF'),
  },
}

describe('a SQLite file', function () {
  this.timeout(60_000)
  let folder: string
  let dataSource: DataSource
  let app: App
  let owner: TestClient & { readonly user: { readonly username: string } }
  let keys: readonly { readonly id: string; readonly key: string }[]
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'keyward-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', folder], { stdio: 'pipe' })
    } catch {
      rmSync(folder, { recursive: true })
      leaveOut(this, 'a small disk', 'only root may mount one, on Linux')
    }
    process.on('uncaughtException', note).on('unhandledRejection', note)
  })
  after(() => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
    assert.deepEqual(unhandled, [])
  })

  beforeEach(async () => {
    dataSource = await connect({ type: 'better-sqlite3', database: join(folder, 'app.db') })
    await migrate(dataSource)
    app = await startApp(expressFramework, { store: typeormStore(dataSource), throttled: true })
    owner = await app.signedIn()
    const made = []
    for (const name of ['kept', 'revoked', 'later']) made.push((await owner.post('/api-keys', { name })).body)
    keys = made
  })
  afterEach(async () => {
    await app.close()
    await dataSource.destroy()
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `app.db${end}`), { force: true })
  })

  for (const [title, fault] of Object.entries(faults)) {
    describe(title, () => {
      it('acknowledges nothing that was not stored, lets in whom it let in, and goes on by itself', async () => {
        const [kept, revoked, later] = keys
        assert.ok(kept && revoked && later)
        assert.equal((await owner.delete(`/api-keys/${revoked.id}`)).status, 204)
        fault.begin({ folder, dataSource })
        refused(await owner.delete(`/api-keys/${later.id}`), 503, 'unavailable')
        refused(await owner.post('/api-keys', { name: 'never' }), 503, 'unavailable')
        // None of these may count as a guess.
        for (let n = 0; n < 20; n++) refused(await signIn(), 503, 'unavailable')
        assert.deepEqual(await statuses(), [200, 401, 200])
        assert.equal((await owner.get('/session')).status, 200)
        fault.end({ folder, dataSource })
        await until(
          'a revocation',
          async () => (await owner.delete(`/api-keys/${later.id}`)).status === 204,
          {
            seconds: 5,
          },
        )
        assert.deepEqual(await statuses(), [200, 401, 401])
        assert.equal((await signIn()).status, 201)
        assert.equal((await owner.get('/api-keys')).body.items.length, 1)
        const { rows } = await app.keyward.events.list({ type: 'api_key.deleted' })
        assert.deepEqual(
          rows.map(({ subject }) => subject?.id),
          [later.id, revoked.id],
        )
        await app.keyward.audit.seal()
        assert.equal((await app.keyward.audit.verify()).fault, null)
        assert.equal(handleOf(dataSource).pragma('integrity_check', { simple: true }), 'ok')
      })
    })
  }

  function signIn() {
    const { username } = owner.user
    return app.client().post('/session', { username, password: app.password })
  }

  async function statuses(): Promise<readonly number[]> {
    const answers = keys.map(({ key }) => app.client().get('/api/hello', { bearer: key }))
    return (await Promise.all(answers)).map(({ status }) => status)
  }
})

/** Leaves no byte free, and no room in the pages that SQLite's log has already. */
function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const filler = join(folder, 'filler')
  for (let left = bavail * bsize; left > 0; left -= megabyte) {
    try {
      writeFileSync(filler, Buffer.alloc(Math.min(left, megabyte)), { flag: 'a' })
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
      return
    }
  }
}
