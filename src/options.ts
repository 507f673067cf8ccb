import { z } from 'zod'
import type { KeyProvider } from './crypto/keyring.js'
import { maxPrefixLength } from './crypto/secret.js'
import type { User } from './principal.js'
import type { Store } from './store.js'

/** What a host tells `createKeyward`. */
export interface KeywardOptions {
  /** Where things are kept: `typeormStore(dataSource)`. */
  readonly store: Store
  /** At least one, ≥ 32 bytes each, kept outside the database. The first makes digests, all verify: put a new one in front to rotate. */
  readonly secrets: readonly (string | undefined)[]
  /** The origins browsers reach the app at: https, or http on localhost. Decides cookie names and CSRF. */
  readonly origins: readonly string[]
  /** What users know the app as. Default: `keyward`. */
  readonly productName?: string
  /** Names the cookies: `__Host-<name>`. Default: `keyward`. */
  readonly cookieName?: string
  /** 2 to 8 lower-case letters that begin every API key and token. Default: `kw`. */
  readonly secretPrefix?: string
  /** The scopes that API keys and tokens may carry, with a description of each. Default: none. */
  readonly scopes?: Readonly<Record<string, string>>
  /** Refuses keys and tokens without scopes. Default: false. */
  readonly requireScopes?: boolean
  /** Session lengths. Defaults: 12 idle hours (at least 0.1), 7 absolute days. */
  readonly sessions?: { readonly idleHours?: number; readonly absoluteDays?: number }
  /** Shortest password, in characters. Defaults: 15, and 8 where the policy demands a second factor (NIST SP 800-63B-4). */
  readonly passwords?: { readonly minLength?: number; readonly minLengthWithMfa?: number }
  /** The domain that security keys are bound to. Default: the host name of the first origin. */
  readonly rpId?: string
  /** Lets people sign in with a passkey alone. Default: false. */
  readonly passkeys?: boolean
  /** Where `guard({ redirect: true })` sends browsers: the path of the sign-in page, mount included. Default: `/auth/sign-in`. */
  readonly signInPath?: string
  /** Wraps the keys of what is stored encrypted, for example by a KMS. Default: keys derived from `secrets`. */
  readonly keyProvider?: KeyProvider
  /** Failed passwords until 429. Defaults: 10 per 15 min, 100 per 60 min, 50 per 15 min. */
  readonly throttle?: {
    readonly perAccountAndAddress?: Limit
    readonly perAccount?: Limit
    readonly perAddress?: Limit
    /** Of codes, over all kinds of them. Default: 10 per 15 min. */
    readonly codesPerAccount?: Limit
  }
  /** Further ways to carry a key or token. Default: `Authorization: Bearer` only. */
  readonly carriers?: {
    /** HTTP Basic with the key as user name and an empty password. */
    readonly basic?: boolean
    /** The header `X-API-Key`. */
    readonly apiKeyHeader?: boolean
  }
  /** How many verified credentials guards remember, for 5 s at most and until something is revoked; 0 = each request reads the database. Default: 10,000. */
  readonly verificationCache?: { readonly maxEntries?: number }
  /** Names administrators beside those with `admin: true`. Must be quick and pure. */
  readonly isAdmin?: (user: User) => boolean
  /** The clock, epoch ms. Default: `Date.now`. */
  readonly now?: () => number
}

/** At most `failures` in a window of `minutes`. */
export interface Limit {
  readonly failures: number
  readonly minutes: number
}

export interface Options {
  readonly store: Store
  readonly secrets: readonly string[]
  readonly origins: readonly string[]
  readonly productName: string
  readonly cookieName: string
  readonly secretPrefix: string
  readonly scopes: Readonly<Record<string, string>>
  readonly requireScopes: boolean
  readonly sessions: { readonly idleHours: number; readonly absoluteDays: number }
  readonly passwords: { readonly minLength: number; readonly minLengthWithMfa: number }
  readonly rpId: string
  readonly passkeys: boolean
  readonly signInPath: string
  readonly keyProvider?: KeyProvider | undefined
  readonly throttle: {
    readonly perAccountAndAddress: Limit
    readonly perAccount: Limit
    readonly perAddress: Limit
    readonly codesPerAccount: Limit
  }
  readonly carriers: { readonly basic: boolean; readonly apiKeyHeader: boolean }
  readonly verificationCache: { readonly maxEntries: number }
  readonly isAdmin: (user: User) => boolean
  readonly now: () => number
  /** All origins are http on this machine: cookies go without Secure and `__Host-`. */
  readonly insecure: boolean
}

const minSecretBytes = 32
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

