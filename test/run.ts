import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { leaksIn } from './run/leaks.js'
import type { Counts } from './run/reporter.js'

/**
 * `npm test`: build (which type-checks), lint, tests under coverage. Then it searches all that was printed for secrets.
 * Arguments go to mocha: `npm test -- --grep 'api key'`.
 */
const mocha = [bin('mocha'), '--reporter', 'test/run/reporter.ts', 'test/**/*.test.ts']
const stages = [
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'tests', command: [bin('c8'), ...mocha, ...process.argv.slice(2)] },
] as const

interface Stage {
  readonly name: string
  readonly succeeded: boolean
  /** Standard output and standard error, each whole. */
  readonly outputs: readonly string[]
}

const folder = mkdtempSync(join(tmpdir(), 'keyward-test-'))
/** Tests append each secret they make up, such as a password, as a line of its own. */
const secretsFile = join(folder, 'secrets')
const countsFile = join(folder, 'counts.json')
writeFileSync(secretsFile, '', { mode: 0o600 })

const results: Stage[] = []
for (const { name, command } of stages) results.push(await run(name, command))
const counts = readCounts()
const problems = [
  ...results.filter(({ succeeded }) => !succeeded).map(({ name }) => `${name} failed`),
  ...results.flatMap(leaks),
  ...leftOut()
    .filter(isRequired)
    .map((line) => `required, yet ${line}`),
  ...(counts.passed + counts.failed === 0 ? ['no test was executed'] : []),
]
rmSync(folder, { recursive: true })

console.log('')
for (const line of [...leftOut(), ...problems]) console.log(line)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = problems.length === 0 ? 0 : 1

function bin(name: string): string {
  return join('node_modules', '.bin', name)
}

async function run(name: string, [file, ...args]: readonly [string, ...string[]]): Promise<Stage> {
  console.log(`\n== ${name}`)
  const env = { ...process.env, KEYWARD_SECRETS_FILE: secretsFile, KEYWARD_COUNTS_FILE: countsFile }
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code === 0))
  })
  const outputs = await Promise.all([
    relay(child.stdout, process.stdout),
    relay(child.stderr, process.stderr),
  ])
  return { name, succeeded: await ended, outputs }
}

async function relay(from: Readable, to: NodeJS.WriteStream): Promise<string> {
  let text = ''
  for await (const chunk of from.setEncoding('utf8')) {
    to.write(String(chunk))
    text += String(chunk)
  }
  return text
}

function leaks({ name, outputs }: Stage): readonly string[] {
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

function readCounts(): Counts {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8')) as Counts
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
