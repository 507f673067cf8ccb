import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { after, before } from 'mocha'

/** What the tests read of package.json. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** The package as it would be published. */
export interface Packed {
  readonly tarball: string
  readonly files: readonly string[]
  /** Makes an app that has keyward, its dependencies and `packages`, and answers its folder. Needs no network. */
  app(packages: readonly (string | Aliases)[]): string
  /** To be called when a suite is over. */
  removeApps(): void
}

/** Packages of this project by the names they have in the app: `{ typeorm: 'typeorm-0.3' }`. */
type Aliases = Readonly<Record<string, string>>

export const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
export const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')

const peers: Readonly<Record<string, readonly string[]>> = {
  './express': ['express'],
  './koa': ['koa', '@koa/router'],
  './nest': ['@nestjs/common', '@nestjs/core', 'express'],
  './otel': ['@opentelemetry/api'],
  './passport': ['passport', 'passport-http-bearer'],
  './postgres-notify': ['typeorm'],
  './testing': ['typeorm', 'better-sqlite3'],
  './typeorm': ['typeorm'],
  './entities': ['typeorm'],
}

/** The peers that a host needs for a subpath, and no others. */
export function peersFor(subpath: string): readonly string[] {
  return peers[subpath] ?? []
}

/** Packs before the tests of a suite what the sources are now; answers how they get at it. */
export function packedBefore(): () => Packed {
  let packed: Packed | undefined
  before('is packed', function () {
    this.timeout(120_000)
    packed = packedNow()
  })
  after(() => packed?.removeApps())
  return () => {
    assert.ok(packed, 'ask for it in a test')
    return packed
  }
}

/** Packed once for all suites of this process. */
const packedNow = once(() => {
  if (!isBuilt()) execFileSync('npm', ['run', '--silent', 'build'])
  return pack()
})

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Whether `dist/` is younger than all it is made of; its package.json is written last. */
function isBuilt(): boolean {
  const sources = ['src', 'adapters', 'entities'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const made = statSync('dist/package.json', { throwIfNoEntry: false })?.mtimeMs ?? 0
  return [...sources, 'tsconfig.json', 'tsconfig.build.json'].every((path) => statSync(path).mtimeMs < made)
}

/** Packs what stands in `dist/`. */
function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-package-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  const args = ['pack', '--silent', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename, files }] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as [PackReport]
  const tarball = join(folder, filename)
  const apps = new Set<string>()
  return {
    tarball,
    files: files.map(({ path }) => path),
    app(packages) {
      const app = mkdtempSync(join(folder, 'app-'))
      apps.add(app)
      return install(tarball, app, packages)
    },
    removeApps() {
      for (const app of apps) rmSync(app, { recursive: true })
      apps.clear()
    },
  }
}

interface PackReport {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** Unpacks keyward and links the rest to this project's own copies: an import that is not declared then fails. */
function install(tarball: string, app: string, packages: readonly (string | Aliases)[]): string {
  const modules = join(app, 'node_modules')
  mkdirSync(join(modules, 'keyward'), { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'keyward')])
  const own = Object.keys(manifest.dependencies)
  for (const [name, from] of [...own, ...packages].flatMap(linksOf)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(resolve('node_modules', from), join(modules, name))
    linkCommands(modules, name)
  }
  return app
}

/** What npm puts into `.bin`, so that `npx` needs no network. */
function linkCommands(modules: string, name: string): void {
  const { bin = {} } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    bin?: string | Readonly<Record<string, string>>
  }
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const [command, file] of Object.entries(typeof bin === 'string' ? { [basename(name)]: bin } : bin)) {
    const link = join(modules, '.bin', command)
    if (!existsSync(link)) symlinkSync(join('..', name, file), link)
  }
}

function linksOf(named: string | Aliases): readonly (readonly [name: string, from: string])[] {
  return typeof named === 'string' ? [[named, named]] : Object.entries(named)
}
