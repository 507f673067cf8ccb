import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import { createKeyward, KeywardError } from '../src/index.js'
import type { UserRow, UserStore } from '../src/index.js'
import { newConfiguredSecret, origin } from './support/app.js'
import { sqliteDatabase } from './support/database.js'
import { expressFramework } from './support/express-host.js'
import { invalidToken, refused, unauthenticated } from './support/problems.js'
import { newPassword, noteSecret } from './support/secrets.js'
import { appFor } from './support/suite.js'
import { plainClient } from './support/plain-client.js'

const code = (expected: string) => (error: unknown) =>
  error instanceof KeywardError && error.code === expected

describe('keyward.users', () => {
  const app = appFor(expressFramework)

  it('makes users whose password is taken as it is', async () => {
    const { keyward, client, events } = app()
    const made = await keyward.users.create({ username: 'Host.Made', password: 'x', admin: true })
    assert.deepEqual([made.username, made.admin, made.disabled], ['Host.Made', true, false])
    assert.equal((await client().post('/session', { username: 'host.made', password: 'x' })).status, 201)
    const event = events.find(({ type }) => type === 'user.created')
    assert.deepEqual(event?.actor, { kind: 'host', id: 'host', name: null })
    await assert.rejects(
      keyward.users.create({ username: 'HOST.MADE', password: 'x' }),
      code('username_taken'),
    )
    await assert.rejects(keyward.users.create({ username: 'no good', password: 'x' }), code('invalid_input'))
    await assert.rejects(keyward.users.create({ username: 'good', password: '' }), code('invalid_input'))
  })

  it('finds a user by name, whatever its case', async () => {
    const { keyward, user } = app()
    const { id } = await user({ username: 'Findable' })
    assert.equal((await keyward.users.byUsername('FINDABLE'))?.id, id)
    assert.equal(await keyward.users.byUsername('nobody'), null)
  })

  it('the host’s own code disables, enables and removes a user', async () => {
    const { keyward, signedIn, client } = app()
    const owner = await signedIn()
    const { id } = owner.user
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body
    await keyward.users.disable(id)
    unauthenticated(await owner.get('/session'))
    invalidToken(await client().get('/api/hello', { bearer: key }))
    await keyward.users.enable(id)
    assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
    await keyward.users.remove(id)
    invalidToken(await client().get('/api/hello', { bearer: key }))
    await assert.rejects(keyward.users.remove(id), code('not_found'))
  })

  it('sets a password, which ends sessions and tokens', async () => {
    const { keyward, signedIn, client } = app()
    const owner = await signedIn()
    const { token } = (await owner.post('/tokens', {})).body
    const password = newPassword()
    await keyward.users.setPassword(owner.user.id, password)
    unauthenticated(await owner.get('/session'))
    invalidToken(await client().get('/api/hello', { bearer: token }))
    assert.equal((await client().post('/session', { username: owner.user.username, password })).status, 201)
  })
})

describe('keyward.apiKeys', () => {
  const app = appFor(expressFramework)

  it('makes a key for a user', async () => {
    const { keyward, user, client } = app()
    const { id, username } = await user()
    const { apiKey, key } = await keyward.apiKeys.create(id, {
      name: 'ci',
      expiresInDays: 7,
      scopes: ['reports:read'],
    })
    noteSecret(key.reveal())
    assert.deepEqual(apiKey.scopes, ['reports:read'])
    assert.equal((await client().get('/api/hello', { bearer: key.reveal() })).body.hello, username)
    await assert.rejects(keyward.apiKeys.create('nobody', { name: 'a' }), code('not_found'))
    await assert.rejects(keyward.apiKeys.create(id, { name: 'CI' }), code('name_taken'))
  })
})

describe('keyward.adapter.signInUser', () => {
  const app = appFor(expressFramework)

  it('a text in place of the list of methods: proves nothing, and signs nobody in', async () => {
    const { keyward, user } = app()
    const { id } = await user()
    for (const by of [
      { amr: 'otp' },
      { amr: [] },
      { amr: [5] },
      { amr: ['one time'] },
      {},
      undefined,
      { otp: 1 },
    ]) {
      const given = by as { amr: readonly string[] }
      await assert.rejects(keyward.adapter.signInUser(plainClient(), id, given), code('invalid_input'))
    }
    const wrong = 5 as unknown as string
    await assert.rejects(
      keyward.adapter.signInUser(plainClient(), wrong, { amr: ['pwd'] }),
      code('invalid_input'),
    )
    assert.deepEqual((await keyward.sessions.list(id)).rows, [])
  })
})

