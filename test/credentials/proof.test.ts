import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { asPresented, isRecent, recentMs, withProof } from '../../src/credentials/proof.js'
import { clockSkewMs } from '../../src/time.js'
import type { Factors } from '../../src/policy/enforcement.js'
import type { SessionProof, SessionRow } from '../../src/store/session.js'

const at = Date.UTC(2026, 0, 15, 12)
const none: Factors = { totp: false, securityKeys: [], recoveryCodes: 0 }
const app = { ...none, totp: true }
const key = { ...app, securityKeys: [{ id: 'k', backupEligible: false, attested: false, usable: true }] }

const nothing = { provedKeys: [], vouched: [] }

const proved = (provedBy: string, amr: readonly string[] = ['pwd']): SessionRow => ({
  ...{ id: '1', userId: 'ada', digest: 'd', keyId: 'k', previousDigest: null, previousUntil: null },
  ...{ previousProof: null, provedKeys: [], vouched: [], boundTo: null },
  ...{ securityEpoch: 0, amr, createdAt: at, lastSeenAt: at, expiresAt: at * 2, provedAt: at, provedBy },
  ...{ ip: null, userAgent: null },
})

/** Presented by the present secret. */
const now = (row: SessionRow) => ({ row, superseded: false })

describe('a clock that was ahead and is set back', () => {
  const ahead = 60 * 60_000

  it('makes no proof recent that lies in the future, but for what the clocks of two processes differ', () => {
    const row = proved('otp', ['pwd', 'otp'])
    assert.equal(isRecent(now(row), app, at - ahead), false)
    assert.equal(isRecent(now(row), app, at - clockSkewMs - 1), false)
    assert.equal(isRecent(now(row), app, at - clockSkewMs), true)
    assert.equal(isRecent(now(row), app, at + recentMs), false)
  })

  it('lets any proof take the place of one from the future, and that is recent', () => {
    const { provedAt, provedBy } = withProof(proved('hwk', ['pwd', 'hwk']), { method: 'otp' }, at - ahead)
    assert.deepEqual([provedAt, provedBy], [at - ahead, 'otp'])
    assert.equal(isRecent(now({ ...proved('otp'), provedAt }), app, at - ahead), true)
  })
})

describe('withProof', () => {
  it('adds what was proved, each method once', () => {
    assert.deepEqual(withProof(proved('pwd'), { method: 'otp' }, at + 1), {
      ...nothing,
      amr: ['pwd', 'otp'],
      provedAt: at + 1,
      provedBy: 'otp',
    })
    assert.deepEqual(withProof(proved('otp', ['pwd', 'otp']), { method: 'otp' }, at + 1).amr, ['pwd', 'otp'])
  })

  it('keeps a stronger proof that is still recent', () => {
    for (const [stronger, weaker] of [
      ['hwk', 'otp'],
      ['rec', 'otp'],
      ['otp', 'pwd'],
      ['hwk', 'pwd'],
    ] as const) {
      const kept = withProof(proved(stronger, [stronger]), { method: weaker }, at + recentMs - 1)
      assert.deepEqual(kept, { ...nothing, amr: [stronger, weaker], provedAt: at, provedBy: stronger })
    }
  })

  it('lets a weaker one take its place once that is over', () => {
    const later = at + recentMs
    const { provedAt, provedBy } = withProof(proved('hwk', ['pwd', 'hwk']), { method: 'otp' }, later)
    assert.deepEqual([provedAt, provedBy], [later, 'otp'])
  })

  it('keeps which security keys answered, each once and the last one last', () => {
    const first = withProof(proved('pwd'), { method: 'hwk', keyId: 'a' }, at)
    const second = withProof(first, { method: 'hwk', keyId: 'b' }, at)
    assert.deepEqual(second.provedKeys, ['a', 'b'])
    assert.deepEqual(withProof(second, { method: 'hwk', keyId: 'a' }, at).provedKeys, ['b', 'a'])
    assert.deepEqual(withProof(second, { method: 'otp' }, at).provedKeys, ['a', 'b'])
    const many = Array.from({ length: 12 }, (_, i) => String(i))
    const all = many.reduce(
      (row, keyId) => withProof(row, { method: 'hwk', keyId }, at),
      proved('pwd') as SessionProof,
    )
    assert.deepEqual(all.provedKeys, many.slice(2))
  })

  it('counts from the newest of equal proofs', () => {
    const { provedAt, provedBy } = withProof(proved('hwk'), { method: 'rec' }, at + 1)
    assert.deepEqual([provedAt, provedBy], [at + 1, 'rec'])
  })
})

describe('asPresented', () => {
  const previousProof = { ...nothing, amr: ['pwd'], provedAt: at - 1, provedBy: 'pwd' }
  const row = { ...proved('otp', ['pwd', 'otp']), previousProof }

  it('is the session as it is, to its present secret', () => {
    assert.equal(asPresented(row, { superseded: false }), row)
  })

  it('is the session as it was before it was proved again, to the secret of then', () => {
    assert.deepEqual(asPresented(row, { superseded: true }), { ...row, ...previousProof })
  })
})

describe('isRecent', () => {
  it('never holds for a secret that was superseded', () => {
    const row = proved('hwk')
    for (const factors of [none, app, key]) {
      assert.equal(isRecent({ row, superseded: true }, factors, at), false)
    }
  })

  it('a proof is recent for ten minutes', () => {
    const row = proved('pwd')
    assert.equal(isRecent(now(row), none, at), true)
    assert.equal(isRecent(now(row), none, at + 10 * 60_000 - 1), true)
    assert.equal(isRecent(now(row), none, at + 10 * 60_000), false)
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
      const found = [none, app, key].map((factors) => isRecent(now(proved(method)), factors, at))
      assert.deepEqual(found, expected, method)
    }
  })

  it('does not take a proof of a weaker factor for one of the key that was proved longer ago', () => {
    const renewed = { ...proved('hwk'), ...withProof(proved('hwk'), { method: 'otp' }, at + recentMs) }
    assert.equal(isRecent(now(renewed), key, at + recentMs), false)
    assert.equal(isRecent(now(renewed), app, at + recentMs), true)
  })

  it('does not prolong the proof of a key by one that is weaker', () => {
    const renewed = { ...proved('hwk'), ...withProof(proved('hwk'), { method: 'otp' }, at + recentMs - 1) }
    assert.equal(isRecent(now(renewed), key, at + recentMs - 1), true)
    assert.equal(isRecent(now(renewed), key, at + recentMs), false)
  })
})
