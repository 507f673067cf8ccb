import { readdirSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { mock } from 'node:test'
import { pathToFileURL } from 'node:url'
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core'
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import Mocha from 'mocha'

const compiled = '.compiled'

/** Names the tests to take by how their paths match, such as `crypto|policy`; all of them without it. */
const { KEYWARD_MUTATION_TESTS: wantedFiles = '' } = process.env

/** Ends the judgement of a mutant after so many tests of other folders: what is left has survived those, not all. */
const atMost = Number(process.env.KEYWARD_MUTATION_AT_MOST ?? Infinity)

/** These start processes or machines, in which no mutant is active, or read the files of the project, which are other files here. */
const leftOut = [
  /^adapters\/(?!express\.test\.js$)/,
  /^(advisories|bench|cli|docs|e2e|entities|faults|fuzz|package|reference|run|upgrade)\//,
  /^(architecture|readme|style|written-rules|host\/readme|api-client\/operations|pages\/messages\/messages)\.test\.js$/,
]

/** So many of the tests that reach a mutant are tried after those of its folder, spread over all: most mutants need no more. */
const firstTried = 40

/** Stryker calls a loop endless that goes round a hundred times as often as in all tests together; a twentieth of that is enough. */
const endlessFrom = 20

/** A test that waits for what a mutant never does has failed. Without a mutant it may take as long as it takes. */
const testTimeoutMs = 30_000
const hookTimeoutMs = 120_000

/**
 * Runs the tests that reach a mutant in this process, which has loaded everything once. The runner that Stryker brings knows no Mocha 12.
 * This one trusts no verdict that the process itself may have caused: the test that killed a mutant is run once more without it, and where
 * it fails then, too, the process is given up and the mutant judged in another.
 */
class InProcessRunner {
  #instrumented = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {})
  static inject = tokens(commonTokens.options)
  #ignoresStatic
  #reportsCoverage
  #isLoaded = false
  #mocha = new Mocha({ reporter: class {}, timeout: hookTimeoutMs })

  constructor({ ignoreStatic, coverageAnalysis }) {
    this.#ignoresStatic = ignoreStatic
    this.#reportsCoverage = coverageAnalysis !== 'off'
  }

  capabilities() {
    return { reloadEnvironment: false }
  }

  async init() {
    // What a test has left behind that failed may fail after it, when Mocha does not listen any more: the process goes on.
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, () => undefined)
    mutatingThreads(() => this.#instrumented.activeMutant)
    await import(pathToFileURL(resolve(compiled, 'test/support/plain-output.js')).href)
    this.#mocha.cleanReferencesAfterRun(false)
    for (const file of testFiles()) this.#mocha.addFile(file)
    // Loading is no part of what tests take, and so not of the time that a mutant is given.
    if (this.#ignoresStatic) await this.#load()
  }

  async dryRun() {
    await this.#load()
    const covered = this.#instrumented
    const { tests } = await this.#run(undefined, {
      bail: false,
      onTest: (test) => (covered.currentTestId = test.fullTitle()),
      onHook: (hook) => (covered.currentTestId = hookId(hook)),
    })
    covered.currentTestId = undefined
    const mutantCoverage = this.#reportsCoverage ? covered.mutantCoverage : undefined
    if (mutantCoverage) givingHooksToTests(mutantCoverage, tests)
    return { status: DryRunStatus.Complete, tests, mutantCoverage }
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    await this.#load(mutantActivation === 'static' ? activeMutant.id : undefined)
    let nrOfTests = 0
    const folder = `${compiled}/test/${/.*\/src\/([^/]+)\//.exec(activeMutant.fileName)?.[1]}/`
    const near = new Set()
    this.#mocha.suite.eachTest((test) => test.file?.includes(folder) && near.add(test.fullTitle()))
    for (const wanted of inTurns(testFilter, (id) => near.has(id))) {
      const { tests, killer } = await this.#with(activeMutant.id, wanted, hitLimit / endlessFrom)
      nrOfTests += tests.length
      const { hitCount, hitLimit: mostHits } = this.#instrumented
      const limit = determineHitLimitReached(hitCount, mostHits)
      if (limit) return toMutantRunResult(limit)
      if (!killer) continue
      if (mutantActivation !== 'static' && (await this.#with(undefined, new Set([killer.id]))).killer)
        throw new Error(`${killer.id} fails without the mutant as well`)
      return {
        status: MutantRunStatus.Killed,
        killedBy: [killer.id],
        failureMessage: killer.failureMessage,
        nrOfTests,
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests }
  }

  async #load(mutant) {
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#instrumented.activeMutant = mutant
    await this.#mocha.loadFilesAsync()
  }

  async #with(mutant, wanted, hitLimit = NaN) {
    this.#instrumented.activeMutant = mutant
    this.#instrumented.hitLimit = hitLimit || undefined
    this.#instrumented.hitCount = hitLimit ? 0 : undefined
    try {
      return await this.#run(wanted, { bail: true })
    } finally {
      this.#instrumented.activeMutant = undefined
      mock.reset()
      mock.timers.reset()
    }
  }

  /** Runs the `wanted` tests, or all; the killer is the first that failed, or the first below a hook that did. */
  #run(wanted, { bail, onTest, onHook }) {
    setBail(this.#mocha.suite, bail)
    this.#mocha.suite.eachTest((test) => test.timeout(bail ? testTimeoutMs : 0))
    this.#mocha.grep(wanted ? { test: (title) => wanted.has(title) } : /(?:)/)
    const tests = []
    let [killer, since] = [undefined, performance.now()]
    const note = (test, status, error) => {
      const failureMessage = error && String(error.stack ?? error)
      const { file = '' } = test
      const fileName = file.replace(`${compiled}/`, '').replace(/\.js$/, '.ts')
      const id = test.fullTitle()
      // With what its hooks took.
      const timeSpentMs = performance.now() - since
      since += timeSpentMs
      tests.push({ id, name: id, fileName, timeSpentMs, status, failureMessage })
      if (error) killer ??= tests.at(-1)
    }
    return new Promise((settle) => {
      const runner = this.#mocha.run(() => settle({ tests, killer }))
      if (onTest) runner.on('test', onTest)
      if (onHook) runner.on('hook', onHook)
      runner.on('pass', (test) => note(test, TestStatus.Success))
      runner.on('pending', (test) => note(test, TestStatus.Skipped))
      runner.on('fail', (failed, error) => note(testOf(failed, wanted), TestStatus.Failed, error))
    })
  }
}

/** A thread has globals and an environment of its own: it is told of the mutant that is active as it starts. */
function mutatingThreads(active) {
  const threads = createRequire(import.meta.url)('node:worker_threads')
  const { Worker } = threads
  const { ACTIVE_MUTANT_ENV_VARIABLE: name } = INSTRUMENTER_CONSTANTS
  threads.Worker = class extends Worker {
    constructor(file, options) {
      const mutant = active()
      super(file, mutant === undefined ? options : { ...options, env: { ...options?.env, [name]: mutant } })
    }
  }
  syncBuiltinESMExports()
}

function testFiles() {
  const names = readdirSync(join(compiled, 'test'), { recursive: true, encoding: 'utf8' })
  const files = names
    .filter((name) => name.endsWith('.test.js') && new RegExp(wantedFiles).test(name))
    .filter((name) => !leftOut.some((pattern) => pattern.test(name)))
  // Loaded last, they run last: they take longest.
  return files
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => resolve(compiled, 'test', name))
}

