import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward, UserRow, UserStore } from '../../src/index.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { plainClient } from '../support/plain-client.js'
import { noteSecret } from '../support/secrets.js'
import { newKeys } from '../support/ssh-keys.js'
import { appFor } from '../support/suite.js'
import { newScene } from './calls.js'

/** The host's own table. */
const people = new Map<string, UserRow>()
const users: UserStore = {
  byId: (id) => Promise.resolve(people.get(id) ?? null),
  byUsername: (name) =>
    Promise.resolve([...people.values()].find(({ username }) => username === name) ?? null),
  list: () => Promise.resolve({ rows: [...people.values()], more: false }),
  setPasswordHash: () => Promise.resolve(),
}

describeOnEach('keyward.users.removed', (database) => {
  let opened: Migrated
  let keyward: Keyward

  before(async () => {
    opened = await migrated(database, { user: false })
    keyward = createKeyward({
      store: typeormStore(opened.dataSource, { users }),
      secrets: [newConfiguredSecret()],
      origins: [origin],
    })
  })
  after(async () => {
    await keyward?.close()
    await opened?.close()
  })

  it('removes all that is kept of a user whom the host’s own table no longer has, at once, and of nobody else', async () => {
    const [gone, stays] = [await somebody(), await somebody()]
    const before = await heldBy(opened.dataSource, gone)
    for (const table of [
      'account',
      'session',
      'api_key',
      'token',
      'ssh_key',
      'ssh_private_key',
      'ssh_grant',
    ]) {
      assert.equal(before.get(`keyward_${table}`), 1, table)
    }
    people.delete(gone)
    await keyward.users.removed(gone)
    assert.deepEqual([...(await heldBy(opened.dataSource, gone)).values()].filter(Boolean), [])
    assert.deepEqual(await heldBy(opened.dataSource, stays), before)
    for (const list of ['apiKeys', 'sshKeys', 'tokens'] as const) {
      assert.equal((await keyward[list].list(stays)).rows.length, 1)
    }
  })

  it('does so while the row is still there, once, and is no error for somebody unknown', async () => {
    const gone = await somebody()
    const told: string[] = []
    const stop = keyward.events.on('user.deleted', ({ subject }) => told.push(subject?.id ?? ''))
    for (const id of [gone, gone, randomUUID()]) await keyward.users.removed(id)
    stop()
    assert.deepEqual(told, [gone])
    assert.deepEqual([...(await heldBy(opened.dataSource, gone)).values()].filter(Boolean), [])
  })

  /** Somebody who has one of everything. */
  async function somebody(): Promise<string> {
    const id = randomUUID()
    const unknown = { displayName: null, organizationId: null, passwordHash: null }
    people.set(id, { id, username: id, ...unknown, admin: false, disabled: false, createdAt: 0 })
    const { key } = await keyward.apiKeys.create(id, { name: 'ci' })
    const { token } = await keyward.tokens.create(id)
    for (const secret of [key, token]) noteSecret(secret.reveal())
    await keyward.adapter.signInUser(plainClient(), id, { amr: ['pwd'] })
    await keyward.sshKeys.create(id, { name: 'laptop', publicKey: newKeys['ssh-ed25519']() })
    await keyward.sshPrivateKeys.create(id, { name: 'deploy', generate: 'ed25519' })
    await keyward.sshGrants.create({ group: 'web', userId: id })
    return id
  }
})

describe('keyward.users.removed', () => {
  const app = appFor(expressFramework)

  it('removes everything of the user, or nothing where one write fails', async () => {
    const { keyward, database } = app()
    const { user } = await newScene(keyward)
    const before = await heldBy(database.dataSource, user)
    await database.dataSource.query(
      "CREATE TRIGGER no_audit BEFORE INSERT ON keyward_audit_event BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    try {
      await assert.rejects(keyward.users.removed(user), { code: 'unavailable' })
    } finally {
      await database.dataSource.query('DROP TRIGGER no_audit')
    }
    assert.deepEqual(await heldBy(database.dataSource, user), before)
  })
})

/** How many rows of each table are a user's; what happened stays in the audit. */
async function heldBy(dataSource: DataSource, userId: string): Promise<Map<string, number>> {
  const held = new Map<string, number>()
  for (const { target, tableName, columns } of dataSource.entityMetadatas) {
    if (!columns.some(({ propertyName }) => propertyName === 'userId')) continue
    if (tableName === 'keyward_audit_event') continue
    held.set(tableName, await dataSource.getRepository(target).countBy({ userId }))
  }
  return held
}
