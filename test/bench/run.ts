import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAudits } from './audit.js'
import { writeCharts } from './charts/charts.js'
import type { Framework } from './contenders.js'
import { contendersOf } from './contenders.js'
import type { Engine } from './database.js'
import { createDatabase, reasonAgainst } from './database.js'
import { measureEnumeration } from './enumeration.js'
import { compareGuards } from './guard.js'
import { measureImports, reasonAgainstImports } from './imports.js'
import type { AtKeysInUse } from './keys-in-use.js'
import { compareByKeysInUse } from './keys-in-use.js'
import { makeKeys, storeKeys } from './keys.js'
import { benchLongLists } from './long-lists.js'
import { benchPages } from './pages.js'
import { betterAuthName, installPeers } from './peers.js'
import type { GuardComparison, Results } from './results.js'
import { measureRevocations } from './revocation.js'
import { benchRewrap } from './rewrap.js'
import { full, quick } from './settings.js'
import { compareSignIns } from './sign-in.js'
import { measureSizes } from './size.js'
import { soak } from './soak.js'
import { benchSsh } from './ssh.js'
import { asMarkdown, asText } from './table.js'
import { tablesOf } from './tables.js'
import { measureVerifications } from './verification.js'
import type { Verifications } from './verification.js'

const usual = ['guard', 'keys-in-use', 'verification', 'sign-in', 'imports', 'size', 'ssh', 'pages'] as const
/** Many minutes each: for those who ask for them. */
const long = ['revocation', 'rewrap', 'soak', 'audit', 'enumeration'] as const
const parts = [...usual, ...long] as const
type Part = (typeof parts)[number]

const engines: readonly Engine[] = ['sqlite', 'postgres']
const frameworks: readonly Framework[] = ['express', 'koa']
/** Filling it takes minutes: only for those who ask for `size` alone. */
const largest = 10_000_000

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    charts: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})
const settings = flags.quick ? quick : full
const wanted: readonly Part[] =
  positionals.length > 0 ? parts.filter((part) => positionals.includes(part)) : usual

/**
 * `npm run bench`, or `npm run bench -- guard size` for some parts. `--quick` does little of each, `--markdown` prints
 * tables for a document, `--charts` draws its pictures.
 */
async function main(): Promise<void> {
  const unknown = positionals.filter((name) => !parts.includes(name as Part))
  if (unknown.length > 0) throw new TypeError(`the parts are ${parts.join(', ')}; not ${unknown.join(', ')}`)
  const compared = wants('guard', 'verification', 'sign-in', 'imports')
  if (compared) installPeers()
  const results: Results = {
    date: new Date().toISOString(),
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${String(availableParallelism())} cores, Node.js ${process.versions.node}`,
    betterAuth: compared ? betterAuthName() : 'better-auth',
    settings,
    ...(wants('guard', 'keys-in-use', 'verification') && (await onEachEngine())),
    ...(wants('imports') && importCost()),
    ...(wants('sign-in') && { signIn: await compareSignIns(settings) }),
    ...(wants('revocation') && { revocations: await measureRevocations(settings) }),
    ...(wants('audit') && { audit: await measureAudits(settings) }),
    ...(wants('enumeration') && { enumeration: await measureEnumeration(settings) }),
    ...(wants('soak') && { soak: await soak(settings) }),
    ...(wants('size') && { size: await measureSizes({ ...settings, sizes: sizes() }) }),
  }
  report(results)
  if (wants('ssh')) await benchSsh(settings)
  if (wants('rewrap')) await benchRewrap(settings)
  if (wants('pages')) {
    await benchPages()
    await benchLongLists()
  }
}

function wants(...some: readonly Part[]): boolean {
  return some.some((part) => wanted.includes(part))
}

function sizes(): readonly number[] {
  return positionals.length === 1 && !flags.quick ? [...settings.sizes, largest] : settings.sizes
}

/** The parts that need many keys with every contender, on each database there is. */
async function onEachEngine(): Promise<Pick<Results, 'guard' | 'keysInUse' | 'verification'>> {
  const guard: GuardComparison[] = []
  const keysInUse: AtKeysInUse[] = []
  const verification: Partial<Record<Engine, Verifications>> = {}
  for (const engine of engines) {
    const reason = await reasonAgainst(engine)
    if (reason !== null) {
      console.log(`left out: ${engine} (${reason})`)
      continue
    }
    const database = await createDatabase(engine)
    try {
      console.log(`${engine}: storing ${String(settings.keys)} keys with each contender …`)
      const keys = makeKeys(settings)
      await storeKeys(database, keys)
      if (wants('verification')) {
        console.log(`${engine}: single verifications …`)
        verification[engine] = await measureVerifications(database, keys, settings)
      }
      for (const framework of wants('guard') ? frameworks : []) {
        console.log(`${engine}: ${framework} …`)
        const names = contendersOf(framework, engine)
        const compared = await compareGuards(framework, { names, database, keys, settings })
        guard.push({ engine, framework, ...compared })
      }
      if (wants('keys-in-use') && engine === 'sqlite') {
        console.log(`${engine}: by keys in use …`)
        keysInUse.push(...(await compareByKeysInUse(database, keys, settings)))
      }
    } finally {
      await database.drop()
    }
  }
  return {
    ...(wants('guard') && { guard }),
    ...(wants('keys-in-use') && { keysInUse }),
    ...(wants('verification') && { verification }),
  }
}

function importCost(): Pick<Results, 'imports'> {
  const reason = reasonAgainstImports()
  if (reason === null) return { imports: measureImports(settings) }
  console.log(`left out: imports (${reason})`)
  return {}
}

function report(results: Results): void {
  console.log(`\n${results.machine}`)
  for (const table of tablesOf(results)) console.log((flags.markdown ? asMarkdown : asText)(table))
  mkdirSync('.bench', { recursive: true })
  const file = join('.bench', `${results.date.replaceAll(':', '-')}.json`)
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\nwritten: ${[file, ...(flags.charts ? writeCharts(results) : [])].join(', ')}\n`)
}

await main()
