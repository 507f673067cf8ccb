import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { formTokens } from '../../../src/pages/visit/form-token.js'
import { fakeClock } from '../../support/clock.js'

const [first, second] = ['a secret of thirty-two bytes, or so', 'another secret of thirty-two bytes']
const day = 24 * 3_600_000

describe('formTokens', () => {
  const clock = fakeClock()
  const tokens = formTokens({ secrets: [first], now: clock.now })

  it('hold for whom they were made, for a day', () => {
    const token = tokens.issue('session:1')
    const end = clock.now() + day
    assert.equal(tokens.endOf(token, 'session:1'), end)
    for (const holder of ['session:2', 'pending:1', 'anybody', '', 'session:1 ']) {
      assert.equal(tokens.endOf(token, holder), null)
    }
    const later = (now: number) => formTokens({ secrets: [first], now: () => now })
    assert.equal(later(end - 1).endOf(token, 'session:1'), end)
    assert.equal(later(end).endOf(token, 'session:1'), null)
  })

  it('are each another, so that each counts once', () => {
    const made = new Set(Array.from({ length: 100 }, () => tokens.issue('anybody')))
    assert.equal(made.size, 100)
  })

  it('have one spelling, and no other that is accepted', () => {
    const token = tokens.issue('anybody')
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A'
      assert.equal(tokens.endOf(token.slice(0, i) + other + token.slice(i + 1), 'anybody'), null)
    }
    for (const text of ['', 'x', token.slice(1), `${token}A`, `${token}=`, `${token}\n`, ` ${token}`]) {
      assert.equal(tokens.endOf(text, 'anybody'), null)
    }
  })

  it('outlive a rotation of the secret, as long as the old one is configured', () => {
    const token = tokens.issue('anybody')
    const rotated = formTokens({ secrets: [second, first], now: clock.now })
    assert.notEqual(rotated.endOf(token, 'anybody'), null)
    assert.notEqual(formTokens({ secrets: [second], now: clock.now }).endOf(rotated.issue('a'), 'a'), null)
    assert.equal(formTokens({ secrets: [second], now: clock.now }).endOf(token, 'anybody'), null)
  })
})