describe('keyward.adapter.replyTo', () => {
  const app = appFor(expressFramework)

  it('answers keyward’s refusals and the body parsers’, and nothing else', () => {
    const { replyTo } = app().keyward.adapter
    assert.equal(replyTo(new KeywardError('not_found'))?.status, 404)
    assert.equal(replyTo(Object.assign(new SyntaxError('quotes the body'), { status: 400 }))?.status, 400)
    assert.equal(replyTo(Object.assign(new Error('too large'), { status: 413 }))?.status, 413)
    assert.equal(replyTo(Object.assign(new Error('charset'), { status: 415 }))?.status, 415)
    const others = [
      new Error('x'),
      new SyntaxError('x'),
      Object.assign(new Error('x'), { status: 418 }),
      null,
      'text',
      { status: 413 },
    ]
    for (const error of others) assert.equal(replyTo(error), null)
  })

  it('repeats nothing of another’s message', () => {
    const error = Object.assign(new SyntaxError('Unexpected token in "my words"'), {
      status: 400,
      body: 'my words',
    })
    assert.ok(!JSON.stringify(app().keyward.adapter.replyTo(error)).includes('my words'))
  })
})

describe('the secrets of createKeyward', () => {
  it('are rotated by putting a new one in front; an old one can go once nothing stands under it', async () => {
    const { dataSource, close } = await sqliteDatabase()
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    const start = (...secrets: string[]) =>
      createKeyward({ store: typeormStore(dataSource), secrets, origins: [origin] })
    const use = async (keyward: ReturnType<typeof start>, key: string) => {
      const client = plainClient({ authorization: [`Bearer ${key}`] })
      return (await keyward.adapter.guard()(client)).user?.username
    }
    const first = start(older)
    await first.ready()
    const { id } = await first.users.create({ username: 'ada', password: 'x' })
    const key = (await first.apiKeys.create(id, { name: 'a' })).key.reveal()
    const before = await first.secretsInUse()
    await first.close()

    const second = start(newer, older)
    await second.ready()
    assert.equal(await use(second, key), 'ada')
    await second.close()
    const third = start(newer)
    assert.equal(await use(third, key), 'ada')
    const after = await third.secretsInUse()
    assert.deepEqual([before.length, after.length], [1, 1])
    assert.notDeepEqual(before, after)
    await assert.rejects(use(start(older), key), code('invalid_token'))
    await third.close()
    await close()
  })
})

describe('a host with users of its own', () => {
  const rows = new Map<string, UserRow>()
  const bare: UserStore = {
    byId: async (id) => rows.get(id) ?? null,
    byUsername: async (key) =>
      [...rows.values()].find(({ username }) => username.toLowerCase() === key) ?? null,
    list: async () => ({ rows: [...rows.values()], more: false }),
    async setPasswordHash(id, passwordHash) {
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, passwordHash })
    },
  }
  const full: UserStore = {
    ...bare,
    async create(user) {
      const id = `own-${rows.size + 1}`
      rows.set(id, { ...user, id })
      return id
    },
    async update(id, patch) {
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, ...patch })
    },
    async remove(id) {
      rows.delete(id)
    },
  }
  const isAdmin = ({ username }: { username: string }) => ['boss', 'chief'].includes(username)
  const app = appFor(expressFramework, { users: full, options: { isAdmin } })
  const without = appFor(expressFramework, { users: bare, options: { isAdmin } })
  const changing = appFor(expressFramework, { users: { ...full, remove: undefined }, options: { isAdmin } })
  const join = async (username: string) => {
    const password = newPassword()
    const { id } = await app().keyward.users.create({ username, password })
    return { id, username, password }
  }

  it('has them sign in, under the ids it chose', async () => {
    const { id, username, password } = await join('linus')
    assert.match(id, /^own-\d+$/)
    const client = app().client()
    assert.equal((await client.post('/session', { username, password })).body.user.id, id)
    const { key } = (await client.post('/api-keys', { name: 'a' })).body
    assert.equal((await app().client().get('/api/hello', { bearer: key })).body.hello, username)
    const changed = { currentPassword: password, newPassword: newPassword() }
    assert.equal((await client.put('/password', changed)).status, 204)
    const again = { username, password: changed.newPassword }
    assert.equal((await app().client().post('/session', again)).status, 201)
  })

  it('is administered through its own verbs', async () => {
    const { username, password } = await join('boss')
    const member = await join('member')
    const boss = app().client()
    await boss.post('/session', { username, password })
    const path = `/admin/users/${member.id}`
    const key = (await app().keyward.apiKeys.create(member.id, { name: 'a' })).key.reveal()
    const shown = async () =>
      (await app().client().get('/api/hello', { bearer: key })).body.user?.displayName as unknown
    assert.deepEqual([await shown(), await shown()], [null, null])
    assert.equal((await boss.patch(path, { displayName: 'M' })).body.displayName, 'M')
    assert.equal(rows.get(member.id)?.displayName, 'M')
    // Guards remember nobody as they were, although no write of keyward's changed them.
    assert.equal(await shown(), 'M')
    assert.equal((await boss.delete(path)).status, 204)
    assert.equal(rows.has(member.id), false)
  })

  it('says what it changed itself: a disabled or removed user is out at once', async () => {
    for (const change of ['disabled', 'removed'] as const) {
      const { id, username, password } = await join(`to-be-${change}`)
      const client = app().client()
      await client.post('/session', { username, password })
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const row = rows.get(id)
      assert.ok(row)
      if (change === 'disabled') rows.set(id, { ...row, disabled: true })
      else rows.delete(id)
      invalidToken(await app().client().get('/api/hello', { bearer: key }))
      await (change === 'disabled' ? app().keyward.users.changed(id) : app().keyward.users.removed(id))
      rows.set(id, row)
      unauthenticated(await client.get('/session'))
      const { status } = await app().client().get('/api/hello', { bearer: key })
      assert.equal(status, change === 'disabled' ? 200 : 401)
    }
  })

  it('answers 405 with Allow where it has no such verb', async () => {
    const { id, username, password } = await join('chief')
    const boss = without().client()
    assert.equal((await boss.post('/session', { username, password })).status, 201)
    for (const answer of [
      await boss.post('/admin/users', { username: 'new', password: newPassword() }),
      await boss.patch(`/admin/users/${id}`, { displayName: 'x' }),
      await boss.delete(`/admin/users/${id}`),
    ]) {
      refused(answer, 405, 'method_not_allowed')
      assert.equal(answer.headers.allow, 'GET, HEAD')
    }
    assert.equal((await boss.get('/admin/users')).status, 200)
    const clerk = changing().client()
    assert.equal((await clerk.post('/session', { username, password })).status, 201)
    const removed = await clerk.delete(`/admin/users/${id}`)
    refused(removed, 405, 'method_not_allowed')
    assert.equal(removed.headers.allow, 'GET, PATCH, HEAD')
  })
})

