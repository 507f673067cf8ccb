import type { Store } from '../../src/index.js'
import { resolveOptions } from '../../src/resolved-options.js'
import type { Declared } from './declarations.js'
import { propertiesOf } from './declarations.js'
import { code, madeFrom, table } from './markdown.js'

/** A table of a page: the options that an interface declares, or the functions that an adapter answers. */
interface OptionTable {
  readonly title: string
  readonly path: string
  readonly name: string
  readonly kind: 'options' | 'functions'
}

/** One subpath of the package, and what of it takes options. */
interface Subpath {
  readonly subpath: string
  readonly tables: readonly OptionTable[]
}

const options = (title: string, path: string, name: string): OptionTable => ({
  title,
  path,
  name,
  kind: 'options',
})
const functions = (title: string, path: string, name: string): OptionTable => ({
  title,
  path,
  name,
  kind: 'functions',
})

/** All that the reference of options is about, by subpath. */
export const documentedOptions: readonly Subpath[] = [
  {
    subpath: 'keyward',
    tables: [
      options('createKeyward(options)', 'src/options.ts', 'KeywardOptions'),
      options('AttemptLimit', 'src/options.ts', 'AttemptLimit'),
      options('guard(options)', 'src/auth/guard.ts', 'GuardOptions'),
      options('limit in guard(options)', 'src/identity.ts', 'RequestBudget'),
      options('errorHandler(options)', 'src/http/host/host-error.ts', 'ErrorHandling'),
      options(
        'keyward.sshPrivateKeys.openAgent(actor, keyId, options)',
        'src/ssh/agent/scope.ts',
        'AgentOptions',
      ),
    ],
  },
  {
    subpath: 'keyward/express',
    tables: [
      options('forExpress(keyward, options)', 'src/plug-in/resolve-user.ts', 'AdapterOptions'),
      functions('What it answers', 'adapters/express.ts', 'ExpressKeyward'),
    ],
  },
  {
    subpath: 'keyward/koa',
    tables: [
      options('forKoa(keyward, options)', 'src/plug-in/resolve-user.ts', 'AdapterOptions'),
      functions('What it answers', 'adapters/koa.ts', 'KoaKeyward'),
    ],
  },
  {
    subpath: 'keyward/nest',
    tables: [
      options('module(options)', 'adapters/nest.ts', 'NestModuleOptions'),
      functions('What forNest(keyward, options) answers', 'adapters/nest.ts', 'NestKeyward'),
    ],
  },
  {
    subpath: 'keyward/passport',
    tables: [options('bearerStrategy(keyward, options)', 'adapters/passport.ts', 'BearerStrategyOptions')],
  },
  {
    subpath: 'keyward/typeorm',
    tables: [
      options('typeormStore(dataSource, options)', 'adapters/typeorm/store/context.ts', 'StoreOptions'),
      options('migrate(dataSource, options)', 'adapters/typeorm/migration/pending.ts', 'MigrateOptions'),
    ],
  },
  {
    subpath: 'keyward/entities',
    tables: [
      options('keywardEntities(options), keywardMigrations(options)', 'entities/options.ts', 'EntityOptions'),
    ],
  },
  {
    subpath: 'keyward/pages',
    tables: [options('accountPages(options)', 'src/pages/site/options.ts', 'AccountPagesOptions')],
  },
  {
    subpath: 'keyward/redis',
    tables: [options('withRedis(store, redis, options)', 'adapters/redis.ts', 'RedisOptions')],
  },
  { subpath: 'keyward/postgres-notify', tables: [] },
  {
    subpath: 'keyward/otel',
    tables: [options('instrument(options)', 'adapters/otel.ts', 'InstrumentOptions')],
  },
  {
    subpath: 'keyward/legacy-passwords',
    tables: [
      options('bcrypt(compare, options)', 'src/legacy-passwords/bcrypt.ts', 'BcryptOptions'),
      options('djangoPbkdf2(options)', 'src/legacy-passwords/pbkdf2.ts', 'DjangoPbkdf2Options'),
      options('passlibPbkdf2(options)', 'src/legacy-passwords/pbkdf2.ts', 'PasslibPbkdf2Options'),
      options('phcScrypt(options)', 'src/legacy-passwords/scrypt.ts', 'PhcScryptOptions'),
      options('nodeScrypt(options)', 'src/legacy-passwords/scrypt.ts', 'NodeScryptOptions'),
    ],
  },
  {
    subpath: 'keyward/client',
    tables: [
      options('keywardClient(options)', 'src/api-client/send.ts', 'ClientOptions'),
      options('The last argument of each function of a client', 'src/api-client/send.ts', 'CallOptions'),
      options('deviceSignIn(options)', 'src/api-client/device-sign-in.ts', 'DeviceSignInOptions'),
    ],
  },
  {
    subpath: 'keyward/testing',
    tables: [
      options(
        'testKeyward(options), beside most of those of createKeyward',
        'adapters/testing.ts',
        'TestOptions',
      ),
      functions('What it answers', 'adapters/testing.ts', 'TestKeyward'),
    ],
  },
]

/** `docs/reference/options.md`: each option of everything that takes some. */
export function optionsPage(): string {
  const sections = documentedOptions.map(({ subpath, tables }) =>
    [`## ${subpath}`, ...(tables.length > 0 ? tables.map(drawn) : ['It takes no options.'])].join('\n\n'),
  )
  return `${madeFrom('the interfaces of the options and their comments')}

# Options

What is no option is refused with a \`TypeError\` when it is given, not when it is first used. Defaults are those that hold where an option is left out.

${sections.join('\n\n')}
`
}

function drawn({ title, path, name, kind }: OptionTable): string {
  const properties = propertiesOf(path, name)
  const heading = `### ${title}`
  if (kind === 'functions') {
    const rows = properties.map((property) => [code(property.name), property.doc])
    return `${heading}\n\n${table(['name', 'what it is'], rows)}`
  }
  const rows = properties.map((property) => [
    code(property.name),
    code(property.type),
    defaultOf(property, name),
    withoutDefault(property.doc),
  ])
  return `${heading}\n\n${table(['option', 'type', 'default', 'what it does'], rows)}`
}

/** What `createKeyward` makes of as little as it takes. */
const resolved: unknown = resolveOptions({
  // It is looked at, and not asked anything.
  store: { commit: () => Promise.resolve(true) } as unknown as Store,
  secrets: ['only to see the defaults, 32 bytes and more'],
  origins: ['https://app.example.com'],
})

/** As it is resolved, where that is a plain value; else as the comment tells it. */
function defaultOf({ name, optional, doc, type }: Declared, owner: string): string {
  if (!optional) return type === 'object' || name.includes('.') ? '' : 'required'
  const value = owner === 'KeywardOptions' ? valueAt(resolved, name.split('.')) : undefined
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value) || isLimit(value)
  const told = /\bDefaults?: (.+?)\.(?=\s|$)/.exec(doc)?.[1]
  if (isPlain && !hasOwnRule(name)) return code(JSON.stringify(value))
  return told !== undefined && /^(true|false|[\d,]+)$/.test(told) ? code(told) : (told ?? '')
}

/** What depends on other options is told, not shown. */
function hasOwnRule(name: string): boolean {
  return ['rpId', 'mountPath', 'signInPath'].includes(name)
}

function isLimit(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'failures' in value
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value
  return typeof value === 'object' && value !== null
    ? valueAt((value as Readonly<Record<string, unknown>>)[key], rest)
    : undefined
}

function withoutDefault(doc: string): string {
  return doc.replace(/\s*\bDefaults?: (.+?)\.(?=\s|$)/, '').trim()
}
