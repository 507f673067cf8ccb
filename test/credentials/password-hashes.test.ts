import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { passwordHashes } from '../../src/credentials/password-hashes.js'
import type { PasswordHashes } from '../../src/credentials/password-hashes.js'
import { passwords } from '../../src/credentials/password.js'
import type { PasswordVerifier } from '../../src/index.js'
import { newConfiguredSecret } from '../support/app.js'
import { countHashes } from '../support/hashes.js'
import { newPassword } from '../support/secrets.js'

/** What was verified, as `<verifier> <hash> <length of the password>`. */
let verified: string[] = []

/** A verifier whose hashes are `<id>:<password>`. */
function plain(id: string, more: Partial<PasswordVerifier> = {}): PasswordVerifier {
  return {
    id,
    recognises: (hash) => hash.startsWith(`${id}:`),
    verify(password, hash) {
      verified.push(`${id} ${hash.slice(0, 12)} ${String(password.length)}`)
      return Promise.resolve(hash === `${id}:${password}`)
    },
    ...more,
  }
}

function hashesBy(verifiers: readonly PasswordVerifier[], peppers: readonly string[] = []): PasswordHashes {
  return passwordHashes(passwords(peppers), { verifiers, rehash: true })
}

describe('passwordHashes', () => {
  beforeEach(() => {
    verified = []
  })

  it('asks whoever reads the hash first, and nobody else where the password fits', async () => {
    const hashes = hashesBy([plain('a', { dummy: 'a:' }), plain('b', { dummy: 'b:' })])
    using argon2 = countHashes()
    assert.equal(await hashes.judge('right', 'b:right'), 'right')
    assert.deepEqual([verified, argon2.count], [['b b:right 5'], 0])
    assert.equal(await hashes.judge('wrong', 'b:right'), 'wrong')
    assert.deepEqual([verified.slice(1), argon2.count], [['b b:right 5', 'a a: 5'], 1])
  })

  it('verifies a hash of its own once, and has the other kinds do their work where it does not fit', async () => {
    const hashes = hashesBy([plain('a', { dummy: 'a:' })])
    const password = newPassword()
    const stored = await hashes.hash(password)
    using argon2 = countHashes()
    assert.equal(await hashes.judge(password, stored), 'right')
    assert.deepEqual([verified, argon2.count], [[], 1])
    assert.equal(await hashes.judge('wrong', stored), 'wrong')
    assert.deepEqual([verified, argon2.count], [['a a: 5'], 2])
  })

  it('verifies the first hash of a kind that it meets where there is no dummy', async () => {
    const hashes = hashesBy([plain('a')])
    await hashes.judge('x', null)
    assert.deepEqual(verified, [])
    assert.equal(hashes.isReadable('a:first'), true)
    await hashes.judge('x', 'a:second')
    await hashes.judge('x', null)
    assert.deepEqual(verified, ['a a:second 1', 'a a:first 1'])
  })

  it('takes the word of any of several that read one hash', async () => {
    const hashes = hashesBy([plain('a', { recognises: () => true }), plain('b', { recognises: () => true })])
    assert.equal(await hashes.judge('right', 'b:right'), 'right')
    assert.equal(await hashes.judge('wrong', 'b:right'), 'wrong')
  })

  it('has nothing hashed of a password that is too long, and takes none for right', async () => {
    const long = newPassword().padEnd(1025, 'x')
    const hashes = hashesBy([plain('a', { dummy: 'a:' })])
    for (const stored of [`a:${long}`.slice(0, 1000), null, 'unheard-of']) {
      assert.notEqual(await hashes.judge(long, stored), 'right')
    }
    assert.ok(verified.every((line) => line.endsWith(' 0')))
    assert.equal(verified.length, 3)
  })

  it('shows no hash to a verifier that is longer than any', async () => {
    const asked: number[] = []
    const recognises = (hash: string): boolean => asked.push(hash.length) > 0
    const hashes = hashesBy([plain('a', { recognises })])
    assert.equal(hashes.isReadable('x'.repeat(1025)), false)
    assert.equal(await hashes.judge('x', 'x'.repeat(1025)), 'unreadable')
    assert.equal(hashes.isReadable('x'.repeat(1024)), true)
    assert.deepEqual(asked, [1024])
  })

  it('calls outdated whatever is not today’s argon2id, unless nothing is to be hashed anew', async () => {
    const pepper = newConfiguredSecret()
    const { hash, outdated, isReadable } = hashesBy([plain('a')], [pepper])
    const [own, former] = [await hash('x'), await passwords().hash('x')]
    assert.deepEqual([own, former, 'a:x'].map(outdated), [false, true, true])
    assert.deepEqual([own, former, 'a:x', 'b:x', ''].map(isReadable), [true, true, true, false, false])
    const kept = passwordHashes(passwords([pepper]), { verifiers: [plain('a')], rehash: false })
    assert.deepEqual([own, former, 'a:x'].map(kept.outdated), [false, false, false])
  })

  describe('warns', () => {
    const warnings: string[] = []
    const note = (warning: Error & { code?: string }): void => void warnings.push(warning.code ?? '')
    beforeEach(() => {
      warnings.length = 0
      process.on('warning', note)
    })
    afterEach(() => process.off('warning', note))

    it('once of hashes that nobody reads, whatever they are', async () => {
      const hashes = hashesBy([plain('a', { dummy: 'a:' })])
      for (const stored of ['$2b$10$bcrypt', 'md5', '']) {
        assert.equal(await hashes.judge('x', stored), 'unreadable')
      }
      assert.equal(await hashes.judge('x', null), 'wrong')
      assert.equal(await hashes.judge('x', 'a:y'), 'wrong')
      await new Promise((resolve) => setImmediate(resolve))
      assert.deepEqual(warnings, ['KEYWARD_UNREADABLE_HASH'])
    })
  })
})
