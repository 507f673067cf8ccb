import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Policy } from '../../src/policy/policy.js'
import { defaultPolicy } from '../../src/policy/policy.js'
import { maxSshDays } from '../../src/policy/ssh-key.js'
import {
  chooseSshDays,
  chooseSshEnd,
  endOfSshKey,
  longestLifeOfSshKey,
  sshKeyLife,
} from '../../src/ssh/expiry.js'
import { dayMs } from '../../src/time.js'

const upTo = (maxDays: Policy['sshKeys']['maxDays']): Policy => ({
  ...defaultPolicy,
  sshKeys: { ...defaultPolicy.sshKeys, maxDays },
})
const [limited, free] = [upTo(30), upTo('none')]
const at = 1_700_000_000_000

function refuses(choose: () => unknown, field: string, code: string): void {
  assert.throws(choose, ({ errors: [one] }: { errors: { field: string; code: string }[] }) => {
    assert.deepEqual([one?.field, one?.code], [field, code])
    return true
  })
}

describe('the life of an SSH key', () => {
  it('is the longest that the policy allows, where none is chosen', () => {
    assert.deepEqual(
      [limited, free].map((policy) => chooseSshDays(undefined, policy)),
      [30, null],
    )
    assert.deepEqual(chooseSshEnd(undefined, limited, at), { lifetimeDays: 30, expiresAt: at + 30 * dayMs })
    assert.deepEqual(chooseSshEnd(undefined, free, at), { lifetimeDays: null, expiresAt: null })
  })

  it('has as many whole days as the policy allows, at most ten years', () => {
    for (const days of [1, 30]) assert.equal(chooseSshDays(days, limited), days)
    assert.equal(chooseSshDays(maxSshDays, free), maxSshDays)
    for (const [days, policy] of [
      [0, limited],
      [-1, free],
      [31, limited],
      [1.5, limited],
      [NaN, free],
      [maxSshDays + 1, free],
      [null, limited],
    ] as const)
      refuses(() => chooseSshDays(days, policy), 'expiresInDays', 'expiry_not_allowed')
    assert.equal(chooseSshDays(null, free), null)
  })

  it('may be given an end, by the same rules', () => {
    const ends = [1, dayMs, 30 * dayMs].map((ms) => chooseSshEnd(at + ms, limited, at))
    assert.deepEqual(
      ends.map(({ lifetimeDays }) => lifetimeDays),
      [1, 1, 30],
    )
    assert.deepEqual(
      ends.map(({ expiresAt }) => expiresAt),
      [at + 1, at + dayMs, at + 30 * dayMs],
    )
    assert.deepEqual(chooseSshEnd(null, free, at), { lifetimeDays: null, expiresAt: null })
    assert.equal(chooseSshEnd(at + maxSshDays * dayMs, free, at).lifetimeDays, maxSshDays)
    for (const [given, policy] of [
      [at + 30 * dayMs + 1, limited],
      [at + maxSshDays * dayMs + 1, free],
      [null, limited],
    ] as const)
      refuses(() => chooseSshEnd(given, policy, at), 'expiresAt', 'expiry_not_allowed')
    for (const past of [at, at - 1]) refuses(() => chooseSshEnd(past, free, at), 'expiresAt', 'in_the_past')
  })

  it('ends at its own end, or sooner where the policy allows less by now', () => {
    const key = { createdAt: at, ...sshKeyLife(60, at) }
    assert.equal(endOfSshKey(key, free), at + 60 * dayMs)
    assert.equal(endOfSshKey(key, limited), at + 30 * dayMs)
    assert.equal(endOfSshKey(key, upTo(90)), at + 60 * dayMs)
    const endless = { createdAt: at, ...sshKeyLife(null, at) }
    assert.deepEqual([endOfSshKey(endless, free), endOfSshKey(endless, limited)], [null, at + 30 * dayMs])
    assert.deepEqual([longestLifeOfSshKey(free), longestLifeOfSshKey(limited)], [null, 30 * dayMs])
  })
})
