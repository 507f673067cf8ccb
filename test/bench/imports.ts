import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Unsteadiness } from './machine.js'
import { watchMachine } from './machine.js'
import type { Settings } from './settings.js'
import type { Spread } from './spread.js'
import { spread } from './spread.js'

/** CPU that a host spends on importing, ms, beyond what it imports anyway. */
export interface ImportCost {
  /** `keyward`, `keyward/express` and `keyward/typeorm`, beyond express and typeorm. */
  readonly keyward: Spread
  /** better-auth and its API key plugin, beyond express. */
  readonly betterAuth: Spread
  readonly ratio: Spread
  readonly unsteadiness: Unsteadiness
}

const built = (file: string): string => pathToFileURL(resolve('dist', file)).href
const ofPeers = (file: string): string => pathToFileURL(resolve('test/bench/peers/node_modules', file)).href

const loads = {
  express: ['express'],
  'express and typeorm': ['express', 'typeorm'],
  keyward: ['src/index.js', 'adapters/express.js', 'adapters/typeorm/index.js'].map(built),
  'better-auth': ['better-auth/dist/index.mjs', '@better-auth/api-key/dist/index.mjs'].map(ofPeers),
}

/** Why it cannot be measured here; `null` = it can. */
export function reasonAgainstImports(): string | null {
  return existsSync('dist/src/index.js') ? null : 'the package is not built: npm run build'
}

/** What a start costs, in processes of its own, in turns: the package as it is published. */
export function measureImports({ rounds }: Settings): ImportCost {
  const machine = watchMachine()
  const costs: { readonly keyward: number; readonly betterAuth: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    machine.look()
    const [one, both] = [cpuOf(loads.express), cpuOf(loads['express and typeorm'])]
    const keyward = cpuOf([...loads['express and typeorm'], ...loads.keyward]) - both
    const betterAuth = cpuOf([...loads.express, ...loads['better-auth']]) - one
    // The first round brings the files near.
    if (round > 0) costs.push({ keyward, betterAuth })
  }
  return {
    keyward: spread(costs.map(({ keyward }) => keyward)),
    betterAuth: spread(costs.map(({ betterAuth }) => betterAuth)),
    ratio: spread(costs.map(({ keyward, betterAuth }) => keyward / betterAuth)),
    unsteadiness: machine.unsteadiness(),
  }
}

/** CPU of a process that imports these in turn, ms. */
function cpuOf(modules: readonly string[]): number {
  const lines = modules.map((name) => `await import(${JSON.stringify(name)})`)
  const report = 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)'
  const text = [...lines, report, 'process.exit()'].join('\n')
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', text], { encoding: 'utf8' }))
}
