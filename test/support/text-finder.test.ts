import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { textFinder } from './text-finder.js'

describe('textFinder', () => {
  const finder = textFinder()
  const texts = ['correct horse battery', 'correct horses', 'ÄÖÜ and 12 bytes or more', '............']
  for (const text of texts) finder.add(text)

  it('finds each wherever it stands, also at both ends and in one another', () => {
    for (const text of texts) {
      for (const whole of [text, `${text}!`, `!${text}`, `${'correct horse '.repeat(3)}${text}\n`]) {
        assert.equal(finder.countIn(whole), 1, whole)
      }
    }
    assert.equal(finder.countIn(texts.join('')), texts.length)
    assert.equal(finder.countIn('correct horsess ............ ............'), 2)
  })

  it('finds each in bytes, wherever it stands', () => {
    const zeros = Buffer.alloc(9)
    for (let before = 0; before < zeros.length; before++) {
      for (const text of texts.filter((text) => !text.startsWith('Ä'))) {
        const bytes = Buffer.concat([zeros.subarray(before), Buffer.from(text), zeros.subarray(before)])
        assert.equal(finder.countIn(bytes), 1, text)
        assert.equal(finder.countIn(bytes.subarray(0, -zeros.length + before - 1)), 0, text)
      }
    }
  })

  it('finds none that stands there in part, or with another end', () => {
    for (const text of ['', 'correct horse', 'correct horse batter', 'orrect horse battery', '...........']) {
      assert.equal(finder.countIn(text), 0, text)
    }
  })

  it('counts as a search for one after the other does', () => {
    const words = Array.from({ length: 500 }, (_, i) => `secret number ${String(i * i)}`)
    const many = textFinder()
    for (const word of words) many.add(word)
    const text = `${words.filter((_, i) => i % 7 === 0).join(' ')} secret number 1234567`
    assert.equal(many.countIn(text), words.filter((word) => text.includes(word)).length)
  })

  it('takes no text that would be found by chance', () => {
    assert.throws(() => finder.add('eleven char'), RangeError)
  })
})