describe('the origins that security keys are not for', () => {
  async function warned(origins: readonly string[], rpId?: string): Promise<readonly string[]> {
    const database = await sqliteDatabase()
    const warnings: string[] = []
    const note = (warning: Error & { code?: string }) => {
      if (warning.code === 'KEYWARD_NO_SECURITY_KEYS') warnings.push(warning.message)
    }
    process.on('warning', note)
    try {
      createKeyward({
        ...{ store: typeormStore(database.dataSource), secrets: [newConfiguredSecret()], origins },
        ...(rpId !== undefined && { rpId }),
      })
      await setImmediate()
    } finally {
      process.off('warning', note)
      await database.close()
    }
    return warnings
  }

  it('are named in one warning, with the domain that would serve all', async () => {
    for (const [origins, keyless, above] of [
      [['https://app.example.com', 'https://admin.example.com'], 'https://admin.example.com', 'example.com'],
      [
        ['https://a.x.example.com', 'https://example.com', 'https://b.x.example.com'],
        'https://b.x.example.com',
        'example.com',
      ],
      [['https://app.example.com', 'https://app.example.org'], 'https://app.example.org', null],
      [['https://a.com', 'https://b.com'], 'https://b.com', null],
      [['https://badexample.com', 'https://example.com'], 'https://example.com', null],
      [['http://localhost:1', 'http://127.0.0.1:2'], 'http://127.0.0.1:2', null],
      [['http://[::1]:2', 'http://localhost:1'], 'http://[::1]:2', null],
      [['https://192.0.2.1', 'https://a.example.com', 'https://b.example.com'], 'https://192.0.2.1', null],
    ] as const) {
      const warnings = await warned(origins)
      assert.equal(warnings.length, 1, origins.join())
      const [message = ''] = warnings
      assert.ok(message.includes(keyless), message)
      assert.equal(/rpId: "([^"]*)"/.exec(message)?.[1] ?? null, above, message)
    }
  })

  it('are none where the domain serves all', async () => {
    for (const [origins, rpId] of [
      [['https://app.example.com']],
      [['https://app.example.com', 'https://app.example.com:8443']],
      [['https://example.com', 'https://admin.example.com']],
      [['http://localhost:3000', 'http://localhost:3001']],
      [['https://app.example.com', 'https://admin.example.com'], 'example.com'],
    ] as const) {
      assert.deepEqual(await warned(origins, rpId), [], origins.join())
    }
  })
})
