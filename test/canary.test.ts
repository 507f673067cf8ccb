import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import { keyIdOf } from '../src/crypto/derive.js'
import type { KeyProvider } from '../src/crypto/keyring.js'
import { localKeyProvider } from '../src/crypto/keyring.js'
import type { Place } from '../src/crypto/seal.js'
import { sealer } from '../src/crypto/seal.js'
import { checked } from '../src/canary.js'
import type { CheckedSealer } from '../src/canary.js'
import type { Store } from '../src/store.js'
import type { Database } from './support/database.js'
import { sqliteDatabase } from './support/database.js'

const [older, newer] = ['an older secret of thirty-two bytes', 'a newer secret of thirty-two bytes!']
const place: Place = { table: 'totp', id: '1', column: 'sealed', userId: 'ada' }
const plain = Buffer.from('a secret')
const unavailable = { code: 'unavailable', status: 503, headers: { 'Retry-After': '1' } }

describe('a checked sealer', () => {
  let database: Database
  let store: Store

  beforeEach(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
  })
  afterEach(async () => {
    await store.close()
    await database.close()
  })

  const under = (provider: KeyProvider): CheckedSealer => checked(sealer(provider), store)
  const secrets = (...texts: string[]): CheckedSealer => under(localKeyProvider(texts))

  it('puts a canary where there is none, and seals and opens from then on', async () => {
    const { check, seal, open } = secrets(older)
    await check()
    assert.equal((await store.canary.read())?.keyId, keyIdOf(older))
    assert.deepEqual(await open(await seal(plain, place), place), plain)
  })

  it('checks before its first use, asked to or not', async () => {
    await secrets(older).seal(plain, place)
    assert.ok(await store.canary.read())
  })

  it('leaves the canary alone under the same key', async () => {
    await secrets(older).check()
    const canary = await store.canary.read()
    await secrets(older).check()
    assert.deepEqual(await store.canary.read(), canary)
  })

  it('seals and opens nothing under a wrong key, and does not replace the canary', async () => {
    const right = secrets(older)
    const sealed = await right.seal(plain, place)
    const canary = await store.canary.read()
    const wrong = secrets(newer)
    await assert.rejects(wrong.check(), unavailable)
    await assert.rejects(wrong.seal(plain, place), unavailable)
    await assert.rejects(wrong.open(sealed, place), unavailable)
    await assert.rejects(wrong.rewrap(sealed), unavailable)
    assert.deepEqual(await store.canary.read(), canary)
    assert.deepEqual(await right.open(sealed, place), plain)
  })

  it('moves the canary to a newer secret, so that the older one can go', async () => {
    await secrets(older).check()
    await secrets(newer, older).check()
    assert.equal((await store.canary.read())?.keyId, keyIdOf(newer))
    await secrets(newer).check()
    await assert.rejects(secrets(older).check(), unavailable)
  })

  it('is unavailable while the key provider is, and back with it', async () => {
    const local = localKeyProvider([older])
    let up = false
    const away = (): Promise<never> => Promise.reject(new Error('no route to the service'))
    const { check, seal, open } = under({
      wrap: (dataKey) => (up ? local.wrap(dataKey) : away()),
      unwrap: (wrapped) => (up ? local.unwrap(wrapped) : away()),
    })
    await assert.rejects(check(), unavailable)
    up = true
    const sealed = await seal(plain, place)
    up = false
    await assert.rejects(open(sealed, place), unavailable)
    up = true
    assert.deepEqual(await open(sealed, place), plain)
  })

  it('answers for a value that was sealed elsewhere as for one it cannot open', async () => {
    const { seal, open } = secrets(older)
    const sealed = await seal(plain, place)
    await assert.rejects(open(sealed, { ...place, userId: 'eve' }), unavailable)
  })

  it('passes on what is not about keys', async () => {
    const { check } = secrets(older)
    await database.dataSource.query('DROP TABLE keyward_canary')
    await assert.rejects(check(), { name: 'StoreUnavailableError' })
  })
})