function rank(name) {
  return name.startsWith('adapters/') ? 1 : 0
}

/** A hook is no test: what failed is the first test that needs it. */
function testOf(failed, wanted) {
  if (failed.type !== 'hook') return failed
  if (failed.ctx?.currentTest) return failed.ctx.currentTest
  const below = []
  failed.parent.eachTest((test) => below.push(test))
  return below.find((test) => !wanted || wanted.has(test.fullTitle())) ?? failed
}

/** Mutants that a hook of a suite reaches are reached by each of its tests; what a hook of one test reaches is that test's. */
function hookId(hook) {
  return hook.ctx?.currentTest && /each/.test(hook.title)
    ? hook.ctx.currentTest.fullTitle()
    : `hook ${hook.parent.fullTitle()}`
}

function givingHooksToTests({ perTest }, tests) {
  for (const [id, hits] of Object.entries(perTest).filter(([id]) => id.startsWith('hook '))) {
    delete perTest[id]
    const suite = id.slice('hook '.length)
    for (const test of tests.filter(({ id }) => suite === '' || id.startsWith(`${suite} `))) {
      const own = (perTest[test.id] ??= {})
      for (const [mutant, count] of Object.entries(hits)) own[mutant] = (own[mutant] ?? 0) + count
    }
  }
}

/** Those of the mutant's own folder, then some spread over the others, then all others; or all at once. */
function inTurns(filter, isNear) {
  if (!filter) return [undefined]
  const near = filter.filter(isNear)
  const far = spread(
    filter.filter((id) => !isNear(id)),
    atMost,
  )
  const some = new Set(spread(far, firstTried))
  return [near, [...some], far.filter((id) => !some.has(id))]
    .filter(({ length }) => length > 0)
    .map((ids) => new Set(ids))
}

function spread(ids, count) {
  return ids.length <= count
    ? ids
    : Array.from({ length: count }, (_, i) => ids[Math.floor((i * ids.length) / count)])
}

function setBail(suite, bail) {
  suite.bail(bail)
  for (const below of suite.suites) setBail(below, bail)
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]
