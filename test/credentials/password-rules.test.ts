import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { checkNewPassword, minLengthFor } from '../../src/credentials/password-rules.js'
import { KeywardError } from '../../src/errors.js'
import { defaultPolicy } from '../../src/policy/policy.js'

interface Context {
  readonly username: string
  readonly productName: string
  readonly minLength: number
  readonly former?: string
}

const context: Context = { username: 'wilhelmina@example.com', productName: 'Example Corp', minLength: 15 }

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

  it('refuses four different characters in any order, and whatever says itself again', () => {
    assert.equal(reasonOf('xkxqkwxqwkxxqwk'), 'too_common')
    assert.equal(reasonOf('xkxqkwxqwkxxqwz'), null)
    assert.equal(reasonOf('tugbeXrotugbexro'), 'too_common')
    assert.equal(reasonOf('tugbexrotugbexrz'), null)
  })

  it('counts the letters that no common word has: four are enough', () => {
    for (const [password, reason] of [
      ['passwordqzx1234', 'too_common'],
      ['passwordqzxv123', null],
      ['welcome to admin', 'too_common'],
      // Words are read as they stand, neither across what is between letters nor across another word.
      ['wel19come84zq77', null],
      ['lopassve9182736', null],
    ] as const) {
      assert.equal(reasonOf(password), reason, password)
    }
  })

  it('counts letters of other alphabets as it counts Latin ones: digits and a single one are easy to guess', () => {
    for (const [password, reason] of [
      ['83917462059341я', 'too_common'],
      ['839174620593яжщ', 'too_common'],
      ['83917462059яжщы', null],
      ['passwordяжщы123', null],
      ['passwordяжщ1234', 'too_common'],
    ] as const) {
      assert.equal(reasonOf(password), reason, password)
    }
  })

  it('knows common words whatever letters the product’s name has', () => {
    for (const productName of ['Ключ', '', 'Example Corp']) {
      assert.equal(reasonOf('welcome admin 42', { ...context, productName }), 'too_common', productName)
    }
  })

  it('refuses the present password, however its characters are composed', () => {
    const former = 'gurken im fässchen'
    assert.equal(reasonOf(former.normalize('NFD'), { ...context, former }), 'same_as_before')
    assert.equal(reasonOf('gurken im fasschen', { ...context, former }), null)
  })

  it('refuses a user name of three characters with seven others', () => {
    const ada = { ...context, username: 'Ada', minLength: 8 }
    assert.equal(reasonOf('xadaqzwvrkj'.slice(0, 10), ada), 'similar_to_username')
    assert.equal(reasonOf('xadaqzwvrkj', ada), null)
    assert.equal(reasonOf('xadqzwvr', { ...ada, username: 'ad' }), null)
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

describe('minLengthFor', () => {
  it('is less where a second factor is demanded, and never more', () => {
    const options = (minLength: number, minLengthWithMfa: number) =>
      ({ passwords: { minLength, minLengthWithMfa } }) as Parameters<typeof minLengthFor>[1]
    const demanded = { mfa: { ...defaultPolicy.mfa, enforceMfa: true } }
    assert.equal(minLengthFor(defaultPolicy, options(15, 8)), 15)
    assert.equal(minLengthFor(demanded, options(15, 8)), 8)
    assert.equal(minLengthFor(demanded, options(8, 15)), 8)
  })
})
