import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { countsBeside, provedAtOf, signInOf, withHostProof } from '../../../src/auth/host/host-user.js'
import type { SessionProof } from '../../../src/store/session.js'

const now = Date.UTC(2026, 0, 15, 12)
const minute = 60_000

describe('provedAtOf', () => {
  const at = (provedAt?: number | null) => provedAtOf({ userId: 'ada', amr: ['pwd'], provedAt }, now)

  it('is what the host says, but never later than now, whatever its clock says', () => {
    assert.equal(at(now - minute), now - minute)
    assert.equal(at(now), now)
    assert.equal(at(now + minute), now)
    assert.equal(at(0), 0)
  })

  it('is unknown where the host does not say, or says a time to come: seconds taken for milliseconds are long ago', () => {
    for (const unknown of [undefined, null, now + minute + 1, now * 1000]) assert.equal(at(unknown), null)
    assert.equal(at(now / 1000), now / 1000)
  })
})

describe('countsBeside', () => {
  const named = (userId: string, ...amr: string[]) => ({ userId, amr })
  const boundTo = signInOf(named('ada'))
  const bound = { userId: 'ada', boundTo, vouched: ['pwd', 'mfa'] }
  const own = { userId: 'ada', boundTo: null, vouched: [] }

  it('takes what is bound only beside its user, vouched for by no less', () => {
    assert.equal(countsBeside(bound, named('ada', 'mfa', 'pwd', 'hwk')), true)
    assert.equal(countsBeside(bound, named('ada', 'pwd')), false)
    assert.equal(countsBeside(bound, named('grace', 'pwd', 'mfa')), false)
    assert.equal(countsBeside(bound, null), false)
  })

  it('takes what is bound beside the same sign-in alone, where the host tells them apart', () => {
    const first = { ...named('ada', 'pwd', 'mfa'), sessionId: '1' }
    const ofFirst = { ...bound, boundTo: signInOf(first) }
    assert.equal(countsBeside(ofFirst, first), true)
    assert.equal(countsBeside(ofFirst, { ...first, sessionId: '2' }), false)
    assert.equal(countsBeside(ofFirst, named('ada', 'pwd', 'mfa')), false)
    assert.equal(countsBeside(bound, first), false)
    assert.equal(countsBeside(own, first), true)
  })

  it('takes keyward’s own sign-in unless the host names somebody else', () => {
    assert.equal(countsBeside(own, named('ada', 'pwd')), true)
    assert.equal(countsBeside(own, null), true)
    assert.equal(countsBeside(own, named('grace', 'pwd')), false)
  })
})

describe('withHostProof', () => {
  const proof: SessionProof = {
    ...{ amr: ['pwd', 'otp'], provedKeys: [], vouched: ['pwd'] },
    ...{ provedAt: now - 5 * minute, provedBy: 'otp' },
  }

  it('adds what the host vouches for by now, in place of what it did', () => {
    const { amr, vouched } = withHostProof(proof, { userId: 'ada', amr: ['pwd', 'mfa'] }, now)
    assert.deepEqual(amr, ['pwd', 'otp', 'mfa'])
    assert.deepEqual(vouched, ['pwd', 'mfa'])
  })

  it('does not put a password, typed at the host, in the place of a code that is still recent', () => {
    const later = withHostProof(proof, { userId: 'ada', amr: ['pwd'], provedAt: now }, now)
    assert.deepEqual([later.provedAt, later.provedBy], [proof.provedAt, 'otp'])
  })

  it('takes a newer proof that is as strong, or the only recent one, or comes after one from the future, and never an older one', () => {
    const stronger = withHostProof(proof, { userId: 'ada', amr: ['mfa'], provedAt: now }, now)
    assert.deepEqual([stronger.provedAt, stronger.provedBy], [now, 'mfa'])
    const stale = { ...proof, provedAt: now - 20 * minute }
    const fresh = withHostProof(stale, { userId: 'ada', amr: ['sso'], provedAt: now }, now)
    assert.deepEqual([fresh.provedAt, fresh.provedBy, fresh.amr], [now, 'pwd', ['pwd', 'otp', 'sso']])
    const ahead = { ...proof, provedAt: now + 60 * minute }
    const after = withHostProof(ahead, { userId: 'ada', amr: ['pwd'], provedAt: now }, now)
    assert.deepEqual([after.provedAt, after.provedBy], [now, 'pwd'])
    const older = withHostProof(proof, { userId: 'ada', amr: ['mfa'], provedAt: now - 6 * minute }, now)
    assert.deepEqual([older.provedAt, older.provedBy], [proof.provedAt, 'otp'])
  })
})
