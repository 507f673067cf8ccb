import { z } from 'zod'
import type { KeyProvider } from './crypto/keyring.js'
import { maxPrefixLength } from './crypto/secret.js'
import type { User } from './identity.js'
import type { AuditRetention } from './options.js'
import type { Notify } from './notice/notice.js'
import { domain, originProblem } from './origins.js'
import type { SecretScanningKeys } from './plug-in/public-keys.js'
import type { PasswordVerifier } from './plug-in/password-verifier.js'
import { systemAccounts } from './policy/system-account.js'
import type { Store } from './store.js'

const minSecretBytes = 32
const secretMaker = '`openssl rand -base64 32`'

/** What each option must be, looked at by itself, and its default. */
export const optionSchema = z.strictObject({
  store: z.custom<Store>((value) => typeof value === 'object' && value !== null && 'commit' in value, {
    error: 'is not a store: give it typeormStore(dataSource)',
  }),
  secrets: z.array(configuredSecret('KEYWARD_SECRET')).min(1, 'needs at least one'),
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
  scopes: z.record(z.string().regex(/^(?!keyward:)[!#-[\]-~]{1,64}$/), z.string().max(200)).default({}),
  requireScopes: z.boolean().default(false),
  deviceClients: z
    .record(
      z.string().regex(/^[\w.-]{1,64}$/),
      z.strictObject({
        name: z
          .string()
          .regex(/^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u, 'must be 1 to 100 characters that can be seen'),
        scopes: z.array(z.string()).min(1, 'needs at least one').readonly().optional(),
      }),
    )
    .default({}),
  introspection: z.boolean().default(false),
  sessions: z
    .strictObject({
      // The use of a session is written down once a minute: a shorter idle time would end sessions that are in use.
      idleHours: z.number().min(0.1).max(8760).default(12),
      absoluteDays: z.number().positive().max(365).default(7),
    })
    .prefault({}),
  passwords: z
    .strictObject({
      minLength: z.int().min(8).max(128).default(15),
      minLengthWithMfa: z.int().min(8).max(128).default(8),
      peppers: z.array(configuredSecret('KEYWARD_PEPPER')).default([]),
      // `verifierProblems` says what each must be.
      verifiers: z.array(z.custom<PasswordVerifier>()).default([]),
      rehash: z.boolean().default(true),
    })
    .prefault({}),
  rpId: z.string().regex(domain, 'must be a domain').optional(),
  passkeys: z.boolean().default(false),
  passwordReset: z.boolean().default(false),
  openapi: z.boolean().default(true),
  mountPath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be a path such as /auth, without a slash at its end')
    .optional(),
  signInPath: path('/auth/sign-in').optional(),
  reauthenticateAt: path('/login?again=1').optional(),
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
  importedApiKeys: z.boolean().default(false),
  verificationCache: z
    .strictObject({ maxEntries: z.int().min(0).max(1_000_000).default(10_000) })
    .prefault({}),
  ssh: z
    .strictObject({
      systemAccounts: z
        .array(z.string().regex(/^[a-z_][a-z0-9_-]{0,31}\*?$/, 'must be the name of an account'))
        .readonly()
        .default(systemAccounts),
    })
    .prefault({}),
  isAdmin: z.custom<(user: User) => boolean>(isFunction, 'must be a function').default(() => () => false),
  secretScanning: z
    .strictObject({ publicKey: z.custom<SecretScanningKeys['publicKey']>(isFunction, 'must be a function') })
    .optional(),
  notify: z.custom<Notify>(isFunction, 'must be a function').optional(),
  audit: z
    .strictObject({
      retentionDays: z.int().min(1).max(36_500),
      export: z.custom<NonNullable<AuditRetention['export']>>(isFunction, 'must be a function').optional(),
    })
    .optional(),
  now: z.custom<() => number>(isFunction, 'must be a function').default(() => Date.now),
})

/** A secret that hosts read from the environment, where it is easily forgotten; `variable` is what they usually call it there. */
function configuredSecret(variable: string) {
  const unset = `is not set: put what ${secretMaker} prints into the environment, as ${variable}, and keep it`
  return z.string({ error: ({ input }) => (input === undefined ? unset : undefined) }).check(strongSecret)
}

function strongSecret(check: z.core.ParsePayload<string>): void {
  const { value } = check
  const refuse = (message: string): void => {
    // The value itself must not get into the error.
    check.issues.push({ code: 'custom', message, input: undefined })
  }
  const short = `must be at least ${String(minSecretBytes)} bytes: make one with ${secretMaker}`
  if (Buffer.byteLength(value) < minSecretBytes) refuse(short)
  else if (new Set(value).size < 8 || /change.?me|placeholder|your.?secret|replace.?me/i.test(value)) {
    refuse(`is a placeholder: make one with ${secretMaker}`)
  }
}

function usableOrigin(check: z.core.ParsePayload<string>): void {
  const message = originProblem(check.value)
  if (message !== null) check.issues.push({ code: 'custom', message, input: undefined })
}

/** A path begins with one slash: with two it would name another host. */
function path(example: string) {
  return z.string().regex(/^\/(?![/\\])[!-~]*$/, `must be a path such as ${example}`)
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
