import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import type { StoredPolicy } from '../../src/policy/policy.js'
import { sshKeyTypes, sshPermits } from '../../src/policy/ssh-key.js'
import {
  contradictions,
  dayChoices,
  defaultPolicy,
  effectivePolicy,
  longestDays,
  longestHours,
} from '../../src/policy/policy.js'

const days = fc.constantFrom(...dayChoices)
const hours = fc.integer({ min: 1, max: 24 })
const stored: fc.Arbitrary<StoredPolicy> = fc.record(
  {
    apiKeys: fc.record(
      {
        expiryChoice: fc.boolean(),
        allowedDays: fc.uniqueArray(days, { minLength: 1 }),
        defaultDays: days,
        maxPerUser: fc.integer({ min: 0, max: 50 }),
      },
      { requiredKeys: [] },
    ),
    tokens: fc.record(
      { lifetimeChoice: fc.boolean(), maxHours: hours, defaultHours: hours },
      { requiredKeys: [] },
    ),
    sshKeys: fc.record(
      {
        allowedTypes: fc.uniqueArray(fc.constantFrom(...sshKeyTypes), { minLength: 1 }),
        minRsaBits: fc.integer({ min: 2048, max: 8192 }),
        maxDays: fc.oneof(fc.integer({ min: 1, max: 3650 }), fc.constant('none' as const)),
        permit: fc.uniqueArray(fc.constantFrom(...sshPermits)),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)

describe('effectivePolicy', () => {
  it('is the default where nothing is set', () => {
    // The same object: each verification asks.
    assert.equal(effectivePolicy({ platform: {}, organization: {} }), defaultPolicy)
  })

  it('takes each field from the platform, else the organisation, else the default', () => {
    const { apiKeys, tokens } = effectivePolicy({
      platform: { apiKeys: { maxPerUser: 3 } },
      organization: { apiKeys: { maxPerUser: 9, defaultDays: 7 }, tokens: { maxHours: 2, defaultHours: 1 } },
    })
    assert.deepEqual(apiKeys, { ...defaultPolicy.apiKeys, maxPerUser: 3, defaultDays: 7 })
    assert.deepEqual(tokens, { lifetimeChoice: true, maxHours: 2, defaultHours: 1 })
  })

  it('takes so what it says of second factors and of those who have none', () => {
    const { mfa, enforcement } = effectivePolicy({
      platform: { mfa: { graceDays: 3 }, enforcement: { blockSshKeys: true } },
      organization: { mfa: { graceDays: 9, enforceMfa: true }, enforcement: { blockCredentials: true } },
    })
    assert.deepEqual(mfa, { ...defaultPolicy.mfa, graceDays: 3, enforceMfa: true })
    assert.deepEqual(enforcement, { blockCredentials: true, blockSshKeys: true })
  })

  it('keeps a default that is forced, whatever could be chosen', () => {
    const { apiKeys } = effectivePolicy({
      platform: { apiKeys: { expiryChoice: false, defaultDays: 60 } },
      organization: { apiKeys: { allowedDays: [7] } },
    })
    assert.equal(apiKeys.defaultDays, 60)
  })

  it('replaces a default that the other level does not allow by the nearest shorter choice', () => {
    const effective = (
      allowedDays: readonly (7 | 30 | 60 | 90 | 'none')[],
      defaultDays: 7 | 30 | 60 | 90 | 'none',
    ) =>
      effectivePolicy({ platform: { apiKeys: { allowedDays } }, organization: { apiKeys: { defaultDays } } })
        .apiKeys.defaultDays
    assert.equal(effective([7, 60], 30), 7)
    assert.equal(effective([60, 90], 30), 60)
    assert.equal(effective([7, 30], 'none'), 30)
    assert.equal(effective(['none'], 7), 'none')
    // In whatever order the choices were stored.
    assert.equal(effective([30, 7], 90), 30)
    assert.equal(effective([90, 60, 'none'], 30), 60)
    const { tokens } = effectivePolicy({
      platform: { tokens: { maxHours: 2 } },
      organization: { tokens: { defaultHours: 9 } },
    })
    assert.equal(tokens.defaultHours, 2)
  })

  it('always makes sense: the default is allowed, and lives no longer than the longest life', () => {
    const rank = (value: number | 'none'): number => (value === 'none' ? Infinity : value)
    fc.assert(
      fc.property(stored, stored, (platform, organization) => {
        const policy = effectivePolicy({ platform, organization })
        const { apiKeys, tokens } = policy
        assert.ok(!apiKeys.expiryChoice || apiKeys.allowedDays.includes(apiKeys.defaultDays))
        assert.ok(rank(apiKeys.defaultDays) <= rank(longestDays(policy)))
        assert.ok(tokens.defaultHours <= longestHours(policy))
        assert.equal(
          apiKeys.maxPerUser,
          platform.apiKeys?.maxPerUser ?? organization.apiKeys?.maxPerUser ?? 50,
        )
        assert.equal(
          policy.sshKeys.maxDays,
          platform.sshKeys?.maxDays ?? organization.sshKeys?.maxDays ?? 'none',
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('longestDays and longestHours', () => {
  it('are the longest choice, or what is forced', () => {
    const keys = (apiKeys: object) =>
      longestDays({ ...defaultPolicy, apiKeys: { ...defaultPolicy.apiKeys, ...apiKeys } })
    assert.equal(keys({}), 'none')
    assert.equal(keys({ allowedDays: [30, 7] }), 30)
    assert.equal(keys({ expiryChoice: false, defaultDays: 7 }), 7)
    const tokens = (change: object) =>
      longestHours({ ...defaultPolicy, tokens: { ...defaultPolicy.tokens, ...change } })
    assert.equal(tokens({ maxHours: 5 }), 5)
    assert.equal(tokens({ lifetimeChoice: false, defaultHours: 3 }), 3)
  })
})

describe('contradictions', () => {
  it('names a default that the same policy does not allow', () => {
    assert.deepEqual(contradictions({}), [])
    assert.deepEqual(contradictions({ apiKeys: { allowedDays: [7], defaultDays: 30 } }), [
      'apiKeys.defaultDays',
    ])
    assert.deepEqual(
      contradictions({ apiKeys: { allowedDays: [7], defaultDays: 30, expiryChoice: false } }),
      [],
    )
    assert.deepEqual(contradictions({ tokens: { maxHours: 2, defaultHours: 3 } }), ['tokens.defaultHours'])
  })

  it('finds none where the default is allowed, or one of the two is not set', () => {
    for (const policy of [
      { apiKeys: { allowedDays: [7, 30], defaultDays: 30 } },
      { apiKeys: { allowedDays: [7] } },
      { apiKeys: { defaultDays: 30 } },
      { tokens: { maxHours: 3, defaultHours: 3 } },
      { tokens: { maxHours: 2 } },
      { tokens: { defaultHours: 3 } },
    ] as const) {
      assert.deepEqual(contradictions(policy), [], JSON.stringify(policy))
    }
  })
})
