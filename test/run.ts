import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaksIn } from './run/leaks.js'
import { recap } from './run/recap.js'
import { shardsOf } from './run/shards.js'
import type { Shard } from './run/shards.js'
import { runStages } from './run/stage.js'
import type { Stage, StageResult } from './run/stage.js'

/**
 * `npm test`: the build, all tests, types, lint, and again on older Express, Koa and TypeORM what speaks to them, several at a time. Then it
 * searches all that was printed for secrets. With arguments it runs only the tests they select: `npm test -- --grep 'api key'`.
 */
const given = process.argv.slice(2)
const olderLines = 'on Express 4, Koa 2.16 and TypeORM 0.3'
const onOlderLines = [
  'test/package/lines.test.ts',
  'test/adapters/express.test.ts',
  'test/adapters/koa.test.ts',
  'test/adapters/typeorm/*.test.ts',
  'test/entities/*.test.ts',
]
const [build, types, lint] = [script('build'), { ...script('compile'), name: 'types' }, script('lint')]

const folder = mkdtempSync(join(tmpdir(), 'keyward-test-'))
/** Tests append each secret they make up, such as a password, as a line of its own. */
const secretsFile = join(folder, 'secrets')
writeFileSync(secretsFile, '', { mode: 0o600 })
process.env.KEYWARD_SECRETS_FILE = secretsFile

const results = await (given.length > 0 ? runSelected() : runAll())
const told = recap(results)
const problems = [
  ...results.filter(({ succeeded }) => !succeeded).map(({ name }) => `${name} failed`),
  ...results.flatMap(leaks),
  ...leftOut()
    .filter(isRequired)
    .map((line) => `required, yet ${line}`),
  ...(count('passed') + count('failed') === 0 ? ['no test was executed'] : []),
]
rmSync(folder, { recursive: true })

console.log('')
for (const line of [...leftOut(), ...problems, ...told]) console.log(line)
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
process.exitCode = problems.length === 0 ? 0 : 1

/** Much of what runs waits for others, so one more runs at a time than there are processors. */
async function runAll(): Promise<readonly StageResult[]> {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((name) => join('test', name))
  const shards = shardsOf(files.filter((file) => file.endsWith('.test.ts')).sort())
  const beside = shards.filter(({ alone }) => !alone).map(testsOf)
  const stages = [types, build, older(onOlderLines), ...beside, lint]
  const atOnce = availableParallelism() + 1
  return [
    ...(await runStages(stages, { folder, atOnce })),
    ...(await runStages(shards.filter(({ alone }) => alone).map(testsOf), { folder, atOnce: 1 })),
  ]
}

/** Where the arguments name no file, they select from all; what needs the build makes it. */
function runSelected(): Promise<readonly StageResult[]> {
  const namesFiles = given.some((argument) => argument.endsWith('.ts'))
  const stages = namesFiles ? [tests([])] : [tests(['test/**/*.test.ts']), older(onOlderLines)]
  return runStages(stages, { folder, atOnce: 2 })
}

function script(name: string): Stage {
  return { name, command: ['npm', 'run', '--silent', name] }
}

function testsOf({ name, files, needs }: Shard): Stage {
  return { ...tests(files), name, needs, env: needs === 'types' ? { KEYWARD_COMPILED: '.compiled' } : {} }
}

function tests(files: readonly string[]): Stage {
  const mocha = join('node_modules', '.bin', 'mocha')
  return { name: 'tests', command: [mocha, '--reporter', 'test/run/reporter.ts', ...given, ...files] }
}

function older(files: readonly string[]): Stage {
  // Handed on to the processes that tests start.
  const env = {
    NODE_OPTIONS: '--import=tsx --import=./test/support/older-lines.mjs',
    KEYWARD_OLDER_LINES: '1',
  }
  return { ...tests(files), name: olderLines, env }
}

function leaks({ name, outputs }: StageResult): readonly string[] {
  const known = readFileSync(secretsFile, 'utf8').split('\n')
  return outputs
    .flatMap((output) => leaksIn(output, known))
    .map((leak) => `secret printed by ${name}, ${leak}`)
}

/** What optional suites said of themselves: `left out: postgres: no server answers`. */
function leftOut(): readonly string[] {
  const lines = results.flatMap(({ outputs }) => outputs.join('\n').split('\n')).map((line) => line.trim())
  return [...new Set(lines.filter((line) => line.startsWith('left out:')))]
}

/** Whether `KEYWARD_REQUIRE` names the kind of service for want of which a suite was left out. */
function isRequired(line: string): boolean {
  const required = (process.env.KEYWARD_REQUIRE ?? '').split(',').filter((kind) => kind !== '')
  return required.some((kind) => line.startsWith(`left out: ${kind}`))
}

function count(kind: 'passed' | 'failed' | 'skipped'): number {
  return results.reduce((sum, { report }) => sum + report[kind], 0)
}
