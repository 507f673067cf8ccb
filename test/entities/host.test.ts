import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { Column, DataSource, Entity } from 'typeorm'
import type { MigrationInterface } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import type { KeywardEntities } from '../../entities/index.js'
import {
  addServiceAccount,
  addUser,
  anApiKey,
  anSshGrant,
  anSshKey,
  aPendingSignIn,
  aRecoveryCode,
  aSecurityKey,
  aSession,
  aToken,
  aTotp,
  foundKeyOf,
  foundOf,
  room,
} from '../contract/store/rows.js'
import { databases, describeOnEach, migrated } from '../databases.js'
import type { TestDatabase } from '../databases.js'
import { HostUser, hostUsers, synchronized, UuidUser, uuidUsers } from './host-users.js'

const onInteger = { user: HostUser, userId: 'int' } as const
const onUuid = { user: UuidUser, userId: 'uuid' } as const

describeOnEach('a host with users of its own', (database) => {
  it('holds credentials under integer keys, which end with the user', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const store = typeormStore(dataSource, { users: hostUsers(dataSource) })
    await store.ready()
    const person = await dataSource.getRepository(HostUser).save({ login: 'alice' })
    const userId = String(person.id)
    const [session, key, token] = [aSession(userId), anApiKey(userId), aToken(userId)]
    await store.commit([
      store.accounts.ensure(userId),
      store.policies.put(
        'organization:org',
        { policy: { tokens: { maxHours: 3 } }, switchedOn: {} },
        { version: 0, at: 1 },
      ),
      ...[store.sessions.insert(session), store.apiKeys.insert(key, room), store.tokens.insert(token, room)],
    ])
    const found = await store.sessions.byDigest([session.digest])
    assert.deepEqual(found?.row, session)
    assert.deepEqual([found.owner.username, found.account.userId], ['alice', userId])
    assert.deepEqual(found.policies.organization, { tokens: { maxHours: 3 } })
    assert.deepEqual((await store.apiKeys.byDigest([key.digest]))?.row, foundOf(key))
    assert.deepEqual(
      (await store.tokens.scan(null, 5)).map(({ row }) => row),
      [token],
    )
    await dataSource.getRepository(HostUser).delete(person.id)
    assert.equal(await store.apiKeys.byDigest([key.digest]), null)
    await close()
  })

  it('has service accounts beside its users, whose ids are none of theirs', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const host = hostUsers(dataSource)
    const asked: string[] = []
    const users = {
      ...host,
      byId: (id: string) => {
        asked.push(id)
        return host.byId(id)
      },
    }
    const store = typeormStore(dataSource, { users })
    const account = await addServiceAccount(store, { organizationId: 'org' })
    const key = anApiKey(account.id)
    const policy = { apiKeys: { maxPerUser: 3 } }
    await store.commit([
      store.serviceKeys.insert(key, room),
      store.policies.put('organization:org', { policy, switchedOn: {} }, { version: 0, at: 1 }),
    ])
    const found = await store.serviceKeys.byDigest([key.digest])
    assert.deepEqual([found?.row, found?.owner.kind], [foundOf(key), 'service'])
    assert.deepEqual(found?.policies.organization, policy)
    assert.equal(await store.apiKeys.byDigest([key.digest]), null)
    assert.equal(await store.apiKeys.byId(account.id, key.id), null)
    const listed = { kind: 'service_key', userId: account.id, endedSince: 0 } as const
    const inventory = await store.credentials.list(listed, { limit: 5, before: null })
    assert.deepEqual(
      inventory.found.map(({ row }) => row.id),
      [key.id],
    )
    for (const kind of ['api_key', 'token', 'session'] as const) {
      assert.deepEqual(
        (await store.credentials.list({ ...listed, kind }, { limit: 5, before: null })).found,
        [],
      )
    }
    assert.deepEqual(asked, [], 'the host is not asked about them')
    await close()
  })

  it('holds credentials under UUIDs, which end with the user, and finds nothing for what is no UUID', async () => {
    const { dataSource, close } = await withHostUsers(database, onUuid)
    const store = typeormStore(dataSource, { users: uuidUsers(dataSource) })
    await store.ready()
    const { id: userId } = await dataSource.getRepository(UuidUser).save({ login: 'alice' })
    const [session, key] = [aSession(userId), anApiKey(userId)]
    const writes = [store.sessions.insert(session), store.apiKeys.insert(key, room)]
    await store.commit([store.accounts.ensure(userId), ...writes])
    const found = await store.sessions.byDigest([session.digest])
    assert.deepEqual([found?.row, found?.owner.username], [session, 'alice'])
    assert.deepEqual((await store.apiKeys.byDigest([key.digest]))?.row, foundOf(key))
    assert.equal((await store.accounts.byId(userId.toUpperCase()))?.userId, userId)
    for (const odd of ['abc', '', '1', `${userId}0`, `{${userId}}`, userId.replaceAll('-', '')]) {
      assert.equal(await store.accounts.byId(odd), null)
      assert.equal(await store.commit([store.accounts.ensure(odd)]), false)
    }
    await dataSource.getRepository(UuidUser).delete(userId)
    assert.equal(await store.apiKeys.byDigest([key.digest]), null)
    await close()
  })

  it('holds factors and sign-ins under way under integer keys, which end with the user', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const store = typeormStore(dataSource, { users: hostUsers(dataSource) })
    const people = dataSource.getRepository(HostUser)
    const person = await people.save({ login: 'alice' })
    const userId = String(person.id)
    const [pending, app, key] = [aPendingSignIn(userId), aTotp(userId), aSecurityKey(userId)]
    await store.commit([
      ...[store.accounts.ensure(userId), store.pendingSignIns.insert(pending)],
      ...[store.totp.begin(app), store.totp.confirm(app, 1, 1), store.securityKeys.insert(key, 10)],
      store.recoveryCodes.replace(userId, [aRecoveryCode(userId)]),
    ])
    const found = await store.pendingSignIns.byDigest([pending.digest])
    assert.deepEqual([found?.row, found?.owner.username], [pending, 'alice'])
    assert.equal((await store.totp.read(userId, 'active'))?.userId, userId)
    assert.deepEqual(await store.securityKeys.list(userId), [key])
    const factors = { totp: true, securityKeys: [foundKeyOf(key)], recoveryCodes: 1 }
    const none = { totp: false, securityKeys: [], recoveryCodes: 0 }
    assert.deepEqual(
      await store.factors.ofMany([userId, '7', 'abc']),
      new Map<string, object>([
        [userId, factors],
        ['7', none],
        ['abc', none],
      ]),
    )
    await people.delete(person.id)
    assert.deepEqual(await store.factors.of(userId), none)
    assert.equal(await store.pendingSignIns.byDigest([pending.digest]), null)
    await close()
  })

  it('lists credentials of all kinds, and passes over those of users who are gone', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const people = dataSource.getRepository(HostUser)
    const names = new Set(['alice', 'bob'])
    const all = hostUsers(dataSource)
    const users = {
      ...all,
      byId: async (id: string) => {
        const user = await all.byId(id)
        return user && names.has(user.username) ? user : null
      },
    }
    const store = typeormStore(dataSource, { users })
    const ids = [await people.save({ login: 'alice' }), await people.save({ login: 'bob' })].map(({ id }) =>
      String(id),
    )
    const keys = ids.map((id) => anApiKey(id))
    await store.commit([
      ...ids.map((id) => store.accounts.ensure(id)),
      ...keys.map((key) => store.apiKeys.insert(key, room)),
      ...ids.map((id) => store.sessions.insert(aSession(id))),
    ])
    const listed = async (userId?: string) => {
      const filter = { kind: 'api_key', endedSince: 0, userId } as const
      const { found } = await store.credentials.list(filter, { limit: 5, before: null })
      return found.map(({ row, owner }) => [row.id, owner.username])
    }
    const [alices, bobs] = keys.map(({ id }) => id)
    const both = [
      [bobs, 'bob'],
      [alices, 'alice'],
    ]
    assert.deepEqual(await listed(), both)
    assert.deepEqual(await listed(ids[0]), [[alices, 'alice']])
    assert.deepEqual(await listed('abc'), [])
    names.delete('bob')
    assert.deepEqual(await listed(), [[alices, 'alice']])
    assert.equal(await store.credentials.byId('api_key', bobs ?? ''), null)
    await close()
  })

  it('finds SSH keys by key, name and id, and grants nobody what a user cannot be', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const store = typeormStore(dataSource, { users: hostUsers(dataSource) })
    const person = await dataSource.getRepository(HostUser).save({ login: 'alice' })
    const userId = String(person.id)
    const [key, grant] = [anSshKey(userId), anSshGrant({ userId })]
    const odd = anSshGrant({ userId: 'abc', position: 1 })
    const writes = [store.sshKeys.insert(key, 50), store.sshGrants.replace([grant, odd], 0)]
    assert.equal(await store.commit([store.accounts.ensure(userId), ...writes]), true)
    const held = [
      await store.sshKeys.byFingerprint(key.fingerprint),
      ...(await store.sshKeys.byUsername('alice')),
      ...(await store.sshKeys.byUser(userId)),
    ]
    assert.deepEqual(
      held.map((found) => [found?.row.id, found?.owner.username]),
      Array.from({ length: 3 }, () => [key.id, 'alice']),
    )
    assert.deepEqual(await store.sshKeys.byUsername('bob'), [])
    // An id that the column cannot hold is NULL, and no grant to everyone.
    const { grants } = await store.sshGrants.read()
    assert.deepEqual(
      grants.map((found) => [found.userId, found.everyone]),
      [
        [userId, false],
        [null, false],
      ],
    )
    await dataSource.getRepository(HostUser).delete(person.id)
    assert.equal(await store.sshKeys.byFingerprint(key.fingerprint), null)
    assert.deepEqual((await store.sshGrants.read()).grants, [{ ...odd, userId: null }])
    await close()
  })

  it('finds nothing for ids that are no integers, and makes nothing', async () => {
    const { dataSource, close } = await withHostUsers(database)
    const store = typeormStore(dataSource, { users: hostUsers(dataSource) })
    for (const odd of ['abc', '', '1e3', '01', '-0', '2147483648', '9'.repeat(30), '1 OR 1=1']) {
      assert.equal(await store.accounts.byId(odd), null)
      assert.equal(await store.commit([store.accounts.ensure(odd)]), false)
      assert.equal(await store.commit([store.apiKeys.insert(anApiKey(odd), room)]), false)
      assert.deepEqual(
        (await store.sessions.list(odd, { now: 0, seenSince: 0 }, { limit: 5, before: null })).rows,
        [],
      )
    }
    await close()
  })

  it('passes over credentials of users who are gone without a foreign key', async () => {
    const { dataSource, close } = await migrated(database, { user: false, userId: 'varchar(20)' })
    const gone = { byId: () => Promise.resolve(null), byUsername: () => Promise.resolve(null) }
    const list = {
      list: () => Promise.resolve({ rows: [], more: false }),
      setPasswordHash: () => Promise.resolve(),
    }
    const store = typeormStore(dataSource, { users: { ...gone, ...list } })
    const keys = [anApiKey('someone'), anApiKey('someone')]
    await store.commit([
      store.accounts.ensure('someone'),
      ...keys.map((key) => store.apiKeys.insert(key, room)),
    ])
    assert.equal(await store.apiKeys.byDigest([keys[0]?.digest ?? '']), null)
    assert.deepEqual(await store.apiKeys.scan(null, 1), [])
    await close()
  })
})

