import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { inOrder } from './print.js'
import type { Print } from './print.js'
import type { Report } from './reporter.js'

/** A command of the run, and what it is called there. */
export interface Stage {
  readonly name: string
  readonly command: readonly [file: string, ...args: string[]]
  readonly env?: NodeJS.ProcessEnv
  /** The name of one before it that has to end first. */
  readonly needs?: string
}

/** How a stage ended. */
export interface StageResult {
  readonly name: string
  readonly succeeded: boolean
  /** Standard output and standard error, each whole. */
  readonly outputs: readonly string[]
  /** Of its tests; empty where it runs none. */
  readonly report: Report
}

export interface StageOptions {
  /** For what stages leave. */
  readonly folder: string
  readonly atOnce: number
  /** Default: to this process's outputs. */
  readonly print?: Print
}

const noTests: Report = { passed: 0, failed: 0, skipped: 0, failures: [] }

/** Runs stages, so many at a time, and begins them in their order, in which they are printed, too. */
export async function runStages(
  stages: readonly Stage[],
  { folder, atOnce, print }: StageOptions,
): Promise<readonly StageResult[]> {
  const outlets = inOrder(stages.length, print)
  const begun = new Map<string, Promise<StageResult>>()
  const waiting = [...stages.entries()]

  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, stage] = next
      const result = begin(stage, outlets[i]?.print)
      begun.set(stage.name, result)
      await result
      outlets[i]?.end()
    }
  }

  async function begin(stage: Stage, print: Print = () => undefined): Promise<StageResult> {
    if (stage.needs !== undefined) await begun.get(stage.needs)
    return run(stage, folder, print)
  }

  await Promise.all(Array.from({ length: atOnce }, lane))
  return Promise.all(stages.flatMap(({ name }) => begun.get(name) ?? []))
}

async function run(stage: Stage, folder: string, print: Print): Promise<StageResult> {
  const { name, command } = stage
  const [file, ...args] = command
  const reportFile = join(folder, `report of ${name}.json`)
  print(process.stdout, `\n== ${name}\n`)
  const begun = performance.now()
  const env = { ...process.env, ...stage.env, KEYWARD_REPORT_FILE: reportFile }
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code === 0))
  })
  const outputs = await Promise.all([
    relay(child.stdout, (text) => print(process.stdout, text)),
    relay(child.stderr, (text) => print(process.stderr, text)),
  ])
  const succeeded = await ended
  print(process.stdout, `   ${name} took ${((performance.now() - begun) / 1000).toFixed(0)} s\n`)
  return { name, succeeded, outputs, report: takeReport(reportFile) }
}

async function relay(from: Readable, to: (text: string) => void): Promise<string> {
  let text = ''
  for await (const chunk of from.setEncoding('utf8')) {
    to(String(chunk))
    text += String(chunk)
  }
  return text
}

function takeReport(file: string): Report {
  if (!existsSync(file)) return noTests
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  rmSync(file)
  return report
}
