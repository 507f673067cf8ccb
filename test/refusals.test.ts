import assert from 'node:assert/strict'
import type { DataSourceOptions } from 'typeorm'
import { describe, it } from 'mocha'
import { migrate, typeormStore } from '../adapters/typeorm/index.js'
import { createKeyward } from '../src/index.js'
import type { Client, Guard, Store } from '../src/index.js'
import { connect, describeOnEach } from './databases.js'
import { newConfiguredSecret, origin } from './support/app.js'
import { fakeClock } from './support/clock.js'
import { expressFramework } from './support/express-host.js'
import { plainClient } from './support/plain-client.js'
import { appFor } from './support/suite.js'
import { tcpProxy } from './support/tcp-proxy.js'

const from = (ip: string, method = 'POST'): Client => ({
  ...plainClient({ authorization: ['Bearer kwk_rubbish'] }, method),
  ip: () => ip,
})

describe('a flood of refusals', () => {
  const app = appFor(expressFramework)
  const refuse = async (guard: Guard, client: Client): Promise<void> => {
    await assert.rejects(async () => guard(client), { status: 401 })
  }
  const told = (test: (ip: string | null) => boolean) =>
    app().events.filter(({ type, ip }) => type === 'request.refused' && test(ip))
  const sum = (events: readonly { readonly count: number }[]) =>
    events.reduce((total, { count }) => total + count, 0)

  it('of 10,000 from one address leaves few rows, and none is lost', async () => {
    const { keyward, signedIn, clock } = app()
    const guard = keyward.adapter.guard()
    for (let i = 0; i < 10_000; i++) {
      await refuse(guard, from(`2001:db8:0:1::${i.toString(16)}`, i % 2 ? 'GET' : 'POST'))
      if (i === 5000) clock.advance({ minutes: 1 })
    }
    await (await signedIn()).get('/events')
    const rows = told((ip) => ip?.startsWith('2001:db8:0:1:') === true)
    assert.ok(rows.length <= 4, `${String(rows.length)} rows`)
    assert.equal(sum(rows), 10_000)
  })

  it('of 10,000 of twenty kinds from one address leaves twenty rows, ten of them at once, and none is lost', async () => {
    const { keyward, signedIn, clock } = app()
    clock.advance({ minutes: 2 })
    const owner = await signedIn()
    await owner.get('/events')
    const ip = '198.51.100.200'
    const guard = keyward.adapter.guard({ scopes: ['reports:write'] })
    // Each request is one of its own.
    const clients: (() => Client)[] = []
    for (let i = 0; i < 20; i++) {
      const { key } = await keyward.apiKeys.create(owner.user.id, {
        name: `key ${i}`,
        scopes: ['reports:read'],
      })
      const authorization = [`Bearer ${key.reveal()}`]
      clients.push(() => ({ ...plainClient({ authorization }, 'POST'), ip: () => ip }))
    }
    const refuseAll = async (of: readonly (() => Client)[]): Promise<void> => {
      for (const client of of) await assert.rejects(async () => guard(client()), { status: 403 })
    }
    await refuseAll(clients)
    assert.equal(told((from) => from === ip).length, 10)
    // The last are the most frequent ones.
    for (let i = 0; i < 499; i++) await refuseAll(i < 400 ? clients : clients.slice(11))
    await owner.get('/events')
    const rows = told((from) => from === ip)
    assert.equal(rows.length, 20)
    assert.equal(sum(rows), 20 * 401 + 9 * 99)
    assert.deepEqual(new Set(rows.map(({ userId }) => userId)), new Set([owner.user.id]))
    const [rest, ...others] = rows.filter(({ reason }) => reason === 'various')
    assert.deepEqual([rest?.subject, rest?.count, others], [null, 401 + 10 * 400, []])
  })

  it('that is none is written kind by kind, however many kinds', async () => {
    const { keyward, signedIn, clock } = app()
    clock.advance({ minutes: 2 })
    const owner = await signedIn()
    const guard = keyward.adapter.guard({ scopes: ['reports:write'] })
    const ids: string[] = []
    for (let i = 0; i < 15; i++) {
      const { apiKey, key } = await keyward.apiKeys.create(owner.user.id, {
        name: `${i}`,
        scopes: ['reports:read'],
      })
      const client = () => plainClient({ authorization: [`Bearer ${key.reveal()}`] }, 'POST')
      for (let n = 0; n < 3; n++) await assert.rejects(async () => guard(client()), { status: 403 })
      ids.push(apiKey.id)
    }
    await owner.get('/events')
    for (const id of ids)
      assert.equal(
        sum(app().events.filter(({ subject, outcome }) => subject?.id === id && outcome === 'refused')),
        3,
      )
  })

  it('of guesses at names is written without a word, in time, of which names there are', async () => {
    const { client, user, clock, signedIn } = app()
    const { username } = await user()
    const signIn = async (name: string): Promise<number> => {
      const before = app().events.length
      await client().post('/session', { username: name, password: 'not the right one' })
      return app().events.length - before
    }
    clock.advance({ minutes: 2 })
    await (await signedIn()).get('/events')
    assert.equal(await signIn('nobody-by-that-name'), 1)
    const before = app().events.length
    for (const name of [username, 'another-nobody', username, 'nobody-else']) {
      assert.equal(await signIn(name), 0, name)
    }
    await (await signedIn()).get('/events')
    const told = app()
      .events.slice(before)
      .filter(({ type }) => type === 'session.refused')
    assert.deepEqual(told.map(({ subject, count }) => [subject?.name ?? null, count]).toSorted(), [
      [null, 2],
      [username, 2],
    ])
  })

  it('from ever more addresses is counted together from some on, and crowds out no user’s', async () => {
    const { keyward, signedIn } = app()
    const owner = await signedIn()
    const guard = keyward.adapter.guard()
    for (let i = 0; i < 5000; i++) {
      await refuse(guard, from(`10.1.${String(i >> 8)}.${String(i & 255)}`, 'GET'))
    }
    await owner.get('/admin/users')
    await owner.get('/events')
    const known = told((ip) => ip?.startsWith('10.1.') === true)
    const rest = told((ip) => ip === null)
    assert.ok(known.length <= 1000 && rest.length === 1, `${String(known.length)} and ${String(rest.length)}`)
    assert.equal(sum([...known, ...rest]), 5000)
    assert.deepEqual(
      app()
        .events.filter(({ userId, outcome }) => userId === owner.user.id && outcome === 'refused')
        .map(({ reason }) => reason),
      ['forbidden'],
    )
  })
})