const schema = z.strictObject({
  store: z.custom<Store>((value) => typeof value === 'object' && value !== null && 'commit' in value, {
    error: 'is not a store: give it typeormStore(dataSource)',
  }),
  secrets: z.array(z.string().check(strongSecret)).min(1, 'needs at least one'),
  origins: z.array(z.string().check(usableOrigin)).min(1, 'needs at least one'),
  productName: z
    .string()
    .regex(/^[^:\p{C}]{1,64}$/u, 'must be 1 to 64 characters without ":"')
    .default('keyward'),
  cookieName: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and "-"')
    .default('keyward'),
  secretPrefix: z
    .string()
    .regex(
      new RegExp(`^[a-z]{2,${String(maxPrefixLength)}}$`),
      `must be 2 to ${String(maxPrefixLength)} lower-case letters`,
    )
    .default('kw'),
  // RFC 6749, section 3.3: a scope is a word of printable ASCII without quote and backslash.
  scopes: z.record(z.string().regex(/^[!#-[\]-~]{1,64}$/), z.string().max(200)).default({}),
  requireScopes: z.boolean().default(false),
  sessions: z
    .strictObject({
      // Use is written down once a minute: a shorter idle time would end sessions that are in use.
      idleHours: z.number().min(0.1).max(8760).default(12),
      absoluteDays: z.number().positive().max(365).default(7),
    })
    .prefault({}),
  passwords: z
    .strictObject({
      minLength: z.int().min(8).max(128).default(15),
      minLengthWithMfa: z.int().min(8).max(128).default(8),
    })
    .prefault({}),
  rpId: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'must be a domain')
    .optional(),
  passkeys: z.boolean().default(false),
  // One slash: two would be another host.
  signInPath: z
    .string()
    .regex(/^\/(?![/\\])[!-~]*$/, 'must be a path such as /auth/sign-in')
    .default('/auth/sign-in'),
  keyProvider: z.custom<KeyProvider>(isKeyProvider, 'must have the functions wrap and unwrap').optional(),
  throttle: z
    .strictObject({
      perAccountAndAddress: limit(10, 15),
      perAccount: limit(100, 60),
      perAddress: limit(50, 15),
      codesPerAccount: limit(10, 15),
    })
    .prefault({}),
  carriers: z
    .strictObject({ basic: z.boolean().default(false), apiKeyHeader: z.boolean().default(false) })
    .prefault({}),
  verificationCache: z
    .strictObject({ maxEntries: z.int().min(0).max(1_000_000).default(10_000) })
    .prefault({}),
  isAdmin: z.custom<(user: User) => boolean>(isFunction, 'must be a function').default(() => () => false),
  now: z.custom<() => number>(isFunction, 'must be a function').default(() => Date.now),
})

/** Checks the options and fills in defaults; frozen. Throws one TypeError that lists every problem. */
export function resolveOptions(given: KeywardOptions): Options {
  const result = schema.safeParse(given)
  if (!result.success)
    throw new TypeError(`keyward options:\n${result.error.issues.flatMap(problems).join('\n')}`)
  const { data } = result
  if (data.requireScopes && Object.keys(data.scopes).length === 0) {
    throw new TypeError('keyward options:\n- requireScopes: needs scopes to choose from')
  }
  const rpId = data.rpId ?? hostOf(data.origins[0] ?? '')
  const strange = data.origins.map(hostOf).filter((host) => host !== rpId && !host.endsWith(`.${rpId}`))
  if (data.rpId !== undefined && strange.length > 0) {
    throw new TypeError(`keyward options:\n- rpId: must be ${strange.join(' and ')}, or a domain above`)
  }
  const insecure = data.origins.every((origin) => loopback.test(origin))
  return freezeDeep({ ...data, rpId, insecure }, [data.store, data.keyProvider])
}

function hostOf(origin: string): string {
  return new URL(origin).hostname
}

function problems(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.') || 'options'
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `- ${[...issue.path, key].join('.')}: is not an option`)
  }
  return [`- ${at}: ${issue.message}`]
}

function strongSecret(check: z.core.ParsePayload<string>): void {
  const { value } = check
  const refuse = (message: string): void => {
    // The value itself must not stand in the error.
    check.issues.push({ code: 'custom', message, input: undefined })
  }
  if (Buffer.byteLength(value) < minSecretBytes) refuse(`must be at least ${String(minSecretBytes)} bytes`)
  else if (new Set(value).size < 8 || /change.?me|placeholder|your.?secret|replace.?me/i.test(value)) {
    refuse('is a placeholder: make one with `openssl rand -base64 32`')
  }
}

function usableOrigin(check: z.core.ParsePayload<string>): void {
  const { value } = check
  if (loopback.test(value)) return
  if (URL.canParse(value) && value.startsWith('https://') && new URL(value).origin === value) return
  check.issues.push({
    code: 'custom',
    message: 'must be an origin such as https://app.example.com (http only on localhost)',
    input: value,
  })
}

function limit(failures: number, minutes: number) {
  return z
    .strictObject({ failures: z.int().min(1).max(100_000), minutes: z.number().positive().max(10_080) })
    .default({ failures, minutes })
}

function isKeyProvider(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return 'wrap' in value && 'unwrap' in value && isFunction(value.wrap) && isFunction(value.unwrap)
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function freezeDeep<T extends object>(value: T, except: readonly unknown[]): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !except.includes(part))
      freezeDeep(part as object, except)
  }
  return Object.freeze(value)
}
