import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { hostLimit } from '../../src/ssh/host-limit.js'
import { fakeClock } from '../support/clock.js'

describe('hostLimit', () => {
  const refusal = { code: 'too_many_attempts', status: 429 }

  it('refuses one host beyond 3,000 look-ups in ten seconds, and no other', () => {
    const clock = fakeClock()
    const admit = hostLimit(clock)
    for (let i = 0; i < 3000; i++) admit('one')
    clock.advance({ seconds: 4 })
    assert.throws(() => admit('one'), { ...refusal, headers: { 'Retry-After': '6' } })
    admit('other')
    clock.advance({ seconds: 6 })
    admit('one')
  })

  it('does not wait for a clock that was set back', () => {
    const clock = fakeClock()
    const admit = hostLimit(clock)
    for (let i = 0; i < 3000; i++) admit('one')
    assert.throws(() => admit('one'), refusal)
    clock.advance({ hours: -1 })
    admit('one')
  })
})
