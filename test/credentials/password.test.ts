import assert from 'node:assert/strict'
import { hash } from '@node-rs/argon2'
import { describe, it } from 'mocha'
import { passwords } from '../../src/credentials/password.js'
import { newPassword } from '../support/secrets.js'

describe('passwords', () => {
  const { hash: hashOf, verify, outdated, queue } = passwords()

  it('hashes by argon2id with 19 MiB and two passes, salted', async () => {
    const password = newPassword()
    const [one, other] = [await hashOf(password), await hashOf(password)]
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.notEqual(one, other)
    assert.equal(await verify(password, one), true)
    assert.equal(await verify(`${password} `, one), false)
  })

  it('finds a password the same however it is composed', async () => {
    const password = `${newPassword()} é`
    assert.equal(await verify(password.normalize('NFD'), await hashOf(password.normalize('NFC'))), true)
  })

  it('says no where there is no hash, in the time of one', async () => {
    const password = newPassword()
    const stored = await hashOf(password)
    const time = async (hashed: string | null) => {
      const times: number[] = []
      for (let i = 0; i < 7; i++) {
        const start = performance.now()
        assert.equal(await verify('wrong', hashed), false)
        times.push(performance.now() - start)
      }
      return Math.min(...times)
    }
    const [known, unknown] = [await time(stored), await time(null)]
    assert.ok(unknown > known / 2 && unknown < known * 2, `${known} and ${unknown} ms`)
  })

  it('refuses a forged hash that would hold a thread for minutes, and what is none', async () => {
    const salt = 'c29tZXNhbHRzb21lc2FsdA'
    const sum = 'Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm8'
    for (const stored of [
      `$argon2id$v=19$m=4194304,t=2,p=1$${salt}$${sum}`,
      `$argon2id$v=19$m=19456,t=4000000,p=1$${salt}$${sum}`,
      `$argon2id$v=19$m=19456,t=2,p=200$${salt}$${sum}`,
      `$argon2id$v=19$m=19456,t=99999999999999999999,p=1$${salt}$${sum}`,
      `$argon2d$v=19$m=19456,t=2,p=1$${salt}$${sum}`,
      `$argon2id$v=16$m=19456,t=2,p=1$${salt}$${sum}`,
      '$2b$12$abcdefghijklmnopqrstuuAbcdefghijklmnopqrstuvwxyz012345',
      'plain text',
      '',
      '$argon2id$v=19$m=19456,t=2,p=1$$',
    ]) {
      const start = performance.now()
      assert.equal(await verify('plain text', stored), false)
      assert.ok(performance.now() - start < 1000)
    }
  })

  it('verifies and calls outdated what was made with other parameters', async () => {
    const password = newPassword()
    const weaker = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    assert.equal(await verify(password, weaker), true)
    assert.equal(outdated(weaker), true)
    assert.equal(outdated(await hashOf(password)), false)
  })

  it('has a queue', async () => {
    assert.equal(await queue.run(() => Promise.resolve(1)), 1)
  })
})
