import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

/** How a run of the tests ended, as `test/run.ts` reads it. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const lingerSeconds = 10

/** Mocha's spec reporter, which also writes the counts to the file named by `KEYWARD_COUNTS_FILE` and ends a process that lingers. */
function countingReporter(runner: Mocha.Runner, options: Mocha.MochaOptions): void {
  new Mocha.reporters.Spec(runner, options)
  runner.once('end', () => {
    const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
    const counts: Counts = { passed: passes, failed: failures, skipped: pending }
    if (process.env.KEYWARD_COUNTS_FILE)
      writeFileSync(process.env.KEYWARD_COUNTS_FILE, JSON.stringify(counts))
    setTimeout(failLingering, lingerSeconds * 1000).unref()
  })
}

function failLingering(): void {
  console.error(
    `the tests are over, yet the process is held open by: ${process.getActiveResourcesInfo().join(', ')}`,
  )
  // Mocha sets the exit code as the process exits: this comes after it.
  process.once('exit', () => (process.exitCode = 1)).exit()
}

// eslint-disable-next-line no-restricted-exports -- Mocha loads a reporter by its default export
export default countingReporter
