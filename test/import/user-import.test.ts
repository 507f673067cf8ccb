import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import type { ImportedUser } from '../../src/index.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { passwordStep } from '../support/factors.js'
import { countHashes } from '../support/hashes.js'
import { countedVerifiers, legacyHashes } from '../support/legacy-passwords.js'
import { unauthenticated } from '../support/problems.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { newKeys } from '../support/ssh-keys.js'
import { codeAt } from '../support/totp.js'
import { faultsOf, imported, newName, newPerson, newTotpSecret, none, oneOfEach } from './imported-people.js'

const dayMs = 86_400_000

describeOnEach('bringing users in by lines', (database) => {
  let opened: Migrated
  let app: App
  before(async () => {
    opened = await migrated(database)
    const { verifiers } = countedVerifiers()
    app = await startApp(expressFramework, {
      store: typeormStore(opened.dataSource),
      options: { importedApiKeys: true, passwords: { verifiers } },
    })
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  const check = (...lines: readonly unknown[]) => imported(app.keyward.import.check, lines)
  const users = (...lines: readonly unknown[]) => imported(app.keyward.import.users, lines)
  const idOf = async (username = '') => (await app.keyward.users.byUsername(username))?.id ?? assert.fail()
  const eventsOf = (id: string) => app.events.filter(({ userId }) => userId === id).map(({ type }) => type)

  it('adds somebody with all that is theirs, hashes nothing, and lets them in by it', async () => {
    const [password, secret, key] = [newPassword(), newTotpSecret(), randomBytes(24).toString('base64url')]
    noteSecret(key)
    const person: ImportedUser = {
      ...{ username: newName(), displayName: 'Ada', organizationId: 'acme', admin: true },
      passwordHash: legacyHashes.bcrypt?.(password),
      totp: { secret, confirmedAt: app.clock.now() - 90 * dayMs },
      sshKeys: [
        { name: 'laptop', publicKey: newKeys['ssh-ed25519'](), expiresAt: app.clock.now() + 1.5 * dayMs },
        { name: 'desk', publicKey: newKeys['ssh-ed25519']() },
      ],
      apiKeys: [{ name: 'backup', sha256: hash('sha256', key), expiresAt: app.clock.now() + dayMs }],
    }
    {
      using hashes = countHashes()
      const { totals } = await users(person)
      assert.deepEqual(totals, { lines: 1, refused: 0, made: { ...oneOfEach, sshKeys: 2 }, same: none })
      assert.equal(hashes.count, 0)
    }
    const user = await app.keyward.users.byUsername(person.username ?? '')
    assert.deepEqual(
      [user?.displayName, user?.organizationId, user?.admin, user?.disabled, user?.mfa.totp],
      ['Ada', 'acme', true, false, true],
    )
    const id = user?.id ?? ''
    const types = ['user.created', 'totp.confirmed', 'ssh_key.created', 'ssh_key.created', 'api_key.created']
    assert.deepEqual(eventsOf(id).toSorted(), types.toSorted())
    const { rows } = await app.keyward.sshKeys.list(id, { sort: 'name' })
    assert.deepEqual(
      rows.map(({ name, expiresAt }) => [name, expiresAt && Date.parse(expiresAt)]),
      [
        ['desk', null],
        ['laptop', person.sshKeys?.[0]?.expiresAt],
      ],
    )
    assert.equal((await app.client().get('/api/hello', { bearer: key })).status, 200)
    const row = (await app.store.users.byId(id)) ?? assert.fail()
    const { client, answer } = await passwordStep({ ...app, password }, row)
    assert.equal(answer.status, 202)
    const right = await client.post('/session/totp', { code: codeAt(secret, app.clock.now()) })
    assert.equal(right.status, 201)
  })

  it('adds somebody who is disabled, and somebody of whom nothing but the name is known', async () => {
    const [disabled, bare] = [newName(), newName()]
    await users({ username: disabled, disabled: true }, { username: bare, passwordHash: null, totp: null })
    assert.equal((await app.keyward.users.byUsername(disabled))?.disabled, true)
    const row = await app.store.users.byId(await idOf(bare))
    assert.deepEqual([row?.passwordHash, row?.displayName, row?.admin], [null, null, false])
  })

  it('finds each kind of fault, in all lines, and writes nothing', async () => {
    const now = app.clock.now()
    const [sshKey, apiKey] = [newKeys['ssh-ed25519'](), { name: 'a', sha256: hash('sha256', 'a') }]
    const line = (given: object) => JSON.stringify({ username: newName(), ...given })
    const lines = [
      ['{"username":', ' malformed_json'],
      ['[]', ' wrong_type'],
      [Buffer.from('{"username":"m\xfcller"}', 'latin1'), ' not_utf8'],
      [line({ displayName: 'x'.repeat(262_144) }), ' too_long'],
      ['{}', 'username required'],
      [line({ userId: '7' }), 'userId one_only'],
      ['{"userId":"nobody"}', 'userId unknown_user'],
      ['{"username":"two words"}', 'username invalid_characters'],
      [line({ password: 'x' }), 'password unknown_field'],
      [line({ displayName: 'a\u0000b' }), 'displayName malformed'],
      [line({ organizationId: '' }), 'organizationId required'],
      [line({ admin: 'yes' }), 'admin wrong_type'],
      [line({ passwordHash: 'unheard-of' }), 'passwordHash unreadable_hash'],
      [line({ totp: { secret: '0189', confirmedAt: 0 } }), 'totp.secret malformed_secret'],
      [
        line({ totp: { secret: 'JBSWY3DPEHPK3PXP', confirmedAt: now + 1000 } }),
        'totp.confirmedAt in_the_future',
      ],
      [line({ totp: { secret: 'JBSWY3DPEHPK3PXP' } }), 'totp.confirmedAt required'],
      [line({ sshKeys: [{ name: ' ', publicKey: sshKey }] }), 'sshKeys.0.name required'],
      [line({ sshKeys: [{ name: 'a', publicKey: 'ssh-dss AAAA' }] }), 'sshKeys.0.publicKey unsupported_type'],
      [
        line({ sshKeys: [{ name: 'a', publicKey: newKeys['ssh-ed25519'](), expiresAt: 1 }] }),
        'sshKeys.0.expiresAt in_the_past',
      ],
      [
        line({
          sshKeys: [{ name: 'a', publicKey: newKeys['ssh-ed25519'](), expiresAt: now + 4000 * dayMs }],
        }),
        'sshKeys.0.expiresAt expiry_not_allowed',
      ],
      [line({ apiKeys: [{ ...apiKey, sha256: 'A'.repeat(64) }] }), 'apiKeys.0.sha256 malformed'],
      [line({ apiKeys: [{ ...apiKey, scopes: ['unheard:of'] }] }), 'apiKeys.0.scopes unknown_scope'],
      [
        line({ apiKeys: [{ name: 'a', sha256: hash('sha256', 'b'), expiresAt: now }] }),
        'apiKeys.0.expiresAt in_the_past',
      ],
    ] as const
    const before = app.events.length
    const { outcomes, totals } = await check(...lines.map(([given]) => given), ' ', line({}))
    assert.deepEqual(
      faultsOf(outcomes),
      lines.map(([, fault], i) => `${String(i + 1)} ${fault}`),
    )
    assert.deepEqual(
      [totals.lines, totals.refused, totals.made.users, outcomes.at(-2)?.status],
      [lines.length + 1, lines.length, 1, 'blank'],
    )
    assert.equal(app.events.length, before)
  })

  it('lists all that is wrong with one line, by its path', async () => {
    const { outcomes } = await check({
      username: 'two words',
      passwordHash: 'unheard-of',
      totp: { secret: 'x', confirmedAt: 0 },
      sshKeys: [
        { name: 'a', publicKey: newKeys['ssh-ed25519']() },
        { name: 'A', publicKey: '' },
      ],
      apiKeys: [
        { name: 'a', sha256: hash('sha256', randomBytes(8)) },
        { name: 'A', sha256: hash('sha256', randomBytes(8)) },
      ],
    })
    assert.deepEqual(faultsOf(outcomes).toSorted(), [
      '1 apiKeys.1.name name_taken',
      '1 passwordHash unreadable_hash',
      '1 sshKeys.1.publicKey required',
      '1 totp.secret malformed_secret',
    ])
  })

  it('a secret in a log: repeats no value, whatever is wrong with it', async () => {
    const values = Array.from({ length: 6 }, () => randomBytes(15).toString('base64url'))
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = values
    const lines = [
      `{"username":"${a}","passwordHash":"${b}"`,
      { username: newName(), passwordHash: c, totp: { secret: d, confirmedAt: 0 } },
      { username: newName(), sshKeys: [{ name: 'a', publicKey: e }], apiKeys: [{ name: 'a', sha256: f }] },
      { username: newName(), [`${'-'.repeat(50)}${a}`]: 1 },
    ]
    for (const call of [check, users]) {
      const { outcomes } = await call(...lines)
      assert.ok(outcomes.every(({ status }) => status === 'refused'))
      const told = JSON.stringify(outcomes)
      assert.deepEqual(
        values.filter((value) => told.includes(value)),
        [],
      )
    }
  })

  it('finds what two lines bring both, and says on which line it was', async () => {
    const [first, second] = [newPerson(), newPerson()]
    const { outcomes } = await check(
      first,
      { username: first.username?.toUpperCase() },
      { ...second, sshKeys: first.sshKeys, apiKeys: first.apiKeys },
    )
    assert.deepEqual(faultsOf(outcomes), [
      '2 username duplicate',
      '3 sshKeys.0.publicKey duplicate',
      '3 apiKeys.0.sha256 duplicate',
    ])
    assert.match(outcomes[1]?.errors[0]?.message ?? '', /line 1/)
    await users({ username: second.username })
    const id = await idOf(second.username)
    const again = await check({ username: second.username }, { userId: id })
    assert.deepEqual(faultsOf(again.outcomes), ['2 userId duplicate'])
  })

  it('finds what somebody else has already', async () => {
    const [owner, other] = [newPerson(), newPerson()]
    await users(owner)
    const taking = { ...other, sshKeys: owner.sshKeys, apiKeys: owner.apiKeys }
    for (const call of [check, users]) {
      const { outcomes } = await call(taking)
      assert.deepEqual(faultsOf(outcomes), [
        '1 sshKeys.0.publicKey key_in_use',
        '1 apiKeys.0.sha256 key_in_use',
      ])
    }
    assert.equal(await app.keyward.users.byUsername(taking.username ?? ''), null)
  })

  it('writes nothing that is there, and brings somebody who is there what they lack', async () => {
    const person = newPerson()
    const { username, totp, sshKeys, apiKeys } = person
    await users({ username, sshKeys })
    const id = await idOf(username)
    const owner = await app.signedIn(
      await app.store.users.byId(id).then((row) => withPassword(row?.id ?? '')),
    )
    assert.equal((await owner.get('/session')).status, 200)
    const { totals } = await users({ userId: id, totp, sshKeys, apiKeys })
    assert.deepEqual(
      [totals.made, totals.same],
      [
        { users: 0, totp: 1, sshKeys: 0, apiKeys: 1 },
        { users: 1, totp: 0, sshKeys: 1, apiKeys: 0 },
      ],
    )
    unauthenticated(await owner.get('/session'))
    const seen = app.events.length
    for (const call of [check, users]) {
      const { outcomes, totals } = await call(person)
      assert.deepEqual([outcomes[0]?.status, totals.made, totals.same], ['same', none, oneOfEach])
    }
    assert.equal(app.events.length, seen)
  })

  it('knows a key that was rotated since, which has an end of its own', async () => {
    const username = newName()
    const key = { name: 'old', sha256: hash('sha256', randomBytes(16)), expiresAt: app.clock.now() + dayMs }
    await users({ username, apiKeys: [key] })
    const id = await idOf(username)
    const [stored] = (await app.keyward.apiKeys.list(id)).rows
    app.clock.advance({ hours: 1 })
    const { apiKey, key: text } = await app.keyward.apiKeys.rotate(id, stored?.id ?? '')
    noteSecret(text.reveal())
    assert.notEqual(Date.parse(apiKey.expiresAt ?? ''), key.expiresAt)
    const { outcomes } = await users({ username, apiKeys: [key] })
    assert.equal(outcomes[0]?.status, 'same')
  })

  it('overwrites nothing that is there as something else, and writes nothing else of that line', async () => {
    const person = newPerson({ displayName: 'Ada', organizationId: 'acme' })
    await users(person)
    const other = {
      ...{ username: person.username, displayName: 'Eve', organizationId: null, admin: true, disabled: true },
      passwordHash: legacyHashes.bcrypt?.(newPassword()),
      totp: { secret: newTotpSecret(), confirmedAt: 0 },
      sshKeys: person.sshKeys?.map((key) => ({ ...key, expiresAt: app.clock.now() + dayMs })),
      apiKeys: [
        ...(person.apiKeys?.map((key) => ({
          ...key,
          scopes: ['reports:read'],
          expiresAt: app.clock.now() + 1,
        })) ?? []),
        { name: 'new', sha256: hash('sha256', randomBytes(8)) },
      ],
    }
    for (const call of [check, users]) {
      const { outcomes } = await call(other)
      assert.deepEqual(faultsOf(outcomes), [
        ...['displayName', 'organizationId', 'admin', 'disabled', 'passwordHash', 'totp.secret'].map(
          (field) => `1 ${field} different`,
        ),
        ...['sshKeys.0.expiresAt', 'apiKeys.0.scopes', 'apiKeys.0.expiresAt'].map(
          (field) => `1 ${field} different`,
        ),
      ])
    }
    const id = await idOf(person.username)
    assert.equal((await app.keyward.apiKeys.list(id)).total, 1)
    assert.equal((await users(person)).outcomes[0]?.status, 'same')
  })

  it('leaves what its owner did with it since: another name, a rotation, a password of today’s kind', async () => {
    const password = newPassword()
    const person = newPerson({ totp: null, passwordHash: legacyHashes.scrypt?.(password) })
    await users(person)
    const id = await idOf(person.username)
    assert.equal(await app.keyward.passwords.verify(id, password), true)
    const [ssh] = (await app.keyward.sshKeys.list(id)).rows
    const [api] = (await app.keyward.apiKeys.list(id)).rows
    await app.keyward.sshKeys.update(id, ssh?.id ?? '', { name: 'old laptop' })
    await app.keyward.apiKeys.rotate(id, api?.id ?? '')
    const { outcomes } = await users(person)
    assert.deepEqual([outcomes[0]?.status, faultsOf(outcomes)], ['same', []])
    assert.match((await app.store.users.byId(id))?.passwordHash ?? '', /^\$argon2id\$/)
    const changed = await users({ username: person.username, passwordHash: (await app.user()).passwordHash })
    assert.deepEqual(faultsOf(changed.outcomes), ['1 passwordHash different'])
  })

  it('holds to how many keys one user may have, those that are there among them', async () => {
    const sshKeys = (count: number, from = 0) =>
      Array.from({ length: count }, (_, i) => ({
        name: `key ${String(i + from)}`,
        publicKey: newKeys['ssh-ed25519'](),
      }))
    const apiKeys = (count: number, from = 0) =>
      Array.from({ length: count }, (_, i) => ({
        name: `key ${String(i + from)}`,
        sha256: hash('sha256', randomBytes(8)),
      }))
    const faults = ['1 sshKeys limit_reached', '1 apiKeys limit_reached']
    const all = await check({ username: newName(), sshKeys: sshKeys(51), apiKeys: apiKeys(51) })
    assert.deepEqual(faultsOf(all.outcomes), faults)
    const username = newName()
    assert.equal((await users({ username, sshKeys: sshKeys(50), apiKeys: apiKeys(50) })).totals.refused, 0)
    const more = { username, sshKeys: sshKeys(1, 50), apiKeys: apiKeys(1, 50) }
    for (const call of [check, users]) assert.deepEqual(faultsOf((await call(more)).outcomes), faults)
  })

  it('holds to the policy of the organisation that somebody comes to', async () => {
    const organizationId = newName()
    await app.keyward.policies.replace(
      { kind: 'organization', id: organizationId },
      { sshKeys: { maxDays: 30 } },
    )
    const key = { name: 'a', publicKey: newKeys['ssh-ed25519']() }
    const line = (expiresAt?: number | null) => ({
      ...{ username: newName(), organizationId },
      sshKeys: [{ ...key, expiresAt }],
    })
    for (const end of [null, app.clock.now() + 31 * dayMs]) {
      assert.deepEqual(faultsOf((await check(line(end))).outcomes), [
        '1 sshKeys.0.expiresAt expiry_not_allowed',
      ])
    }
    const allowed = line()
    assert.equal((await users(allowed)).totals.refused, 0)
    const [made] = (await app.keyward.sshKeys.list(await idOf(allowed.username))).rows
    assert.equal(Date.parse(made?.expiresAt ?? '') - Date.parse(made?.createdAt ?? ''), 30 * dayMs)
  })

  it('writes the other lines where some do not fit, though none were checked', async () => {
    const people = Array.from({ length: 250 }, () => newPerson({ totp: null }))
    const [first = {}, second = {}] = people
    const lines = people.toSpliced(120, 0, { ...newPerson(), sshKeys: first.sshKeys }, first, {
      username: second.username,
      sshKeys: [...(second.sshKeys ?? []), { name: 'another', publicKey: newKeys['ssh-ed25519']() }],
    })
    const { outcomes, totals } = await users(...lines)
    assert.deepEqual(faultsOf(outcomes), ['121 sshKeys.0.publicKey key_in_use'])
    assert.deepEqual([totals.lines, totals.made.users, totals.made.sshKeys], [253, 250, 251])
    const inOneBatch = await users(
      ...[0, 1].map(() => ({ ...newPerson(), username: lines[0] && newName() })),
      first,
    )
    assert.equal(inOneBatch.totals.refused, 0)
    const twice = newPerson()
    const both = await users(twice, newPerson(), { ...newPerson(), sshKeys: twice.sshKeys })
    assert.deepEqual(faultsOf(both.outcomes), ['3 sshKeys.0.publicKey key_in_use'])
    assert.equal(both.totals.made.users, 2)
  })

  it('takes nothing for lines that is none', async () => {
    for (const lines of [undefined, null, 5, 'text', {}]) {
      await assert.rejects(app.keyward.import.users(lines as never), { code: 'invalid_input' })
      await assert.rejects(app.keyward.import.check(lines as never), { code: 'invalid_input' })
    }
    await assert.rejects(app.keyward.import.users([], { all: 1 } as never), { code: 'invalid_input' })
  })

  /** Gives somebody the password that every user of the tests has. */
  async function withPassword(id: string) {
    await app.keyward.users.setPassword(id, app.password)
    return (await app.store.users.byId(id)) ?? assert.fail()
  }
})

describeOnEach('bringing users in by lines, without importedApiKeys', (database) => {
  it('refuses API keys, which no guard would accept', async () => {
    const opened = await migrated(database)
    const app = await startApp(expressFramework, { store: typeormStore(opened.dataSource) })
    const { outcomes } = await imported(app.keyward.import.check, [newPerson()])
    assert.deepEqual(faultsOf(outcomes), ['1 apiKeys.0 not_accepted'])
    await app.close()
    await opened.close()
  })
})
