import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { visibleLines, withLineEnds } from '../../src/ssh/pasted-text.js'

const invisible = ['\ufeff', '\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\u200e', '\u202e', '\ufe0f']
const blanks = [' ', '\t', '\u00a0', '\u2002', '\u2003', '\u2009', '\u202f', '\u3000']
const lineEnds = ['\n', '\r', '\r\n', '\n\n', '\r\n\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', ' \n\t']

describe('a pasted text', () => {
  const lines = ['first words', 'second', 'AAAA+/==']

  it('has the same lines whatever a person cannot see in it', () => {
    const space = fc
      .array(fc.constantFrom(...blanks, ...invisible), { maxLength: 3 })
      .map((all) => all.join(''))
    const between = fc.tuple(space, fc.constantFrom(...lineEnds), space).map((all) => all.join(''))
    const hidden = fc.constantFrom('', ...invisible)
    fc.assert(
      fc.property(
        space,
        fc.array(between, { minLength: 2, maxLength: 2 }),
        space,
        hidden,
        (head, ends, tail, mark) => {
          const [one = '', two = ''] = ends
          const seen = lines.map((line) => line.slice(0, 2) + mark + line.slice(2))
          assert.deepEqual(visibleLines(`${head}${seen[0]}${one}${seen[1]}${two}${seen[2]}${tail}`), lines)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('has ordinary blanks between its words', () => {
    for (const blank of blanks) assert.deepEqual(visibleLines(`ssh-rsa${blank}AAAA`), ['ssh-rsa AAAA'])
  })

  it('loses the fence of a block of code around it, also where one half was not copied, and none within', () => {
    const [open, tilde] = ['```', '~~~~']
    const body = lines.join('\n')
    for (const fenced of [
      `${open}\n${body}\n${open}`,
      `${open}text\n${body}\n${open}\n\n`,
      `\n ${tilde}sh\r\n${body}\r\n${tilde}\r\n`,
      `${open}\n${body}`,
      `${body}\n${open}`,
      `${open}${body}${open}`,
    ]) {
      assert.deepEqual(visibleLines(fenced), lines, fenced)
    }
    const within = ['a', open, 'b']
    assert.deepEqual(visibleLines(within.join('\n')), within)
    for (const alone of [open, `${open}\n${open}`]) assert.deepEqual(visibleLines(alone), [])
  })

  it('loses the quotes around it, and no others', () => {
    for (const quoted of ['"a b"', "'a b'", '`a b`', '“a b”', '‘a b’', '\n" a b\n"\n'])
      assert.deepEqual(visibleLines(quoted), ['a b'])
    for (const text of ['"a b', 'a "b"', '"', `"a'`]) assert.deepEqual(visibleLines(text), [text])
    assert.deepEqual(visibleLines('""'), [])
  })

  it('keeps what can be seen', () => {
    for (const text of ['a\u0000b', 'a\u001bb', 'né ñ 漢 🔑', 'DOMAIN\\nick', 'a - b']) {
      assert.deepEqual(visibleLines(text), [text])
    }
  })

  it('gets its line ends back where they were written out', () => {
    assert.equal(withLineEnds('a\\nb\\r\\nc\\rd'), 'a\nb\nc\nd')
    assert.equal(withLineEnds('a\nb'), 'a\nb')
  })
})
