import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, it } from 'mocha'
import ts from 'typescript'
import { importsOf } from './support/imports.js'

/** What all rooms share: shapes, ports, errors, and what the services are made of. */
const shared = [
  'address',
  'audit',
  'backlog',
  'cidr',
  'client',
  'errors',
  'event-file',
  'event-group',
  'event-json',
  'device-name',
  'events',
  'input',
  'journal',
  'observation',
  'options',
  'core',
  'identity',
  'refusals',
  'store',
  'time',
  'typed-text',
].map((name) => `src/${name}`)
const rooms = [
  'account',
  'admin',
  'auth',
  'credentials',
  'device',
  'import',
  'mfa',
  'one-time-link',
  'policy',
  'secret-rotation',
  'secret-scanning',
  'sign-in',
  'ssh',
].map((name) => `src/${name}`)
/** What a room of pages stands on; none of these rooms looks into another. */
const underPages = ['credentials', 'elements', 'factors', 'messages', 'site', 'visit'].map(
  (name) => `src/pages/${name}`,
)
/** Routes and pages call services, never the storage ports behind them. */
const sharedButStore = [...shared.filter((name) => name !== 'src/store'), 'src/store/page']
const behindPages = [
  ...[...sharedButStore, ...rooms, 'src/crypto', 'src/http', 'src/location', 'src/plug-in'],
]
/** What the store over TypeORM knows of the core: its ports, and what they speak of. */
const ports = ['errors', 'events', 'identity', 'plug-in', 'policy', 'store'].map((name) => `src/${name}`)

