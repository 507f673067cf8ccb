import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { mint } from '../../src/crypto/secret.js'
import { createKeyward, KeywardError } from '../../src/index.js'
import type { Client, Guard, Keyward, KeywardOptions, Passed, Store } from '../../src/index.js'
import { newConfiguredSecret } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'
import { plainClient } from '../support/plain-client.js'
import type { StoppedTime } from '../support/stopped-time.js'
import { stoppedTime } from '../support/stopped-time.js'

const secret = newConfiguredSecret()

describe('what guards remember', () => {
  const clock = fakeClock()
  let database: Database
  let store: Store
  let reads: number
  let keyward: Keyward
  let guard: Guard
  let userId: string
  let time: StoppedTime

  beforeEach(async () => {
    // What is remembered is forgotten after 5 s.
    time = stoppedTime()
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    reads = 0
    keyward = keywardOver(counting(store))
    guard = keyward.adapter.guard()
    userId = (await keyward.users.create({ username: 'ada', password: 'correct horse battery' })).id
  })
  afterEach(async () => {
    time[Symbol.dispose]()
    await keyward.close()
    await database.close()
  })

  function keywardOver(over: Store, more: Partial<KeywardOptions> = {}): Keyward {
    const origins = ['http://localhost:3000']
    return createKeyward({ store: over, secrets: [secret], origins, now: clock.now, ...more })
  }

  /** The same store; the look-ups of API keys are counted. */
  function counting(over: Store): Store {
    const byDigest: Store['apiKeys']['byDigest'] = (digests) => {
      reads++
      return over.apiKeys.byDigest(digests)
    }
    return { ...over, apiKeys: { ...over.apiKeys, byDigest } }
  }

  async function issue(name: string, expiresInDays?: number): Promise<{ id: string; text: string }> {
    const { apiKey, key } = await keyward.apiKeys.create(userId, { name, expiresInDays })
    return { id: apiKey.id, text: key.reveal() }
  }

  async function refusedNow(text: string): Promise<void> {
    await assert.rejects(async () => guard(clientWith(text)), { code: 'invalid_token' })
  }

  function revoke(id: string): Promise<boolean> {
    return store.commit([store.apiKeys.remove(userId, id)])
  }

  it('is answered at once, without a read, and not to be changed by whoever is told', async () => {
    const { text } = await issue('a')
    const first = await guard(clientWith(text))
    const second = guard(clientWith(text))
    assert.ok(!(second instanceof Promise))
    assert.equal(reads, 1)
    assert.deepEqual(second, first)
    for (const part of [second, second.user, second.authInfo, second.authInfo?.credential]) {
      assert.ok(Object.isFrozen(part))
    }
    assert.throws(() => (second.authInfo?.scopes as string[]).push('admin'), TypeError)
  })

  it('ends with a revocation before that is answered', async () => {
    for (let round = 0; round < 50; round++) {
      const { id, text } = await issue(`key ${String(round)}`)
      await guard(clientWith(text))
      assert.ok(!(guard(clientWith(text)) instanceof Promise))
      await revoke(id)
      await refusedNow(text)
    }
  })

  it('a read that is overtaken by a revocation is not remembered, nor shared with those who come after', async () => {
    const { id, text } = await issue('a')
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let tell: () => void = () => undefined
    const wasRead = new Promise<void>((resolve) => (tell = resolve))
    const slow = keywardOver({
      ...store,
      apiKeys: {
        ...store.apiKeys,
        async byDigest(digests) {
          const found = await store.apiKeys.byDigest(digests)
          if (found) {
            tell()
            await released
          }
          return found
        },
      },
    })
    const slowly = slow.adapter.guard()
    const before = slowly(clientWith(text))
    await wasRead
    await revoke(id)
    await assert.rejects(async () => slowly(clientWith(text)), { code: 'invalid_token' })
    release()
    assert.equal((await before).user?.id, userId)
    await assert.rejects(async () => slowly(clientWith(text)), { code: 'invalid_token' })
    await slow.close()
  })

  it('is judged anew at each use: an expired key is refused on the second', async () => {
    const { text } = await issue('a', 7)
    await guard(clientWith(text))
    clock.advance({ days: 7, ms: -1 })
    assert.ok(!(guard(clientWith(text)) instanceof Promise))
    clock.advance({ ms: 1 })
    await refusedNow(text)
    assert.equal(reads, 1)
  })

  it('ends when the owner is disabled, and when they are back the key is, too', async () => {
    const { text } = await issue('a')
    await guard(clientWith(text))
    await keyward.users.disable(userId)
    await refusedNow(text)
    await keyward.users.enable(userId)
    assert.equal((await guard(clientWith(text))).user?.id, userId)
  })

  it('is read once for all who ask at the same time', async () => {
    const { text } = await issue('a')
    const all = await Promise.all(Array.from({ length: 100 }, async () => guard(clientWith(text))))
    assert.equal(new Set(all.map(({ user }) => user)).size, 1)
    assert.equal(reads, 1)
  })

  it('asks once for a secret that nobody has, and a flood of them drives out nothing', async () => {
    const { text } = await issue('a')
    guard = keywardOver(counting(store), { verificationCache: { maxEntries: 100 } }).adapter.guard()
    await guard(clientWith(text))
    const unknown = mint('kw', 'api_key').reveal()
    await refusedNow(unknown)
    await refusedNow(unknown)
    assert.equal(reads, 2)
    for (let i = 0; i < 1100; i++) await refusedNow(mint('kw', 'api_key').reveal())
    assert.ok(!(guard(clientWith(text)) instanceof Promise))
  })

  it('a text that was never a credential costs no read', async () => {
    const { text } = await issue('a')
    for (const junk of [`${text.slice(0, -1)}!`, `${text}0`, text.slice(1), 'kwk_', '', 'x'.repeat(500)]) {
      await assert.rejects(async () => guard(clientWith(junk)), KeywardError)
    }
    assert.equal(reads, 0)
  })

  it('is nothing where no entries are allowed', async () => {
    const { text } = await issue('a')
    const forgetful = keywardOver(counting(store), { verificationCache: { maxEntries: 0 } }).adapter.guard()
    for (let i = 1; i <= 3; i++) {
      await forgetful(clientWith(text))
      assert.equal(reads, i)
    }
  })

  it('is nothing while nobody can tell what was revoked', async () => {
    const { text } = await issue('a')
    const revision = { ...store.revision, current: () => null }
    const unsure = keywardOver(counting({ ...store, revision })).adapter.guard()
    for (let i = 1; i <= 3; i++) {
      await unsure(clientWith(text))
      assert.equal(reads, i)
    }
  })

  it('is a session, too, until it ends', async () => {
    const asked = clientWith('')
    const { cookies } = await keyward.adapter.signInUser(asked, userId, { amr: ['pwd'] })
    const cookie = cookies.find((line) => line.startsWith('keyward='))?.split(';')[0] ?? ''
    const browser = plainClient({ cookie: [cookie] })
    await guard(browser)
    const second = guard(browser)
    assert.ok(!(second instanceof Promise))
    assert.equal(second.authInfo?.credential.kind, 'session')
    await keyward.adapter.signOut(browser)
    await assert.rejects(async () => guard(browser), { code: 'unauthenticated' })
  })

  it('a host’s own users are read again after a second, or when it says that one changed', async () => {
    let displayName = 'Ada'
    const byId: Store['users']['byId'] = async (id) => {
      const row = await store.users.byId(id)
      return row && { ...row, displayName }
    }
    const users = { byId, byUsername: store.users.byUsername, list: store.users.list }
    const setPasswordHash = () => Promise.resolve()
    const own = typeormStore(database.dataSource, { users: { ...users, setPasswordHash } })
    const hosts = keywardOver(own)
    const { text } = await issue('a')
    const pass = hosts.adapter.guard()
    const nameNow = async (): Promise<Passed['user']> => (await pass(clientWith(text))).user
    assert.equal((await nameNow())?.displayName, 'Ada')
    displayName = 'Countess'
    time.advance(999)
    assert.equal((await nameNow())?.displayName, 'Ada')
    time.advance(1)
    assert.equal((await nameNow())?.displayName, 'Countess')
    displayName = 'Lovelace'
    await hosts.users.changed(userId)
    assert.equal((await nameNow())?.displayName, 'Lovelace')
    await hosts.close()
  })
})

function clientWith(text: string): Client {
  return plainClient({ authorization: [`Bearer ${text}`] })
}
