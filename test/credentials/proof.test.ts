import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { isRecent, recentMs, withProof } from '../../src/credentials/session.js'
import type { Factors } from '../../src/policy/enforcement.js'
import type { SessionRow } from '../../src/store/session.js'

const at = Date.UTC(2026, 0, 15, 12)
const none: Factors = { totp: false, securityKeys: [], recoveryCodes: 0 }
const app = { ...none, totp: true }
const key = { ...app, securityKeys: [{ backupEligible: false, attested: false, suspect: false }] }

const proved = (provedBy: string, amr: readonly string[] = ['pwd']): SessionRow => ({
  ...{ id: '1', userId: 'ada', digest: 'd', keyId: 'k', previousDigest: null, previousUntil: null },
  ...{ securityEpoch: 0, amr, createdAt: at, lastSeenAt: at, expiresAt: at * 2, provedAt: at, provedBy },
  ...{ ip: null, userAgent: null },
})

describe('withProof', () => {
  it('adds what was proved, each method once', () => {
    assert.deepEqual(withProof(proved('pwd'), 'otp', at + 1), {
      amr: ['pwd', 'otp'],
      provedAt: at + 1,
      provedBy: 'otp',
    })
    assert.deepEqual(withProof(proved('otp', ['pwd', 'otp']), 'otp', at + 1).amr, ['pwd', 'otp'])
  })

  it('keeps a stronger proof that is still recent', () => {
    for (const [stronger, weaker] of [
      ['hwk', 'otp'],
      ['rec', 'otp'],
      ['otp', 'pwd'],
      ['hwk', 'pwd'],
    ] as const) {
      const kept = withProof(proved(stronger, [stronger]), weaker, at + recentMs - 1)
      assert.deepEqual(kept, { amr: [stronger, weaker], provedAt: at, provedBy: stronger })
    }
  })

  it('lets a weaker one take its place once that is over', () => {
    const later = at + recentMs
    const { provedAt, provedBy } = withProof(proved('hwk', ['pwd', 'hwk']), 'otp', later)
    assert.deepEqual([provedAt, provedBy], [later, 'otp'])
  })

  it('counts from the newest of equal proofs', () => {
    const { provedAt, provedBy } = withProof(proved('hwk'), 'rec', at + 1)
    assert.deepEqual([provedAt, provedBy], [at + 1, 'rec'])
  })
})

describe('isRecent', () => {
  it('holds for ten minutes', () => {
    const row = proved('pwd')
    assert.equal(isRecent(row, none, at), true)
    assert.equal(isRecent(row, none, at + 10 * 60_000 - 1), true)
    assert.equal(isRecent(row, none, at + 10 * 60_000), false)
  })

  it('asks for the strongest class that is enrolled', () => {
    const table: readonly [string, boolean, boolean, boolean][] = [
      ['pwd', true, false, false],
      ['user', true, false, false],
      ['otp', true, true, false],
      ['mfa', true, true, false],
      ['hwk', true, true, true],
      ['rec', true, true, true],
    ]
    for (const [method, ...expected] of table) {
      const found = [none, app, key].map((factors) => isRecent(proved(method), factors, at))
      assert.deepEqual(found, expected, method)
    }
  })

  it('does not take a proof of a weaker factor for one of the key that was proved longer ago', () => {
    const renewed = { ...proved('hwk'), ...withProof(proved('hwk'), 'otp', at + recentMs) }
    assert.equal(isRecent(renewed, key, at + recentMs), false)
    assert.equal(isRecent(renewed, app, at + recentMs), true)
  })

  it('does not prolong the proof of a key by one that is weaker', () => {
    const renewed = { ...proved('hwk'), ...withProof(proved('hwk'), 'otp', at + recentMs - 1) }
    assert.equal(isRecent(renewed, key, at + recentMs - 1), true)
    assert.equal(isRecent(renewed, key, at + recentMs), false)
  })
})
