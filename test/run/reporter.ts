import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

/** How a run of the tests ended, as `test/run.ts` reads it. */
export interface Report {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
}

/** A test, or a hook, that failed. */
export interface Failure {
  readonly title: string
  /** The message, then where it was thrown. */
  readonly stack: string
}

const lingerSeconds = 10

/** Mocha's spec reporter, which also writes the report to the file named by `KEYWARD_REPORT_FILE` and ends a process that lingers. */
function reportingReporter(runner: Mocha.Runner, options: Mocha.MochaOptions): void {
  new Mocha.reporters.Spec(runner, options)
  const failures: Failure[] = []
  runner.on('fail', (test, error: unknown) => {
    failures.push({ title: test.fullTitle(), stack: stackOf(error) })
  })
  runner.once('end', () => {
    const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {}
    const report: Report = { passed: passes, failed, skipped: pending, failures }
    if (process.env.KEYWARD_REPORT_FILE)
      writeFileSync(process.env.KEYWARD_REPORT_FILE, JSON.stringify(report))
    setTimeout(failLingering, lingerSeconds * 1000).unref()
  })
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.stack ?? error.message
}

function failLingering(): void {
  console.error(
    `the tests are over, yet the process is held open by: ${process.getActiveResourcesInfo().join(', ')}`,
  )
  // Mocha sets the exit code as the process exits: this comes after it.
  process.once('exit', () => (process.exitCode = 1)).exit()
}

// eslint-disable-next-line no-restricted-exports -- Mocha loads a reporter by its default export
export default reportingReporter
