import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mock } from 'node:test'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { passwords } from '../../src/credentials/password.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward, UserRow, UserStore } from '../../src/index.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'
import { newPassword } from '../support/secrets.js'
import { guardedApp } from './guarded-app.js'
import type { Person } from './load.js'
import { linkOf } from './scene.js'
import type { Fault } from './under-load.js'
import { everything, strikeMs, underLoad } from './under-load.js'

/** What a function of the host's does when it is called. */
type Mood = 'well' | 'throws' | 'rejects' | 'hangs'

const moods = ['throws', 'rejects', 'hangs'] as const

describe('a host', () => {
  const mood: Record<'users' | 'listeners', Mood> = { users: 'well', listeners: 'well' }
  const people = new Map<string, UserRow>()
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  let database: Database
  let keyward: Keyward
  let server: Server

  before(async () => {
    process.on('uncaughtException', note).on('unhandledRejection', note)
    // It warns of each event that a listener fails at.
    mock.method(process, 'emitWarning', () => undefined)
    database = await sqliteDatabase({ user: false })
    const store = typeormStore(database.dataSource, {
      users: storeOf(people, (work) => inMood(mood.users, work)),
    })
    keyward = createKeyward({ store, secrets: [newConfiguredSecret()], origins: [origin] })
    keyward.events.on('*', () => inMood(mood.listeners, () => undefined))
    server = createServer(guardedApp(keyward))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  after(async () => {
    server.close()
    server.closeAllConnections()
    await keyward.close()
    await database.close()
    mock.restoreAll()
    process.off('uncaughtException', note).off('unhandledRejection', note)
    assert.deepEqual(unhandled, [])
  })

  for (const how of moods) {
    strike(`whose user store ${how}`, 'users', how, undefined)
    strike(`whose listener ${how}`, 'listeners', how, everything)
  }

  function strike(title: string, whose: keyof typeof mood, how: Mood, spares: Fault['spares']): void {
    it(title, async () => {
      const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
      const scene = { dataSource: database.dataSource, keyward, person, links }
      await underLoad(scene, [{ url, output: () => url }], {
        begin: () => (mood[whose] = how),
        end: () => (mood[whose] = 'well'),
        spares,
      })
    }).timeout(strikeMs)
  }

  async function person(): Promise<Person> {
    const [id, username, password] = [randomUUID(), `user-${randomUUID()}`, newPassword()]
    const passwordHash = await passwords().hash(password)
    const nobodys = { displayName: null, organizationId: null, admin: false, disabled: false }
    people.set(id, { ...nobodys, id, username, passwordHash, createdAt: Date.now() })
    return { id, username, password }
  }

  async function links(count: number) {
    const owners = await Promise.all(Array.from({ length: count }, person))
    return Promise.all(owners.map(({ id }) => linkOf(keyward, id)))
  }
})

function inMood<T>(mood: Mood, work: () => T): T | Promise<never> {
  const broken = new TypeError('cannot read properties of undefined')
  if (mood === 'throws') throw broken
  if (mood === 'rejects') return Promise.reject(broken)
  return mood === 'hangs' ? new Promise<never>(() => undefined) : work()
}

/** A host's own users; `call` is how each of its functions is called. */
function storeOf(people: Map<string, UserRow>, call: <T>(work: () => T) => T | Promise<never>): UserStore {
  const find = async (matches: (row: UserRow) => boolean) => [...people.values()].find(matches) ?? null
  return {
    byId: (id) => call(async () => people.get(id) ?? null),
    byUsername: (key) => call(() => find(({ username }) => username === key)),
    list: () => call(async () => ({ rows: [...people.values()], more: false })),
    setPasswordHash: (id, passwordHash) =>
      call(async () => {
        const row = people.get(id)
        if (row) people.set(id, { ...row, passwordHash })
      }),
  }
}
