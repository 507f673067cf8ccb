import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import {
  chooseDays,
  chooseHours,
  endOfApiKey,
  endOfToken,
  expiryOptions,
} from '../../src/credentials/lifetime.js'
import type { Policy } from '../../src/policy/policy.js'
import { dayChoices, defaultPolicy } from '../../src/policy/policy.js'
import { dayMs, hourMs } from '../../src/time.js'

const withKeys = (apiKeys: Partial<Policy['apiKeys']>): Policy => ({
  ...defaultPolicy,
  apiKeys: { ...defaultPolicy.apiKeys, ...apiKeys },
})
const withTokens = (tokens: Partial<Policy['tokens']>): Policy => ({
  ...defaultPolicy,
  tokens: { ...defaultPolicy.tokens, ...tokens },
})
const invalid = (field: string, code: string) => (error: unknown) => {
  const { errors } = error as { errors: { field: string; code: string }[] }
  assert.deepEqual(
    errors.map((one) => [one.field, one.code]),
    [[field, code]],
  )
  return true
}

describe('chooseDays', () => {
  it('takes the default when nothing is given, null for no expiration', () => {
    assert.equal(chooseDays(undefined, defaultPolicy), 30)
    assert.equal(chooseDays(null, defaultPolicy), null)
    assert.equal(chooseDays(undefined, withKeys({ defaultDays: 'none' })), null)
  })

  it('takes only what the policy allows', () => {
    const policy = withKeys({ allowedDays: [7, 30], defaultDays: 7 })
    assert.equal(chooseDays(30, policy), 30)
    for (const days of [60, null, 0, -7, 7.5, NaN, Infinity]) {
      assert.throws(() => chooseDays(days, policy), invalid('expiresInDays', 'expiry_not_allowed'))
    }
  })

  it('takes only the forced value where there is no choice', () => {
    const policy = withKeys({ expiryChoice: false, defaultDays: 60 })
    assert.equal(chooseDays(undefined, policy), 60)
    assert.equal(chooseDays(60, policy), 60)
    assert.throws(() => chooseDays(7, policy), invalid('expiresInDays', 'expiry_not_allowed'))
  })
})

describe('chooseHours', () => {
  it('takes whole hours up to the limit', () => {
    assert.equal(chooseHours(undefined, withTokens({ defaultHours: 3 })), 3)
    assert.equal(chooseHours(1, defaultPolicy), 1)
    assert.equal(chooseHours(24, defaultPolicy), 24)
    for (const hours of [0, 25, 1.5, -1, NaN]) {
      assert.throws(
        () => chooseHours(hours, defaultPolicy),
        invalid('expiresInHours', 'lifetime_not_allowed'),
      )
    }
    assert.throws(
      () => chooseHours(3, withTokens({ maxHours: 2 })),
      invalid('expiresInHours', 'lifetime_not_allowed'),
    )
  })

  it('takes only the forced value where there is no choice', () => {
    const policy = withTokens({ lifetimeChoice: false, defaultHours: 5 })
    assert.equal(chooseHours(5, policy), 5)
    assert.throws(() => chooseHours(1, policy), invalid('expiresInHours', 'lifetime_not_allowed'))
  })
})

describe('endOfApiKey', () => {
  it('is the earlier of its own end and the longest life the policy allows', () => {
    const forever = { issuedAt: 1000, expiresAt: null }
    const long = { issuedAt: 1000, expiresAt: 1000 + 90 * dayMs }
    assert.equal(endOfApiKey(forever, defaultPolicy), null)
    assert.equal(endOfApiKey(long, defaultPolicy), long.expiresAt)
    const strict = withKeys({ allowedDays: [7, 30], defaultDays: 7 })
    for (const row of [forever, long]) assert.equal(endOfApiKey(row, strict), 1000 + 30 * dayMs)
    const forced = withKeys({ expiryChoice: false, defaultDays: 7 })
    assert.equal(endOfApiKey(long, forced), 1000 + 7 * dayMs)
    assert.equal(endOfApiKey({ issuedAt: 1000, expiresAt: 2000 }, forced), 2000)
  })

  it('never lies beyond either', () => {
    const days = fc.constantFrom(...dayChoices)
    const end = fc.option(fc.integer({ min: 0, max: 100 * dayMs }))
    fc.assert(
      fc.property(days, end, (defaultDays, expiresAt) => {
        const policy = withKeys({ expiryChoice: false, defaultDays })
        const found = endOfApiKey({ issuedAt: 0, expiresAt }, policy) ?? Infinity
        return (
          found === Math.min(expiresAt ?? Infinity, defaultDays === 'none' ? Infinity : defaultDays * dayMs)
        )
      }),
    )
  })
})

describe('endOfToken', () => {
  it('is the earlier of its own end and the longest life the policy allows', () => {
    const row = { createdAt: 1000, expiresAt: 1000 + 24 * hourMs }
    assert.equal(endOfToken(row, defaultPolicy), row.expiresAt)
    assert.equal(endOfToken(row, withTokens({ maxHours: 2 })), 1000 + 2 * hourMs)
    assert.equal(endOfToken(row, withTokens({ lifetimeChoice: false, defaultHours: 1 })), 1000 + hourMs)
  })
})

describe('expiryOptions', () => {
  it('are what may be chosen, or what is forced, with null for no expiration', () => {
    assert.deepEqual(expiryOptions(withKeys({ allowedDays: [7, 'none'], defaultDays: 7 })), {
      expiryChoice: true,
      allowedDays: [7, null],
      defaultDays: 7,
    })
    assert.deepEqual(expiryOptions(withKeys({ expiryChoice: false, defaultDays: 'none' })), {
      expiryChoice: false,
      allowedDays: [null],
      defaultDays: null,
    })
  })
})
