import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, it } from 'mocha'
import ts from 'typescript'

/** What all rooms share: shapes, ports, errors, and how the parts are handed around. */
const shared = ['errors', 'events', 'journal', 'options', 'parts', 'principal', 'store'].map(
  (name) => `src/${name}`,
)
const rooms = ['admin', 'auth', 'credentials', 'mfa', 'ssh', 'policy'].map((name) => `src/${name}`)

/** Which folder or file (without `.ts`) may import which others; each may import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/errors': [],
  'src/principal': [],
  'src/crypto': [],
  'src/policy': ['src/errors', 'src/principal'],
  'src/events': ['src/crypto'],
  'src/store': ['src/crypto', 'src/errors', 'src/events', 'src/policy', 'src/principal'],
  'src/journal': ['src/errors', 'src/events', 'src/store'],
  'src/options': ['src/crypto', 'src/errors', 'src/events', 'src/policy', 'src/principal', 'src/store'],
  'src/parts': [...shared, 'src/credentials', 'src/crypto', 'src/policy'],
  'src/credentials': [...shared, 'src/crypto', 'src/policy'],
  'src/mfa': [...shared, 'src/crypto', 'src/policy'],
  'src/ssh': [...shared, 'src/credentials', 'src/crypto', 'src/policy'],
  'src/auth': [...shared, 'src/credentials', 'src/mfa', 'src/crypto', 'src/policy'],
  'src/admin': [...shared, 'src/auth', 'src/credentials', 'src/mfa', 'src/ssh', 'src/crypto', 'src/policy'],
  'src/host': [...shared, 'src/admin', 'src/auth', 'src/credentials', 'src/policy', 'src/ssh'],
  'src/http': [...shared, ...rooms],
  'src/pages': [...shared, ...rooms, 'src/crypto', 'src/http'],
  'src/sweep': ['src/credentials', 'src/options', 'src/store'],
  'src/keyward': ['src'],
  'src/index': ['src'],
  adapters: ['src'],
  'adapters/typeorm': ['src/errors', 'src/events', 'src/policy', 'src/principal', 'src/store', 'entities'],
  entities: [],
}

/** The files or folders that may import a third party; all others go through them. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@koa/router': ['adapters/koa'],
  '@node-rs/argon2': ['src/credentials/password'],
  '@simplewebauthn/server': ['src/mfa/security-key'],
  express: ['adapters/express'],
  koa: ['adapters/koa'],
  otplib: ['src/mfa/totp'],
  passport: ['adapters/passport'],
  'passport-http-bearer': ['adapters/passport'],
  sshpk: ['src/ssh/private-key-worker'],
  typeorm: ['adapters/postgres-notify', 'adapters/typeorm', 'entities'],
  uqr: ['src/mfa/qr-code'],
  zod: ['src/http', 'src/options', 'src/pages'],
}

/** Source texts by path. */
type Sources = ReadonlyMap<string, string>

describe('the architecture', () => {
  const sources = new Map(['src', 'adapters', 'entities'].flatMap(sourcesIn))

  it('keeps the dependency rule', () => assert.deepEqual(forbiddenImports(sources), []))
  it('loads the pages for nobody who does not ask for them', () => {
    const loaders = [...sources].filter(
      ([path, text]) =>
        !path.startsWith('src/pages/') && importsOf(path, text).some((to) => to.startsWith('src/pages/')),
    )
    assert.deepEqual(
      loaders.map(([path]) => path),
      [],
    )
  })
  it('has no import cycle', () => assert.deepEqual(cycles(sources), []))
  it('has no star export', () => assert.deepEqual(starExports(sources), []))

  it('would notice what it forbids', () => {
    const bad = new Map([
      ['src/crypto/a.ts', "import { b } from '../http/b.js'"],
      [
        'src/http/b.ts',
        "import type { Request } from 'express'\nimport '../crypto/a.js'\nexport * from './c.js'",
      ],
      ['src/http/c.ts', "const argon2 = await import('@node-rs/argon2')\nimport lodash from 'lodash'"],
      ['adapters/typeorm/d.ts', "import { b } from '../../src/http/b.js'"],
      ['src/unheard/e.ts', "import 'node:fs'\nimport '../errors.js'"],
    ])
    assert.deepEqual(forbiddenImports(bad), [
      'src/crypto/a.ts imports src/http/b.ts',
      'src/http/b.ts imports express',
      'src/http/b.ts imports src/crypto/a.ts',
      'src/http/c.ts imports @node-rs/argon2',
      'src/http/c.ts imports lodash',
      'adapters/typeorm/d.ts imports src/http/b.ts',
      'src/unheard/e.ts imports src/errors.ts',
    ])
    assert.deepEqual(cycles(bad), ['src/crypto/a.ts → src/http/b.ts → src/crypto/a.ts'])
    assert.deepEqual(starExports(bad), ['src/http/b.ts'])
  })
})

function sourcesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name))
    .map((path) => [path, readFileSync(path, 'utf8')])
}

function forbiddenImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    importsOf(path, text)
      .filter((target) => !isAllowed(path, target))
      .map((target) => `${path} imports ${target}`),
  )
}

function isAllowed(path: string, target: string): boolean {
  if (target.startsWith('node:')) return true
  if (!target.endsWith('.ts')) return isIn(path, homes[packageOf(target)] ?? [])
  const zone = zoneOf(path)
  return zone !== undefined && (zone === zoneOf(target) || isIn(target, mayImport[zone] ?? []))
}

/** The narrowest entry of the table that holds the file. */
function zoneOf(path: string): string | undefined {
  const zones = Object.keys(mayImport).filter((zone) => isIn(path, [zone]))
  return zones.sort((a, b) => b.length - a.length)[0]
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === `${place}.ts` || path.startsWith(`${place}/`))
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** What a file imports, types included: paths for its own kind, specifiers for packages. */
function importsOf(path: string, text: string): string[] {
  const targets = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName
    return posix.join(dirname(path), fileName).replace(/\.js$/, '.ts')
  })
  return [...new Set(targets)]
}

function cycles(sources: Sources): string[] {
  const done = new Set<string>()
  return [...sources.keys()].flatMap((path) => cyclesFrom(path, []))

  function cyclesFrom(path: string, trail: readonly string[]): string[] {
    if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(' → ')]
    if (done.has(path)) return []
    const found = importsOf(path, sources.get(path) ?? '').flatMap((next) =>
      cyclesFrom(next, [...trail, path]),
    )
    done.add(path)
    return found
  }
}

function starExports(sources: Sources): string[] {
  return [...sources].filter(([, text]) => /^export \*/m.test(text)).map(([path]) => path)
}
