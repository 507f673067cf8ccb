import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { describe, it } from 'mocha'
import { passwords } from '../../src/credentials/password.js'
import { newConfiguredSecret } from '../support/app.js'
import { newPassword } from '../support/secrets.js'
import { stoppedTime } from '../support/stopped-time.js'

describe('passwords', () => {
  const { hash: hashOf, verify, outdated } = passwords()

  it('hashes by argon2id with 19 MiB and two passes, salted', async () => {
    const password = newPassword()
    const [one, other] = [await hashOf(password), await hashOf(password)]
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.notEqual(one, other)
    assert.equal(await verify(password, one), true)
    assert.equal(await verify(`${password} `, one), false)
  })

  it('costs what it is told to cost, for whoever is unknown as well', async () => {
    const cheap = passwords([], { memoryCost: 8, timeCost: 1, parallelism: 1 })
    const stored = await cheap.hash('a password')
    assert.match(stored, /^\$argon2id\$v=19\$m=8,t=1,p=1\$/)
    assert.equal(cheap.outdated(stored), false)
    assert.deepEqual(
      [await cheap.verify('a password', stored), await cheap.verify('a password', null)],
      [true, false],
    )
    assert.equal(passwords().outdated(stored), true)
  })

  it('finds a password the same however it is composed', async () => {
    const password = `${newPassword()} é`
    assert.equal(await verify(password.normalize('NFD'), await hashOf(password.normalize('NFC'))), true)
  })

  it('hashes no more than 1024 bytes, and takes no longer password for right', async () => {
    const longest = newPassword().padEnd(1024, 'x')
    const stored = await hash(longest, { memoryCost: 8, timeCost: 1, parallelism: 1 })
    assert.equal(await verify(longest, stored), true)
    for (const password of [`${longest}x`, `${longest.slice(0, -1)}é`, 'x'.repeat(60_000)]) {
      const own = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
      assert.equal(await verify(password, own), false)
      assert.equal(await verify(password, null), false)
      await assert.rejects(hashOf(password), { code: 'invalid_input', status: 422 })
    }
  })

  it('says no where there is no hash', async () => {
    for (const password of ['', newPassword()]) assert.equal(await verify(password, null), false)
  })

  it('runs no forged hash that the library throws at: whose it is would show in a 500', async () => {
    const service = passwords()
    const [, , , , salt = '', sum = ''] = (await service.hash('x')).split('$')
    const forged = [
      ...['m=1,t=1,p=1', 'm=31,t=1,p=4', 'm=8,t=0,p=1', 'm=8,t=1,p=0', 'm=08,t=1,p=1'].map(
        (cost) => `$argon2id$v=19$${cost}$${salt}$${sum}`,
      ),
      ...[`${'_'.repeat(22)}$${sum}`, `${salt}$${'_'.repeat(43)}`, `${'A'.repeat(21)}B$${sum}`].map(
        (rest) => `$argon2id$v=19$m=8,t=1,p=1$${rest}`,
      ),
    ]
    for (const stored of forged) {
      assert.equal(service.isReadable(stored), false, stored)
      assert.equal(await service.verify('x', stored), false)
    }
  })

  it('runs no forged hash that would hold a thread for minutes: not even the right password fits one', async () => {
    const password = newPassword()
    const cheap = { memoryCost: 40, timeCost: 1, parallelism: 1 }
    const within = [{ timeCost: 10 }, { parallelism: 4 }]
    for (const more of within)
      assert.equal(await verify(password, await hash(password, { ...cheap, ...more })), true)
    const beyond = [{ timeCost: 11 }, { parallelism: 5 }, { memoryCost: 262_145 }]
    for (const more of beyond)
      assert.equal(await verify(password, await hash(password, { ...cheap, ...more })), false)
  })

  it('says no to what is no argon2id hash', async () => {
    const salt = 'c29tZXNhbHRzb21lc2FsdA'
    const sum = 'Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm8'
    for (const stored of [
      `$argon2id$v=19$m=19456,t=99999999999999999999,p=1$${salt}$${sum}`,
      `$argon2d$v=19$m=19456,t=2,p=1$${salt}$${sum}`,
      `$argon2id$v=16$m=19456,t=2,p=1$${salt}$${sum}`,
      '$2b$12$abcdefghijklmnopqrstuuAbcdefghijklmnopqrstuvwxyz012345',
      'plain text',
      '',
      '$argon2id$v=19$m=19456,t=2,p=1$$',
    ]) {
      assert.equal(await verify('plain text', stored), false)
    }
  })

  it('verifies and calls outdated what was made with other parameters', async () => {
    const password = newPassword()
    const weaker = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    assert.equal(await verify(password, weaker), true)
    assert.equal(outdated(weaker), true)
    assert.equal(outdated(await hashOf(password)), false)
  })

  it('keeps a pepper out of the hash, and verifies by it alone', async () => {
    const [old, present] = [newConfiguredSecret(), newConfiguredSecret()]
    const password = newPassword()
    const [plain, before] = [await hashOf(password), await passwords([old]).hash(password)]
    const rotated = passwords([present, old])
    const after = await rotated.hash(password)
    assert.match(after, /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=[0-9a-f]{8}\$/)
    for (const stored of [plain, before, after]) {
      assert.equal(await rotated.verify(password, stored), true)
      assert.equal(await rotated.verify(`${password}x`, stored), false)
      assert.ok(![old, present].some((pepper) => stored.includes(pepper)))
    }
    assert.deepEqual([plain, before, after].map(rotated.outdated), [true, true, false])
    // A thief of the database who drops the name of the pepper gains nothing.
    assert.equal(await verify(password, after.replace(/,keyid=\w+/, '')), false)
  })

  it('takes a hash whose pepper is gone for a wrong password, and warns of it once', async () => {
    const password = newPassword()
    const stored = await passwords([newConfiguredSecret()]).hash(password)
    const warnings: string[] = []
    const note = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', note)
    try {
      for (let i = 0; i < 2; i++) assert.equal(await verify(password, stored), false)
      await new Promise((resolve) => setImmediate(resolve))
    } finally {
      process.off('warning', note)
    }
    assert.equal(warnings.length, 1)
    assert.match(warnings[0] ?? '', /pepper [0-9a-f]{8}, which is not configured/)
  })

  it('lets 32 wait for at most 2 s', async () => {
    using time = stoppedTime()
    const { queue } = passwords()
    const ends: (() => void)[] = []
    const busy: unknown[] = []
    const work = () => new Promise<void>((resolve) => ends.push(resolve))
    const atOnce = availableParallelism() > 2 ? 3 : 2
    const all = Array.from({ length: atOnce + 32 }, () =>
      queue.run(work).catch((error: unknown) => void busy.push(error)),
    )
    await turn()
    assert.deepEqual([ends.length, busy.length], [atOnce, 0])
    await assert.rejects(queue.run(work), { code: 'busy', status: 503 })
    time.advance(1999)
    await turn()
    assert.equal(busy.length, 0)
    time.advance(1)
    await turn()
    assert.equal(busy.length, 32)
    for (const end of ends) end()
    await Promise.all(all)
    assert.equal(await queue.run(() => Promise.resolve(1)), 1)
  })
})

const turn = () => new Promise((resolve) => setImmediate(resolve))
