import { availableParallelism } from 'node:os'
import process from 'node:process'

// Processes that tests start are then run from what was compiled in the sandbox, as in `npm test`.
process.env.KEYWARD_COMPILED = '.compiled'
process.env.KEYWARD_DATABASES = 'sqlite'

/** What runs in a thread of its own does not tell what it covers. With `off`, each change is tried with all tests, and constants are changed too. */
const isCovered = process.env.KEYWARD_MUTATION_COVERAGE !== 'off'

/** What decides who gets in, who may do what, and what is kept of it. */
const folders = ['account', 'auth', 'credentials', 'crypto', 'policy', 'sign-in', 'ssh']

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const config = {
  mutate: folders.map((folder) => `src/${folder}/**/*.ts`),
  testRunner: 'in-process',
  plugins: ['./.build/mutation-runner.js', './.build/mutation-sample.js', './.build/mutation-journal.js'],
  ignorers: ['sample'],
  buildCommand: 'npm run --silent compile -- --noCheck',
  coverageAnalysis: isCovered ? 'perTest' : 'off',
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  tempDirName: '.stryker/sandboxes',
  // A constant of a module is read when it is loaded: each such mutant would take all tests in a process of its own.
  ignoreStatic: isCovered,
  ignorePatterns: [
    '.bench',
    '.demo*',
    '.typedoc',
    '.compiled',
    '.stryker',
    'coverage',
    'dist',
    'test/bench/peers/node_modules',
  ],
  concurrency: availableParallelism(),
  // More than the runner gives a test, so that what hangs costs no new process.
  timeoutMS: 45_000,
  dryRunTimeoutMinutes: 30,
  reporters: ['clear-text', 'json', 'progress-append-only', 'journal'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: '.stryker/report.json' },
  thresholds: { high: 95, low: 90, break: 90 },
  allowEmpty: false,
}

export default config
