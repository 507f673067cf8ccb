import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { fingerprint } from '../../src/crypto/digest.js'
import type { ChallengePurpose, Challenges } from '../../src/mfa/challenge.js'
import { challenges } from '../../src/mfa/challenge.js'
import type { Core } from '../../src/core.js'
import type { Store } from '../../src/store.js'
import type { Clock } from '../support/clock.js'
import { fakeClock } from '../support/clock.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'

const purposes: readonly ChallengePurpose[] = [
  'sign_in',
  'reauthentication',
  'passkey_sign_in',
  'registration',
  'passkey_registration',
]
const holder = 'session:1'

describe('challenges', () => {
  let database: Database
  let store: Store
  let clock: Clock
  let made: Challenges

  before(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    clock = fakeClock()
    const options = { now: clock.now } as Core['options']
    made = challenges({ store, options })
  })
  after(async () => {
    await store.close()
    await database.close()
  })

  const consume = (...which: Parameters<Challenges['consume']>): Promise<boolean> =>
    store.commit([made.consume(...which)])

  it('are 32 random bytes each, of which only a digest is stored', async () => {
    const issued = await Promise.all(Array.from({ length: 20 }, () => made.issue('sign_in', holder)))
    for (const challenge of issued) assert.equal(Buffer.from(challenge, 'base64url').length, 32)
    assert.equal(new Set(issued).size, 20)
    const stored = JSON.stringify((await database.dump()).keyward_challenge)
    for (const challenge of issued) {
      assert.ok(stored.includes(fingerprint(challenge)))
      assert.ok(!stored.includes(challenge))
    }
  })

  it('a challenge is good for one answer', async () => {
    const challenge = await made.issue('sign_in', holder)
    assert.equal(await consume(challenge, 'sign_in', holder), true)
    assert.equal(await consume(challenge, 'sign_in', holder), false)
  })

  it('are good once, however many ask at the same time', async () => {
    const challenge = await made.issue('sign_in', holder)
    const asked = Array.from({ length: 20 }, () => consume(challenge, 'sign_in', holder))
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 1)
  })

  for (const purpose of purposes) {
    it(`for ${purpose} are good for nothing else`, async () => {
      const challenge = await made.issue(purpose, holder)
      for (const other of purposes.filter((one) => one !== purpose)) {
        assert.equal(await consume(challenge, other, holder), false, other)
      }
      assert.equal(await consume(challenge, purpose, holder), true)
    })
  }

  it('are good for their holder only', async () => {
    const challenge = await made.issue('sign_in', holder)
    for (const other of ['session:2', 'pending:1', 'browser:1', '']) {
      assert.equal(await consume(challenge, 'sign_in', other), false, other)
    }
    assert.equal(await consume(challenge, 'sign_in', holder), true)
  })

  it('a challenge is good for five minutes', async () => {
    const [early, late] = [await made.issue('sign_in', holder), await made.issue('sign_in', holder)]
    clock.advance({ minutes: 5, ms: -1 })
    assert.equal(await consume(early, 'sign_in', holder), true)
    clock.advance({ ms: 1 })
    assert.equal(await consume(late, 'sign_in', holder), false)
  })

  it('a challenge that was never issued is good for nothing', async () => {
    for (const text of ['', 'A'.repeat(43), 'a\0b', '\ud800']) {
      assert.equal(await consume(text, 'sign_in', holder), false)
    }
  })
})
