import assert from 'node:assert/strict'
import { after, afterEach, before, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { genuineRows } from '../../src/credentials/genuine.js'
import { keyIdOf } from '../../src/crypto/derive.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import type { Keyward, KeywardOptions, SecretStatus } from '../../src/index.js'
import { createKeyward } from '../../src/index.js'
import { aSecurityKey } from '../contract/store/rows.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { plainClient } from '../support/plain-client.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { newKeys } from '../support/ssh-keys.js'

const totpSecret = 'JBSWY3DPEHPK3PXP'

describeOnEach('rotating the secret', (database) => {
  let made: Migrated
  const opened: Keyward[] = []
  before(async () => {
    made = await migrated(database)
  })
  afterEach(async () => {
    // One that is left open would seal the audit of the test that comes next.
    for (const keyward of opened.splice(0)) await keyward.close()
  })
  after(() => made.close())

  function start(secrets: readonly string[], more: Partial<KeywardOptions> = {}): Keyward {
    const store = typeormStore(made.dataSource)
    const keyward = createKeyward({ store, secrets, origins: [origin], ...more })
    opened.push(keyward)
    return keyward
  }

  const run = (sql: string): Promise<unknown> => made.dataSource.query(sql)
  const empty = async (): Promise<void> => {
    const tables = [
      'audit_event',
      'audit_seal',
      'ssh_grant',
      'ssh_host',
      'account',
      'user',
      'canary',
      'notice',
    ]
    const quote = database.name === 'mariadb' ? '`' : '"'
    for (const table of tables) await run(`DELETE FROM ${quote}keyward_${table}${quote}`)
  }

  /** A user who has one of everything that can be moved. */
  async function holder(keyward: Keyward, secret: string) {
    await keyward.ready()
    const { id } = await keyward.users.create({
      username: 'ada',
      password: newPassword(),
    })
    await keyward.import.totp(id, totpSecret, { confirmedAt: 1 })
    const { id: privateKey } = await keyward.sshPrivateKeys.create(id, {
      name: 'deploy',
      generate: 'ed25519',
    })
    await keyward.sshKeys.create(id, { name: 'laptop', publicKey: newKeys['ssh-ed25519']() })
    await keyward.sshGrants.create({ group: 'web', everyone: true })
    const { key, apiKey } = await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: null })
    noteSecret(key.reveal())
    const store = typeormStore(made.dataSource)
    const { securityKeys } = genuineRows({ secrets: [secret] }, { record: () => Promise.resolve() })
    const bare = aSecurityKey(id)
    await store.commit([store.securityKeys.insert({ ...bare, ...securityKeys.macOf(bare) }, 10)])
    await keyward.users.passwordResetLink(id)
    await keyward.audit.seal()
    await keyward.users.update(id, { displayName: 'Ada' })
    return { id, privateKey, key: key.reveal(), apiKey: apiKey.id }
  }

  const use = async (keyward: Keyward, key: string) =>
    (await keyward.adapter.guard()(plainClient({ authorization: [`Bearer ${key}`] }))).user?.username

  const under = (status: SecretStatus, secret: string) =>
    Object.fromEntries(
      (status.keys.find(({ keyId }) => keyId === keyIdOf(secret))?.rows ?? []).map(({ table, count }) => [
        table,
        count,
      ]),
    )

  it('moves all that is sealed and every MAC, audit included, so that the old secret can go', async () => {
    await empty()
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    const held = await holder(start([older]), older)
    const both = start([newer, older])
    const anchor = (await both.audit.verify()).newest
    const before = await both.secrets.status()
    assert.deepEqual(
      before.keys.map(({ keyId, place, from }) => [keyId, place, from]),
      [
        [keyIdOf(newer), 0, 'secrets'],
        [keyIdOf(older), 1, 'secrets'],
      ],
    )
    const { totp, ssh_private_key, ssh_key, security_key, ssh_grant, audit_seal, one_time_link, ...rest } =
      under(before, older)
    assert.deepEqual(
      [totp, ssh_private_key, ssh_key, security_key, ssh_grant, audit_seal, one_time_link],
      [1, 1, 1, 1, 1, 1, 1],
    )
    assert.ok((rest.audit_event ?? 0) >= 6)
    const seen: number[] = []
    const result = await both.secrets.rewrap({ progress: (rows) => seen.push(rows) })
    assert.deepEqual({ ...result, moved: 0 }, { moved: 0, left: 0, leftRows: [], finished: true })
    assert.equal(result.moved, before.left.rewrap)
    assert.equal(seen.at(-1), result.moved)
    assert.deepEqual(
      seen,
      seen.toSorted((one, other) => one - other),
    )

    const moved = await both.secrets.status()
    assert.equal(moved.left.rewrap, 0)
    // Nobody can move these but whoever has their secret.
    assert.deepEqual(under(moved, older), { api_key: 1, one_time_link: 1 })
    assert.deepEqual(moved.left, { rewrap: 0, use: 1, end: 1 })
    assert.equal(await use(both, held.key), 'ada')
    assert.deepEqual((await both.secrets.status()).left, { rewrap: 0, use: 0, end: 1 })

    const alone = start([newer])
    await alone.ready()
    const lent = await alone.sshPrivateKeys.signFor({ userId: held.id }, held.privateKey, {
      ...{ data: Buffer.from('x'), purpose: 'a test' },
    })
    assert.ok(lent.blob.length > 0)
    assert.equal(await use(alone, held.key), 'ada')
    const audit = await alone.audit.verify({
      anchors: anchor ? [{ number: anchor.number, root: anchor.root }] : [],
    })
    assert.equal(audit.fault, null)
    assert.ok(audit.seals >= 1 && audit.unsealed >= 1)
    assert.deepEqual(await alone.secrets.rewrap(), { moved: 0, left: 0, leftRows: [], finished: true })
  })

  it('leaves what somebody altered as it is, and says so', async () => {
    await empty()
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    const { id } = await holder(start([older]), older)
    await run(`UPDATE keyward_ssh_grant SET host_group = 'db'`)
    await run(`UPDATE keyward_ssh_key SET bits = 512`)
    await run(`UPDATE keyward_security_key SET attested = ${database.name === 'postgres' ? 'true' : '1'}`)
    await run(`UPDATE keyward_audit_event SET reason = 'forged' WHERE type = 'user.updated'`)
    await run(`UPDATE keyward_audit_seal SET row_count = 99`)
    await run(`UPDATE keyward_totp SET sealed = '1.AAAA.BBBB'`)
    const both = start([newer, older])
    const { left, leftRows, finished } = await both.secrets.rewrap()
    assert.deepEqual(
      leftRows.map(({ table, reason }) => `${table} ${reason}`),
      [
        ...['totp unreadable', 'ssh_key altered', 'security_key altered', 'ssh_grant altered'],
        ...['audit_event altered', 'audit_seal altered'],
      ],
    )
    assert.deepEqual([left, finished], [6, true])
    assert.equal((await both.secrets.status()).left.rewrap, 6)
    assert.notEqual((await both.audit.verify()).fault, null)
    const { rows } = await both.events.list({ type: 'credential.refused' })
    assert.deepEqual(rows.map(({ subject, reason }) => `${subject?.kind ?? ''} ${reason ?? ''}`).toSorted(), [
      'security_key altered',
      'ssh_grant altered',
      'ssh_key altered',
    ])
    assert.ok(id)
  })

  it('tells rows whose secret is gone from rows that were altered', async () => {
    await empty()
    const [lost, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    await holder(start([lost]), lost)
    await run('DELETE FROM keyward_canary')
    const keyward = start([newer])
    const { moved, leftRows } = await keyward.secrets.rewrap()
    assert.equal(moved, 0)
    assert.deepEqual(new Set(leftRows.map(({ reason }) => reason)), new Set(['key_missing']))
    const status = await keyward.secrets.status()
    assert.deepEqual(
      status.keys.map(({ keyId, place, from }) => [keyId, place, from]),
      [
        [keyIdOf(newer), 0, 'secrets'],
        [keyIdOf(lost), null, 'nowhere'],
      ],
    )
  })

  it('ends with the batch under way where it is told to, and goes on when it is called again', async () => {
    await empty()
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    await holder(start([older]), older)
    const both = start([newer, older])
    const { left } = await both.secrets.status()
    const stop = new AbortController()
    const cut = await both.secrets.rewrap({
      signal: stop.signal,
      progress: () => {
        stop.abort()
      },
    })
    assert.equal(cut.finished, false)
    assert.ok(cut.moved < left.rewrap)
    const [one, other] = await Promise.all([both.secrets.rewrap(), start([newer, older]).secrets.rewrap()])
    assert.ok(one.finished && other.finished && one.left + other.left === 0)
    assert.equal((await both.secrets.status()).left.rewrap, 0)
    assert.equal((await start([newer]).audit.verify()).fault, null)
  })

  it('moves to the present key of a key service, and says which keys are its', async () => {
    await empty()
    const secret = newConfiguredSecret()
    const [oldKeys, newKeysOnly] = [newConfiguredSecret(), newConfiguredSecret()].map(
      (text) => [text] as const,
    )
    const service = (...secrets: readonly string[]) => {
      const local = localKeyProvider(secrets)
      return { wrap: local.wrap, unwrap: local.unwrap }
    }
    const [old = ''] = oldKeys ?? []
    const [present = ''] = newKeysOnly ?? []
    const held = await holder(start([secret], { keyProvider: service(old) }), secret)
    const both = start([secret], { keyProvider: service(present, old) })
    const status = await both.secrets.status()
    assert.deepEqual(
      status.keys.map(({ keyId, place, from }) => [keyId, place, from]),
      [
        [keyIdOf(secret), 0, 'secrets'],
        [keyIdOf(present), null, 'key_provider'],
        [keyIdOf(old), null, 'key_provider'],
      ],
    )
    assert.equal(status.left.rewrap, 3)
    const { moved } = await both.secrets.rewrap()
    assert.ok(moved >= 2)
    assert.equal((await both.secrets.status()).left.rewrap, 0)
    const alone = start([secret], { keyProvider: service(present) })
    const signed = await alone.sshPrivateKeys.signFor({ userId: held.id }, held.privateKey, {
      ...{ data: Buffer.from('x'), purpose: 'a test' },
    })
    assert.ok(signed.blob.length > 0)
  })

  it('moves nothing while the key service is away, and blames no row for it', async () => {
    await empty()
    const secret = newConfiguredSecret()
    const [old, present] = [newConfiguredSecret(), newConfiguredSecret()]
    await holder(start([secret], { keyProvider: localKeyProvider([old]) }), secret)
    const keys = localKeyProvider([present, old])
    let away = false
    const flaky = {
      wrap: (dataKey: Buffer) => (away ? Promise.reject(new Error('away')) : keys.wrap(dataKey)),
      unwrap: () => {
        away = true
        return Promise.reject(new Error('away'))
      },
    }
    const keyward = start([secret], { keyProvider: flaky })
    await assert.rejects(keyward.secrets.rewrap(), { code: 'unavailable', status: 503 })
    await assert.rejects(keyward.secrets.status(), { code: 'unavailable', status: 503 })
    assert.deepEqual((await start([secret], { keyProvider: keys }).secrets.rewrap()).leftRows, [])
  })

  it('writes down that rows were moved, by whom, and why', async () => {
    await empty()
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    await holder(start([older]), older)
    const both = start([newer, older])
    const { moved } = await both.asOperator({ name: 'root', reason: 'yearly' }).secrets.rewrap()
    const [event] = (await both.events.list({ type: 'secrets.rewrapped' })).rows
    const { actor: by, note, count, subject } = event ?? {}
    assert.deepEqual([by?.kind, by?.id, note, count], ['operator', 'root', 'yearly', moved])
    assert.deepEqual(subject, { kind: 'secret', id: keyIdOf(newer), name: null })
  })
})
