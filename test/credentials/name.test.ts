import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { foldedName, nameConflict, nameKeyOf, parseName } from '../../src/credentials/name.js'
import { parseUsername, usernameKey } from '../../src/credentials/username.js'
import { KeywardError } from '../../src/errors.js'
import { ConflictError } from '../../src/store/write.js'

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
    assert.equal(parseName('x'.repeat(100)).name.length, 100)
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

  it('says of each refusal that it is about the name', () => {
    for (const text of ['', 'x'.repeat(101), 'a\u0000b', '\u3164']) {
      assert.throws(
        () => parseName(text),
        (error) => error instanceof KeywardError && error.errors?.[0]?.field === 'name',
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

describe('nameKeyOf', () => {
  it('is the key that the name gets, and one that nothing has for a text that can be no name', () => {
    for (const text of ['Laptop', ' e\u0301 ', 'ﬁle']) assert.equal(nameKeyOf(text), parseName(text).nameKey)
    assert.match(nameKeyOf(''), /^[0-9a-f]{64}$/)
  })
})

describe('foldedName', () => {
  it('has no case, no blanks around it and nothing that cannot be seen', () => {
    assert.equal(foldedName(' \u200bBüro ﬁle STRASSE\u00a0'), 'büro file strasse')
  })

  it('has one sigma, so that a part of a name is found in the whole', () => {
    assert.equal(foldedName('ΟΔΥΣΣΕΥΣ'), 'οδυσσευσ')
    assert.ok(foldedName('ΟΔΥΣΣΕΥΣ Α').includes(foldedName('ΟΔΥΣΣΕΥΣ')))
  })

  it('is cut to what every database sorts by, in whole characters', () => {
    // One character that folds to eighteen.
    assert.equal([...foldedName('\ufdfa'.repeat(100))].length, 255)
    assert.equal(foldedName('🔑'.repeat(256)), '🔑'.repeat(255))
    assert.equal(parseName('A').nameFolded, 'a')
  })
})

describe('nameConflict', () => {
  it('is 409 for the name of a credential, with the conflict as the cause, and any other error as it is', () => {
    const taken = new ConflictError('nameKey')
    assert.throws(
      () => nameConflict(taken),
      (error) => error instanceof KeywardError && error.code === 'name_taken' && error.cause === taken,
    )
    for (const other of [new ConflictError('digest'), new Error('gone'), { field: 'nameKey' }]) {
      assert.throws(
        () => nameConflict(other),
        (error) => error === other,
      )
    }
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