describe('a host', () => {
  const [sqlite] = databases

  it('may subclass an entity and add columns', async () => {
    const ours = keywardEntities()
    class TeamKey extends ours.ApiKey {
      declare team: string | null
    }
    Entity({ name: 'team_key' })(TeamKey)
    Column({ type: 'varchar', length: 40, nullable: true })(TeamKey.prototype, 'team')
    const entities = [...ours.all.filter((made) => made !== ours.ApiKey), TeamKey]
    const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities })
    await synchronized(dataSource)
    const store = typeormStore(dataSource)
    const { id } = await addUser(store)
    const key = anApiKey(id)
    await store.commit([store.apiKeys.insert(key, room)])
    await dataSource.getRepository(TeamKey).update({ id: key.id }, { team: 'blue' })
    assert.deepEqual((await store.apiKeys.byDigest([key.digest]))?.row, foundOf(key))
    await dataSource.destroy()
  })

  it('reads rows as objects through its own repositories', async () => {
    const { dataSource, entities, close } = await inMemory(keywardEntities())
    const store = typeormStore(dataSource)
    const { id } = await addUser(store)
    const key = anApiKey(id)
    await store.commit([store.apiKeys.insert(key, room)])
    const found = await dataSource.getRepository(entities.ApiKey).findOneByOrFail({ id: key.id })
    assert.deepEqual({ ...found }, { ...key, version: 0 })
    await close()
  })

  it('names its set of entities when there are two, and must', async () => {
    const sets = [keywardEntities({ prefix: 'one_' }), keywardEntities({ prefix: 'two_' })] as const
    const migrations = [...keywardMigrations({ prefix: 'one_' }), ...keywardMigrations({ prefix: 'two_' })]
    const dataSource = await memory([...sets[0].all, ...sets[1].all], migrations)
    const [one, two] = sets.map((entities) => typeormStore(dataSource, { entities }))
    assert.ok(one && two)
    const user = await addUser(one)
    assert.deepEqual(await one.users.byId(user.id), user)
    assert.equal(await two.users.byId(user.id), null)
    assert.throws(() => typeormStore(dataSource).revision.current(), TypeError)
    await dataSource.destroy()
  })

  it('hears what is wrong with its DataSource', async () => {
    const bare = await memory([], [])
    assert.throws(() => typeormStore(bare).revision.current(), /keywardEntities/)
    await bare.destroy()
    assert.throws(() => typeormStore(bare).revision.current(), /initialize/)
    assert.ok(sqlite)
    const { dataSource, close } = await migrated(sqlite, { user: false })
    assert.throws(() => typeormStore(dataSource).revision.current(), /users/)
    await close()
  })
})

async function withHostUsers(
  database: TestDatabase,
  on: typeof onInteger | typeof onUuid = onInteger,
): Promise<{ dataSource: DataSource; close(): Promise<void> }> {
  const { options, drop } = await database.create()
  await (await synchronized(new DataSource({ ...options, entities: [on.user] }))).destroy()
  const ours = {
    entities: [on.user, ...keywardEntities(on).all],
    migrations: [...keywardMigrations(on)],
  }
  const dataSource = await new DataSource({ ...options, ...ours }).initialize()
  await migrate(dataSource)
  return {
    dataSource,
    async close() {
      await dataSource.destroy()
      await drop()
    },
  }
}

async function memory(
  entities: readonly (new () => object)[],
  migrations: readonly (new () => MigrationInterface)[],
): Promise<DataSource> {
  const options = { entities: [...entities], migrations: [...migrations] }
  const dataSource = await new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    ...options,
  }).initialize()
  await migrate(dataSource)
  return dataSource
}

async function inMemory(
  entities: KeywardEntities,
): Promise<{ dataSource: DataSource; entities: KeywardEntities; close(): Promise<void> }> {
  const dataSource = await memory(entities.all, keywardMigrations())
  return { dataSource, entities, close: () => dataSource.destroy() }
}
