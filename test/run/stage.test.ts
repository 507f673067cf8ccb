import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'mocha'
import { runStages } from './stage.js'
import type { Stage } from './stage.js'

describe('runStages', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-stages-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const print = (): void => undefined
  const sh = (name: string, script: string, more: Partial<Stage> = {}): Stage => {
    return { name, command: ['sh', '-c', script], ...more }
  }

  it('answers how each ended, in their order, with what it printed', async () => {
    const stages = [sh('one', 'echo out; echo err >&2'), sh('other', 'exit 3')]
    const results = await runStages(stages, { folder, atOnce: 2, print })
    assert.deepEqual(
      results.map(({ name, succeeded, outputs }) => ({ name, succeeded, outputs })),
      [
        { name: 'one', succeeded: true, outputs: ['out\n', 'err\n'] },
        { name: 'other', succeeded: false, outputs: ['', ''] },
      ],
    )
  })

  it('begins a stage once the one that it needs has ended', async () => {
    const made = join(folder, 'made')
    const stages = [
      sh('maker', `sleep 0.2; touch ${made}`),
      sh('user', `test -e ${made}`, { needs: 'maker' }),
    ]
    const results = await runStages(stages, { folder, atOnce: 2, print })
    assert.deepEqual(
      results.map(({ succeeded }) => succeeded),
      [true, true],
    )
  })

  it('takes up the report of its tests', async () => {
    const report = { passed: 2, failed: 0, skipped: 1, failures: [] }
    const stage = sh('tests', `echo '${JSON.stringify(report)}' > "$KEYWARD_REPORT_FILE"`)
    const [result] = await runStages([stage], { folder, atOnce: 1, print })
    assert.deepEqual(result?.report, report)
  })
})