/** Which folder or file (without `.ts`) may import which others; each may import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/address': [],
  'src/cidr': ['src/address'],
  'src/device-name': [],
  'src/location': [],
  'src/origins': ['src/input/url-of'],
  'src/input/url-of': [],
  'src/audit': ['src/core', 'src/event-group', 'src/events', 'src/store'],
  'src/event-file': ['src/audit', 'src/event-json', 'src/events', 'src/time', 'src/typed-text'],
  'src/event-json': ['src/events', 'src/time'],
  'src/time': [],
  'src/typed-text': [],
  'src/errors': [],
  'src/identity': [],
  'src/crypto': [],
  'src/policy': ['src/errors', 'src/identity', 'src/time'],
  'src/event-group': ['src/events'],
  'src/events': ['src/crypto'],
  'src/store': ['src/crypto', 'src/errors', 'src/events', 'src/policy', 'src/identity'],
  'src/input': [
    ...[
      'src/address',
      'src/cidr',
      'src/errors',
      'src/event-file',
      'src/event-group',
      'src/events',
      'src/policy',
      'src/identity',
      'src/store/page',
    ],
  ],
  'src/observation': [
    'src/core',
    'src/credentials/work-queue',
    'src/errors',
    'src/events',
    'src/location',
    'src/store',
  ],
  'src/journal': ['src/errors', 'src/events', 'src/store'],
  'src/backlog': ['src/store'],
  'src/refusal-flood': [],
  'src/refusals': ['src/backlog', 'src/refusal-flood', 'src/events', 'src/options', 'src/time'],
  'src/plug-in': ['src/crypto', 'src/errors', 'src/identity', 'src/store'],
  'src/secret-scanning': [
    ...[...shared, 'src/auth', 'src/credentials', 'src/crypto', 'src/plug-in/public-keys', 'src/ssh'],
  ],
  'src/secret-rotation': [...shared, 'src/audit-trail', 'src/credentials', 'src/crypto', 'src/ssh'],
  'src/notice': [...shared, 'src/crypto', 'src/notice/notice'],
  'src/notice/notice': [],
  'src/option-schema': [
    ...[
      'src/crypto',
      'src/options',
      'src/notice/notice',
      'src/origins',
      'src/plug-in',
      'src/policy',
      'src/identity',
      'src/store',
    ],
  ],
  'src/options': [
    'src/crypto',
    'src/events',
    'src/identity',
    'src/notice/notice',
    'src/plug-in',
    'src/policy',
    'src/store',
  ],
  'src/resolved-options': ['src/option-schema', 'src/options', 'src/origins', 'src/plug-in'],
  'src/core': [
    ...[
      'src/crypto',
      'src/events',
      'src/journal',
      'src/notice',
      'src/observation/counts',
      'src/options',
      'src/policy',
      'src/refusals',
      'src/store',
    ],
  ],
  'src/credentials': [...shared, 'src/crypto', 'src/plug-in', 'src/policy'],
  'src/mfa': [...shared, 'src/crypto', 'src/policy'],
  'src/ssh': [...shared, 'src/credentials', 'src/crypto', 'src/location', 'src/policy'],
  'src/canary': [...shared, 'src/crypto'],
  'src/diagnosis': [...shared, 'src/canary', 'src/crypto'],
  'src/client': ['src/address', 'src/events', 'src/identity'],
  // Who is calling, and may they; getting a session; changing what proves somebody: in this direction alone.
  'src/audit-trail': [
    ...['src/crypto', 'src/errors', 'src/events', 'src/journal', 'src/options', 'src/store', 'src/time'],
  ],
  'src/auth': [...shared, 'src/credentials', 'src/mfa', 'src/crypto', 'src/policy'],
  'src/sign-in': [...shared, 'src/auth', 'src/credentials', 'src/mfa', 'src/crypto', 'src/policy'],
  'src/device': [...shared, 'src/auth', 'src/credentials', 'src/crypto', 'src/policy', 'src/sign-in'],
  'src/account': [
    ...[...shared, 'src/auth', 'src/credentials', 'src/mfa', 'src/crypto', 'src/policy', 'src/sign-in'],
    ...['src/notice/new-notice', 'src/notice/notice'],
  ],
  'src/admin': [
    ...shared,
    'src/account',
    'src/auth',
    'src/credentials',
    'src/mfa',
    'src/ssh',
    'src/crypto',
    'src/policy',
  ],
  'src/import': [
    ...[...shared, 'src/account', 'src/admin', 'src/credentials', 'src/crypto', 'src/policy'],
    ...['src/sign-in', 'src/ssh'],
  ],
  'src/one-time-link': [
    ...[...shared, 'src/admin', 'src/auth', 'src/credentials', 'src/crypto', 'src/policy', 'src/sign-in'],
    'src/notice/notice',
  ],
  'src/legacy-passwords': ['src/plug-in'],
  // Types alone: what it is made of loads in browsers. `src/http` is what routes answer.
  'src/api-client': [...sharedButStore, ...rooms, 'src/device', 'src/http/json', 'src/store'],
  'src/host': [...shared, ...rooms, 'src/audit-trail'],
  'src/http': [...sharedButStore, ...rooms],
  'src/pages': [...behindPages, 'src/pages'],
  'src/pages/account': [...behindPages, ...underPages],
  'src/pages/admin': [...behindPages, ...underPages],
  'src/pages/sign-in': [...behindPages, ...underPages],
  'src/pages/credentials': [
    ...[...behindPages, 'src/pages/elements', 'src/pages/messages', 'src/pages/site', 'src/pages/visit'],
  ],
  'src/pages/factors': [
    ...[...behindPages, 'src/pages/elements', 'src/pages/messages', 'src/pages/site', 'src/pages/visit'],
  ],
  'src/pages/site': [...behindPages, 'src/pages/elements', 'src/pages/messages', 'src/pages/visit'],
  'src/pages/elements': [...behindPages, 'src/pages/messages', 'src/pages/visit'],
  'src/pages/visit': [...behindPages, 'src/pages/messages'],
  'src/pages/messages': behindPages,
  'src/sweep': ['src/audit-trail/retention', 'src/credentials', 'src/options', 'src/store', 'src/time'],
  'src/services': ['src'],
  'src/adapter-api': ['src'],
  'src/keyward': ['src'],
  'src/index': ['src'],
  // The operator’s command stands before everything, as adapters do.
  'src/cli': ['src', 'adapters/typeorm', 'entities'],
  adapters: ['src'],
  'adapters/testing': ['adapters/typeorm', 'entities', 'src'],
  'adapters/typeorm': [...ports, 'adapters/typeorm', 'entities'],
  'adapters/typeorm/store': [...ports, 'adapters/typeorm/engine', 'adapters/typeorm/query', 'entities'],
  'adapters/typeorm/engine': ['adapters/typeorm/query', 'src/store'],
  'adapters/typeorm/query': ['entities'],
  entities: [],
}

/** The files or folders that may import a third party; all others go through them. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@koa/router': ['adapters/koa'],
  '@nestjs/common': ['adapters/nest'],
  '@nestjs/core': ['adapters/nest'],
  '@node-rs/argon2': ['src/credentials/password'],
  '@simplewebauthn/server': ['src/mfa/security-key'],
  '@opentelemetry/api': ['adapters/otel'],
  'bcrypt-pbkdf': ['src/ssh/key-file/unlock'],
  express: ['adapters/express'],
  koa: ['adapters/koa'],
  otplib: ['src/mfa/otplib'],
  passport: ['adapters/passport'],
  'passport-http-bearer': ['adapters/passport'],
  sshpk: ['src/ssh/key-file/second-reader'],
  typeorm: ['adapters/postgres-notify', 'adapters/testing', 'adapters/typeorm', 'entities', 'src/cli'],
  uqr: ['src/mfa/qr-code'],
  zod: ['src/http', 'src/input', 'src/option-schema', 'src/resolved-options', 'src/pages'],
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
  it('has the client load nothing but itself, since browsers do', () => {
    const client = [...sources].filter(([path]) => path.startsWith('src/api-client/'))
    assert.ok(client.length > 10)
    const outside = client.flatMap(([path, text]) => {
      const { outputText } = ts.transpileModule(text, { compilerOptions: { verbatimModuleSyntax: true } })
      return importsOf(path, outputText).filter((to) => !to.startsWith('src/api-client/'))
    })
    assert.deepEqual(outside, [])
  })
  it('has no import cycle', () => assert.deepEqual(cycles(sources), []))
  it('declares each exported type name once', () => assert.deepEqual(namesDeclaredTwice(sources), []))
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
      [
        'src/http/f.ts',
        "import type { Page } from '../store/page.js'\nimport type { UserRow } from '../store/user.js'",
      ],
      ['src/unheard/e.ts', "import 'node:fs'\nimport '../errors.js'"],
    ])
    assert.deepEqual(forbiddenImports(bad), [
      'src/crypto/a.ts imports src/http/b.ts',
      'src/http/b.ts imports express',
      'src/http/b.ts imports src/crypto/a.ts',
      'src/http/c.ts imports @node-rs/argon2',
      'src/http/c.ts imports lodash',
      'adapters/typeorm/d.ts imports src/http/b.ts',
      'src/http/f.ts imports src/store/user.ts',
      'src/unheard/e.ts imports src/errors.ts',
    ])
    assert.deepEqual(cycles(bad), ['src/crypto/a.ts → src/http/b.ts → src/crypto/a.ts'])
    assert.deepEqual(starExports(bad), ['src/http/b.ts'])
    const twice = new Map([
      ['src/crypto/a.ts', 'export interface Held {}\nexport function Kind() {}'],
      ['src/http/b.ts', 'export type Held = string\nexport class Kind {}\ntype Own = 1'],
      ['src/http/c.ts', 'type Own = 2'],
    ])
    assert.deepEqual(namesDeclaredTwice(twice), ['Held: src/crypto/a.ts, src/http/b.ts'])
  })
})

function sourcesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name))
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
  if (!/\.c?ts$/.test(target)) return isIn(path, homes[packageOf(target)] ?? [])
  const zone = zoneOf(path)
  return zone !== undefined && (zone === zoneOf(target) || isIn(target, mayImport[zone] ?? []))
}

/** The narrowest entry of the table that holds the file. */
function zoneOf(path: string): string | undefined {
  const zones = Object.keys(mayImport).filter((zone) => isIn(path, [zone]))
  return zones.sort((a, b) => b.length - a.length)[0]
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => path.replace(/\.c?ts$/, '') === place || path.startsWith(`${place}/`))
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
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

/** One name, one thing: what each exported interface, type or class is called, and where it is declared, for those declared more than once. */
function namesDeclaredTwice(sources: Sources): string[] {
  const places = new Map<string, string[]>()
  for (const [path, text] of sources) {
    for (const [, name = ''] of text.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm)) {
      places.set(name, [...(places.get(name) ?? []), path])
    }
  }
  return [...places]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`)
}
