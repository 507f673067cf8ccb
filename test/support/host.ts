import type { IncomingMessage, RequestListener } from 'node:http'
import type { GuardOptions, Keyward, Pages, Passed, ResolveUser } from '../../src/index.js'

/** How a host has keyward in its app: where, and whether a body parser of its own runs before. */
export interface Mounting {
  readonly name: string
  readonly path: string
  readonly kind: 'plain' | 'nested' | 'mount' | 'prefix'
  readonly parser: boolean
}

export interface HostSetup {
  readonly keyward: Keyward
  readonly mounting: Mounting
  /** The framework's own error handling, the adapter's `errorHandler()`, or that with `{ own: true }`. */
  readonly errors: 'default' | 'problem' | 'own'
  /** Whether the host believes X-Forwarded-For, or has a rule of its own that throws on text which is no address. */
  readonly proxy: boolean | 'throws'
  readonly pages?: Pages
  /** Where routers stand that are given their place themselves, instead of the mounting. */
  readonly prefixes?: readonly string[]
  /** One of the framework's `parsers`, in place of the mounting's. */
  readonly parser?: string
  /** The host's own sign-in. */
  readonly resolveUser?: ResolveUser<IncomingMessage>
}

/** One of the frameworks, as the contract sees it. */
export interface Framework {
  readonly name: 'express' | 'koa' | 'nest'
  /** The first is the plain one. */
  readonly mountings: readonly Mounting[]
  /** Body parsers that hosts put in front, called as hosts write them. */
  readonly parsers: readonly string[]
  host(setup: HostSetup): RequestListener
}

/** A host's own rule on addresses, as hosts write them: of text that is no address it can make nothing. */
export function trustsOnly10(address: string): boolean {
  const [first] = address.split('.').map((part) => {
    if (!/^\d+$/.test(part)) throw new RangeError(`not an address: ${address}`)
    return Number(part)
  })
  return first === 10 || first === 127
}

/** The scopes the host declares. */
export const scopes = { 'reports:read': 'read reports', 'reports:write': 'write reports' }

/** The programs that may sign in by a code; what scopes it wants, the first has to say. */
export const deviceClients = {
  'acme-cli': { name: 'Acme CLI' },
  'other-cli': { name: 'Other CLI', scopes: ['reports:read'] },
}

/** The host's own routes, with what each demands; `null` = no guard. */
export const hostRoutes: readonly {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly requires: GuardOptions | null
}[] = [
  { method: 'get', path: '/api/plain', requires: null },
  { method: 'get', path: '/api/hello', requires: {} },
  { method: 'post', path: '/api/hello', requires: {} },
  { method: 'get', path: '/api/reports', requires: { scopes: ['reports:read'] } },
  { method: 'post', path: '/api/reports', requires: { scopes: ['reports:write'] } },
  { method: 'get', path: '/api/both-scopes', requires: { scopes: ['reports:read', 'reports:write'] } },
  { method: 'get', path: '/api/vault', requires: { credentials: ['session'], recent: true } },
  { method: 'get', path: '/api/recent', requires: { recent: true } },
  { method: 'get', path: '/api/keys-only', requires: { credentials: ['api_key'] } },
  { method: 'get', path: '/api/bearer-only', requires: { credentials: ['api_key', 'token'] } },
  { method: 'get', path: '/api/mfa', requires: { mfa: true } },
  { method: 'get', path: '/api/optional', requires: { optional: true } },
  { method: 'post', path: '/api/optional', requires: { optional: true } },
  { method: 'get', path: '/api/limited', requires: { limit: { requests: 3, perSeconds: 60 } } },
  { method: 'post', path: '/api/limited', requires: { limit: { requests: 3, perSeconds: 60 } } },
  {
    method: 'get',
    path: '/api/limited-keys',
    requires: { optional: true, credentials: ['api_key'], limit: { requests: 1, perSeconds: 60 } },
  },
  { method: 'get', path: '/api/page', requires: { redirect: true } },
  { method: 'get', path: '/api/recent-page', requires: { redirect: true, recent: true } },
  { method: 'post', path: '/api/page', requires: { redirect: true } },
]

/** What a host route answers. */
export function hostAnswer({ user, authInfo }: Pick<Passed, 'user' | 'authInfo'>): object {
  return { hello: user?.username ?? null, user, authInfo }
}

/** What the host answers where it knows no page; tells its answers from keyward's. */
export const hostNotFound = Object.freeze({ host: 'no such page' })
export const hostHeader = 'X-Answered-By'

const kinds = {
  plain: 'at',
  nested: 'in nested routers at',
  mount: 'by koa-mount at',
  prefix: 'under a global prefix at',
} as const

/** Each place with and without a parser in front. */
export function mountingsAt(places: readonly Pick<Mounting, 'kind' | 'path'>[]): readonly Mounting[] {
  return places.flatMap((place) =>
    [false, true].map((parser) => ({
      ...place,
      parser,
      name: `${kinds[place.kind]} ${place.path}, ${parser ? 'after a body parser' : 'without a body parser'}`,
    })),
  )
}
