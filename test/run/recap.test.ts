import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { recap } from './recap.js'
import type { StageResult } from './stage.js'

describe('recap', () => {
  const report = { passed: 1, failed: 0, skipped: 0, failures: [] }
  const result: StageResult = { name: 'units', succeeded: false, outputs: ['out\n', 'err\n'], report }

  it('tells of each failed test its title, the message and the first frames', () => {
    const frames = Array.from({ length: 9 }, (_, i) => `    at f${String(i)} (a.ts:1:1)`)
    const failures = [{ title: 'a key expires', stack: ['Error: 1 !== 2', ...frames].join('\n') }]
    assert.deepEqual(recap([{ ...result, report: { ...report, failed: 1, failures } }]), [
      '',
      '✖ units: a key expires',
      '    Error: 1 !== 2',
      ...frames.slice(0, 3).map((frame) => `    ${frame}`),
    ])
  })

  it('tells the last lines of what failed without a failed test', () => {
    assert.deepEqual(recap([result]), ['', '✖ units', '    out', '    err'])
  })

  it('is silent about what succeeded', () => {
    assert.deepEqual(recap([{ ...result, succeeded: true }]), [])
  })
})