describeOnEach('closing', (database) => {
  if (database.name === 'sqlite') return

  it('while the database is cut off closes the store all the same; what came before the cut is not lost', async () => {
    const created = await database.create()
    const proxy = await tcpProxy((created.options as { port: number }).port)
    const through = { ...created.options, port: proxy.port } as DataSourceOptions
    const dataSource = await connect(through)
    let closed = 0
    try {
      await migrate(dataSource)
      const inner = typeormStore(dataSource)
      const store: Store = {
        ...inner,
        async close() {
          closed++
          await inner.close()
        },
      }
      const secrets = [newConfiguredSecret()]
      const { now } = fakeClock()
      const keyward = createKeyward({ store, secrets, origins: [origin], now })
      const guard = keyward.adapter.guard()
      await assert.rejects(async () => guard(from('192.0.2.1', 'GET')), { status: 401 })
      proxy.cut()
      await assert.rejects(keyward.close(), { name: 'StoreUnavailableError' })
      assert.equal(closed, 1)
      proxy.restore()
      // It was kept: closing again writes it.
      await keyward.close()
      const { rows } = await inner.audit.list({ types: ['request.refused'] }, { limit: 10, before: null })
      assert.deepEqual(
        rows.map(({ reason, count }) => [reason, count]),
        [['invalid_token', 1]],
      )
    } finally {
      await dataSource.destroy().catch(() => undefined)
      await proxy.close()
      await created.drop()
    }
  })
})
