import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped } from './check.js'

/** The versions that keyward works with. Those of packages are tested with the oldest and the newest of each line. */
const node: readonly (readonly [number, number])[] = [
  [20, 19],
  [22, 13],
  [24, 11],
]
const packages: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  typeorm: [
    [0, 3],
    [1, 0],
  ],
  'better-sqlite3': [
    [9, 0],
    [10, 0],
    [11, 0],
    [12, 0],
  ],
  pg: [[8, 0]],
  mysql2: [[3, 0]],
  ioredis: [[5, 0]],
  express: [
    [4, 19],
    [5, 0],
  ],
  koa: [
    [2, 16],
    [3, 0],
  ],
}

/** Compares the versions of Node.js and of the packages that an app has with those that keyward works with. */
export function versionFindings(folder: string, running = process.versions.node): readonly Diagnosed[] {
  return [nodeFinding(running), ...Object.keys(packages).map((name) => packageFinding(folder, name))]
}

function nodeFinding(version: string): Diagnosed {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const line = node.find(([known]) => known === major)
  const fits = line ? minor >= line[1] : major > 24
  if (fits) return ok('versions.node', `Node.js ${version}`)
  return fault(
    'versions.node',
    `Node.js ${version} is none that keyward runs on`,
    'install Node.js 20.19, 22.13, 24.11 or later',
  )
}

function packageFinding(folder: string, name: string): Diagnosed {
  const id = `versions.${name}`
  const version = versionIn(folder, name)
  if (version === null) return skipped(id, 'it is not installed')
  const lines = packages[name] ?? []
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const line = lines.find((known) => known[0] === major)
  // Before 1.0 each minor version is a line of its own.
  const fits = line && (major === 0 ? minor === line[1] : minor >= line[1])
  if (fits) return ok(id, `${name} ${version}`)
  const wanted = lines.map(([one, two]) => `${String(one)}.${String(two)}`).join(' or ')
  return fault(
    id,
    `${name} ${version} is not among the versions that keyward works with`,
    `npm install ${name}@${lines.at(-1)?.join('.') ?? ''} (or ${wanted})`,
  )
}

/** A package need not let its package.json be imported, so that the file is looked for where Node.js would. */
function versionIn(folder: string, name: string): string | null {
  const places = createRequire(resolve(folder, 'package.json')).resolve.paths(name) ?? []
  const file = places.map((place) => join(place, name, 'package.json')).find((one) => existsSync(one))
  if (file === undefined) return null
  // Every package has one.
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}
