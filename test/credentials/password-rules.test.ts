import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { checkNewPassword } from '../../src/credentials/password-rules.js'
import { KeywardError } from '../../src/errors.js'

const context = { username: 'wilhelmina@example.com', productName: 'Example Corp', minLength: 15 }

function reasonOf(password: string, given = context): string | null {
  try {
    checkNewPassword(password, 'newPassword', given)
    return null
  } catch (error) {
    assert.ok(error instanceof KeywardError)
    assert.equal(error.errors?.[0]?.field, 'newPassword')
    // A shorter text may stand in the message by chance.
    assert.ok(
      password.length < 10 || !JSON.stringify({ ...error, message: error.message }).includes(password),
    )
    return error.errors[0].code
  }
}

describe('checkNewPassword', () => {
  it('demands a length in characters, not in bytes', () => {
    assert.equal(reasonOf('tugbeXrovnqKlz'), 'too_short')
    assert.equal(reasonOf('🔑🚪🏠🌊🦊🔑🚪'), 'too_short')
    assert.equal(reasonOf('tugbeXrovnqKlzw'), null)
    assert.equal(reasonOf('tugbeXro', { ...context, minLength: 8 }), null)
  })

  it('takes up to 1024 bytes', () => {
    const long = Array.from({ length: 1025 }, (_, i) =>
      'tugbeXrovnqKlzw!hjypdz'.charAt((i * i + i) % 22),
    ).join('')
    assert.equal(reasonOf(long.slice(0, 1024)), null)
    assert.equal(reasonOf(long), 'too_long')
  })

  it('demands no kinds of characters', () => {
    for (const password of [
      'gurken im regenfass',
      'zwölf boxkämpfer jagen',
      'мой дядя самых честных',
      '84 71 93 02 66 57 18',
    ]) {
      assert.notEqual(reasonOf(password), 'too_short')
    }
    assert.equal(reasonOf('gurken im regenfass'), null)
    assert.equal(reasonOf('мой дядя самых честных'), null)
  })

  it('refuses what is easy to guess', () => {
    for (const password of [
      'passwordpassword',
      'Passw0rd!Passw0rd!',
      'P@ssw0rd1234567',
      'aaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      'abcdefghijklmnop',
      'ponmlkjihgfedcba',
      'qwertyuiopasdfg',
      '123456789012345',
      '000000000000000',
      'iloveyouprincess1',
      'iloveyouiloveyou!',
      'examplecorp12345',
      'letmein letmein 2026',
    ]) {
      assert.equal(reasonOf(password), 'too_common', password.slice(0, 3))
    }
  })

  it('refuses what is little more than the user name', () => {
    for (const password of [
      'wilhelmina@example.com',
      'WILHELMINA2026!!',
      'xwilhelminax1234',
      '123wilhelmina456',
    ]) {
      assert.equal(reasonOf(password), 'similar_to_username')
    }
    assert.equal(reasonOf('wilhelmina grows cherry trees'), null)
    assert.equal(reasonOf('jo grows cherry trees', { ...context, username: 'jo' }), null)
  })

  it('answers any text whatever without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (password) => {
        reasonOf(password)
      }),
      { numRuns: 500 },
    )
    for (const worst of ['a'.repeat(1024), 'pass'.repeat(256), 'my'.repeat(512), 'ab1'.repeat(341)]) {
      assert.equal(reasonOf(worst), 'too_common')
    }
  })
})
