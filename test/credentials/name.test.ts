import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { parseName } from '../../src/credentials/name.js'
import { parseUsername, usernameKey } from '../../src/credentials/username.js'
import { KeywardError } from '../../src/errors.js'

const reasonOf = (parse: () => unknown): string | undefined => {
  try {
    parse()
  } catch (error) {
    assert.ok(error instanceof KeywardError)
    return error.errors?.[0]?.code
  }
  return undefined
}

describe('parseName', () => {
  it('trims, and keeps what was typed', () => {
    assert.equal(parseName(' \t Büro-Laptop \n').name, 'Büro-Laptop')
  })

  it('composes what was typed in parts', () => {
    assert.equal(parseName('e\u0301').name, '\u00e9')
  })

  it('finds two names the same that look the same', () => {
    for (const [a, b] of [
      ['Laptop', 'LAPTOP'],
      ['straße', 'STRASSE'],
      ['ﬁle', 'FILE'],
      ['Ａ', 'a'],
      ['é', 'E\u0301'],
      ['a', ' a '],
      ['key', 'key\ufe0f'],
      ['key', 'k\u034fey\u3164'],
    ] as const) {
      assert.equal(parseName(a).nameKey, parseName(b).nameKey)
    }
    assert.notEqual(parseName('a').nameKey, parseName('á').nameKey)
  })

  it('counts characters, not code units', () => {
    assert.equal(parseName('🔑'.repeat(100)).name.length, 200)
    assert.equal(
      reasonOf(() => parseName('🔑'.repeat(101))),
      'too_long',
    )
  })

  it('refuses nothing, and what can’t be seen', () => {
    for (const text of ['', ' ', '\u00a0', '\ufeff', '\u3164', '\u115f\ufe0f'])
      assert.equal(
        reasonOf(() => parseName(text)),
        'required',
      )
    for (const c of [
      '\u0000',
      '\u001b',
      '\u007f',
      '\u0085',
      '\u00ad',
      '\u200d',
      '\u202e',
      '\u2066',
      '\u2029',
      '\ud800',
    ]) {
      assert.equal(
        reasonOf(() => parseName(`a${c}b`)),
        'invalid_characters',
      )
    }
  })

  it('answers a name or a reason to any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        const reason = reasonOf(() => parseName(text))
        if (reason !== undefined) return ['required', 'too_long', 'invalid_characters'].includes(reason)
        const { name, nameKey } = parseName(text)
        return parseName(name).name === name && /^[0-9a-f]{64}$/.test(nameKey)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('parseUsername', () => {
  it('takes 1 to 64 of ASCII letters, digits and . _ @ + -', () => {
    for (const name of ['a', 'Ada.Lovelace+test@example.com', 'a_b-c', '0', 'x'.repeat(64)]) {
      assert.equal(parseUsername(name), name)
    }
    assert.equal(
      reasonOf(() => parseUsername('')),
      'required',
    )
    assert.equal(
      reasonOf(() => parseUsername('x'.repeat(65))),
      'too_long',
    )
    for (const name of ['a b', 'ä', 'a/b', 'a\n', 'a:b', 'а', 'a\u0000']) {
      assert.equal(
        reasonOf(() => parseUsername(name)),
        'invalid_characters',
      )
    }
  })
})

describe('usernameKey', () => {
  it('is the same whatever the case or width', () => {
    for (const name of ['ADA', 'Ada', 'ａｄａ', ' ada\t', 'ada\u00a0', '\u200bad\u00ada', 'ada\ufeff']) {
      assert.equal(usernameKey(name), 'ada')
    }
    // The Kelvin sign.
    assert.equal(usernameKey('\u212a'), 'k')
    // Each is an upsilon with hook and an acute accent, which go together once the first is in lower case.
    assert.equal(usernameKey('\u03d4\u0301'), usernameKey(usernameKey('\u03d4\u0301')))
  })
})
