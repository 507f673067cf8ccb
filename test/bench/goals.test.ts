import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { judged } from './goals.js'
import { unsteadinessOf } from './machine.js'
import type { Results } from './results.js'
import { quick } from './settings.js'
import { welch } from './welch.js'
import type { Taken } from './verification-process.js'

const steady = 1.02
const unsteady = 1.4

describe('the bench', () => {
  it('judges what was measured on a steady machine', () => {
    assert.equal(verdictOf('junk', { microseconds: 0.9, unsteadiness: steady }), 'met')
    assert.equal(verdictOf('junk', { microseconds: 1.1, unsteadiness: steady }), 'missed')
  })

  it('judges nothing that was measured on an unsteady one', () => {
    for (const microseconds of [0.1, 0.9, 1.1, 50]) {
      assert.equal(verdictOf('junk', { microseconds, unsteadiness: unsteady }), 'too noisy to judge')
    }
  })

  it('judges what was counted wherever it was counted', () => {
    assert.equal(verdictOf('SQL statements', { microseconds: 50, unsteadiness: unsteady }), 'met')
  })

  it('calls a machine steady that is interrupted once, and unsteady where every fifth run is slower', () => {
    const once = [...Array.from({ length: 19 }, () => 10), 100]
    assert.equal(unsteadinessOf(once), 1)
    const often = Array.from({ length: 20 }, (_, n) => (n % 5 === 0 ? 14 : 10))
    assert.equal(unsteadinessOf(often), 1.4)
  })

  it('tells means apart by Welch’s t, whichever is the higher one', () => {
    const { t, means } = welch([1, 2, 3], [2, 3, 4, 5])
    assert.deepEqual(means, [2, 3.5])
    assert.equal(t.toFixed(4), (-1.5 / Math.sqrt(1 / 3 + 5 / 3 / 4)).toFixed(4))
    assert.equal(welch([2, 3, 4, 5], [1, 2, 3]).t, -t)
  })
})

function verdictOf(
  what: string,
  { microseconds, unsteadiness }: { readonly microseconds: number; readonly unsteadiness: number },
): string | undefined {
  const taken: Taken = {
    cpuMicroseconds: { median: microseconds, low: microseconds, high: microseconds },
    asked: { statements: 0, glances: 0, writes: 0 },
    verified: 1000,
    unsteadiness,
  }
  const results: Results = {
    ...{ date: '', machine: '', betterAuth: '', settings: quick },
    verification: { sqlite: { hit: taken, junk: taken } },
  }
  return judged(results).find((goal) => goal.what.startsWith(what))?.verdict
}
