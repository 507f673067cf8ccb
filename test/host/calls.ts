import { randomBytes } from 'node:crypto'
import type { HostApi, Keyward } from '../../src/index.js'
import { plainClient } from '../support/plain-client.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { newKeys } from '../support/ssh-keys.js'

/** A user who has one of everything. */
export interface Scene {
  readonly keyward: Keyward
  readonly user: string
  readonly password: string
  /** Another user, who has no password. */
  readonly invited: string
  readonly apiKey: string
  readonly token: string
  readonly session: string
  readonly sshKey: string
  readonly sshPrivateKey: string
  readonly sshHost: string
  readonly sshGrant: string
  readonly serviceAccount: string
  readonly serviceKey: string
}

/** A call of the host's: what it is given where all is right, and what the audit says of it. */
export interface HostCall {
  readonly args: (scene: Scene) => readonly unknown[]
  /** What of `args` names somebody or something that must be there. */
  readonly ids: readonly number[]
  /** The event that it leaves; none where it only reads. */
  readonly event: string | null
}

type Changes = Readonly<Record<string, HostCall>>

const whom = ({ user }: Scene): readonly unknown[] => [user]
const platform = { kind: 'platform' }
const nothing = (): Promise<void> => Promise.resolve()

/** Every call of the host's API but those that use a private key, each as a host with `importedApiKeys: true` would make it. */
export const calls: Readonly<Record<string, HostCall>> = {
  ...named('users', {
    list: { args: () => [{ limit: 10 }], ids: [], event: null },
    get: { args: whom, ids: [0], event: null },
    byUsername: { args: () => ['nobody-has-this'], ids: [], event: null },
    create: { args: () => [{ username: unique(), password: newPassword() }], ids: [], event: 'user.created' },
    update: { args: ({ user }) => [user, { displayName: 'Ada' }], ids: [0], event: 'user.updated' },
    disable: { args: whom, ids: [0], event: 'user.disabled' },
    enable: { args: whom, ids: [0], event: 'user.updated' },
    remove: { args: whom, ids: [0], event: 'user.deleted' },
    setPassword: { args: ({ user }) => [user, newPassword()], ids: [0], event: 'password.changed' },
    resetPassword: { args: whom, ids: [0], event: 'password.reset' },
    invite: { args: ({ invited }) => [invited], ids: [0], event: 'one_time_link.created' },
    passwordResetLink: { args: whom, ids: [0], event: 'one_time_link.created' },
    resetMfa: { args: ({ user }) => [user, { reason: 'lost phone' }], ids: [0], event: 'mfa.reset' },
    endSessions: { args: whom, ids: [0], event: 'sessions.ended' },
    changed: { args: whom, ids: [], event: null },
    removed: { args: whom, ids: [], event: 'user.deleted' },
  }),
  ...named('passwords', {
    verify: { args: ({ user, password }) => [user, password, {}], ids: [], event: null },
  }),
  ...named('import', {
    totp: {
      args: ({ user }) => [user, 'JBSWY3DPEHPK3PXP', { confirmedAt: 0 }],
      ...{ ids: [0], event: 'totp.confirmed' },
    },
    sshKey: {
      args: ({ user }) => [user, { name: 'another', publicKey: newKeys['ssh-ed25519']() }],
      ...{ ids: [0], event: 'ssh_key.created' },
    },
    apiKey: {
      args: ({ user }) => [user, { name: 'another', sha256: randomBytes(32).toString('hex') }],
      ...{ ids: [0], event: 'api_key.created' },
    },
    check: { args: () => [[{ username: unique() }]], ids: [], event: null },
    users: { args: () => [[{ username: unique() }], {}], ids: [], event: 'user.created' },
  }),
  ...named('apiKeys', {
    list: { args: ({ user }) => [user, { limit: 10, before: null }], ids: [0], event: null },
    get: { args: ({ user, apiKey }) => [user, apiKey], ids: [0, 1], event: null },
    options: { args: whom, ids: [0], event: null },
    create: { args: ({ user }) => [user, { name: 'another' }], ids: [0], event: 'api_key.created' },
    update: {
      args: ({ user, apiKey }) => [user, apiKey, { name: 'renamed' }],
      ...{ ids: [0, 1], event: 'api_key.updated' },
    },
    rotate: {
      args: ({ user, apiKey }) => [user, apiKey, { overlapSeconds: 60 }],
      ...{ ids: [0, 1], event: 'api_key.rotated' },
    },
    remove: { args: ({ user, apiKey }) => [user, apiKey], ids: [0, 1], event: 'api_key.deleted' },
  }),
  ...named('tokens', {
    list: { args: ({ user }) => [user, { limit: 10 }], ids: [0], event: null },
    get: { args: ({ user, token }) => [user, token], ids: [0, 1], event: null },
    options: { args: whom, ids: [0], event: null },
    create: { args: ({ user }) => [user, { expiresInHours: 1 }], ids: [0], event: 'token.created' },
    remove: { args: ({ user, token }) => [user, token], ids: [0, 1], event: 'token.deleted' },
    removeAll: { args: whom, ids: [0], event: 'token.deleted' },
  }),
  ...named('sessions', {
    list: { args: ({ user }) => [user, { limit: 10 }], ids: [0], event: null },
    end: { args: ({ user, session }) => [user, session], ids: [0, 1], event: 'session.ended' },
    endAll: { args: whom, ids: [0], event: 'sessions.ended' },
  }),
  ...named('sshKeys', {
    list: { args: ({ user }) => [user, { limit: 10 }], ids: [0], event: null },
    get: { args: ({ user, sshKey }) => [user, sshKey], ids: [0, 1], event: null },
    create: {
      args: ({ user }) => [user, { name: 'another', publicKey: newKeys['ssh-ed25519']() }],
      ...{ ids: [0], event: 'ssh_key.created' },
    },
    update: {
      args: ({ user, sshKey }) => [user, sshKey, { name: 'renamed' }],
      ...{ ids: [0, 1], event: 'ssh_key.updated' },
    },
    remove: { args: ({ user, sshKey }) => [user, sshKey], ids: [0, 1], event: 'ssh_key.deleted' },
  }),
  ...named('sshPrivateKeys', {
    list: { args: ({ user }) => [user, { limit: 10 }], ids: [0], event: null },
    get: { args: ({ user, sshPrivateKey }) => [user, sshPrivateKey], ids: [0, 1], event: null },
    create: {
      args: ({ user }) => [user, { name: 'another', generate: 'ed25519' }],
      ...{ ids: [0], event: 'ssh_private_key.created' },
    },
    update: {
      args: ({ user, sshPrivateKey }) => [user, sshPrivateKey, { description: 'for web-1' }],
      ...{ ids: [0, 1], event: 'ssh_private_key.updated' },
    },
    remove: {
      args: ({ user, sshPrivateKey }) => [user, sshPrivateKey],
      ...{ ids: [0, 1], event: 'ssh_private_key.deleted' },
    },
  }),
  ...named('sshHosts', {
    list: { args: () => [{ limit: 10 }], ids: [], event: null },
    get: { args: ({ sshHost }) => [sshHost], ids: [0], event: null },
    create: { args: () => [{ name: unique(), cidrs: ['10.0.0.0/8'] }], ids: [], event: 'ssh_host.created' },
    update: { args: ({ sshHost }) => [sshHost, { groups: ['web'] }], ids: [0], event: 'ssh_host.updated' },
    rotate: { args: ({ sshHost }) => [sshHost], ids: [0], event: 'ssh_host.rotated' },
    remove: { args: ({ sshHost }) => [sshHost], ids: [0], event: 'ssh_host.deleted' },
  }),
  ...named('sshGrants', {
    list: { args: () => [], ids: [], event: null },
    get: { args: ({ sshGrant }) => [sshGrant], ids: [0], event: null },
    create: { args: () => [{ group: 'db', everyone: true }], ids: [], event: 'ssh_grants.changed' },
    update: {
      args: ({ sshGrant, user }) => [sshGrant, { group: 'web', userId: user }],
      ...{ ids: [0], event: 'ssh_grants.changed' },
    },
    remove: { args: ({ sshGrant }) => [sshGrant], ids: [0], event: 'ssh_grants.changed' },
    replace: { args: () => [[{ group: 'web', everyone: true }]], ids: [], event: 'ssh_grants.changed' },
  }),
  ...named('secrets', {
    status: { args: () => [], ids: [], event: null },
    rewrap: { args: () => [{ progress: () => undefined }], ids: [], event: null },
    revoke: { args: () => [['nobody-was-given-this']], ids: [], event: null },
  }),
  ...named('serviceAccounts', {
    list: { args: () => [{ limit: 10 }], ids: [], event: null },
    get: { args: ({ serviceAccount }) => [serviceAccount], ids: [0], event: null },
    create: {
      args: () => [{ name: unique(), organizationId: 'acme' }],
      ...{ ids: [], event: 'service_account.created' },
    },
    update: {
      args: ({ serviceAccount }) => [serviceAccount, { description: 'nightly builds' }],
      ...{ ids: [0], event: 'service_account.updated' },
    },
    remove: {
      args: ({ serviceAccount }) => [serviceAccount],
      ...{ ids: [0], event: 'service_account.deleted' },
    },
    'keys.list': {
      args: ({ serviceAccount }) => [serviceAccount, { limit: 10, before: null }],
      ...{ ids: [0], event: null },
    },
    'keys.get': {
      args: ({ serviceAccount, serviceKey }) => [serviceAccount, serviceKey],
      ...{ ids: [0, 1], event: null },
    },
    'keys.options': { args: ({ serviceAccount }) => [serviceAccount], ids: [0], event: null },
    'keys.create': {
      args: ({ serviceAccount }) => [serviceAccount, { name: 'another', scopes: ['keyward:introspect'] }],
      ...{ ids: [0], event: 'api_key.created' },
    },
    'keys.update': {
      args: ({ serviceAccount, serviceKey }) => [serviceAccount, serviceKey, { name: 'renamed' }],
      ...{ ids: [0, 1], event: 'api_key.updated' },
    },
    'keys.rotate': {
      args: ({ serviceAccount, serviceKey }) => [serviceAccount, serviceKey, { overlapSeconds: 60 }],
      ...{ ids: [0, 1], event: 'api_key.rotated' },
    },
    'keys.remove': {
      args: ({ serviceAccount, serviceKey }) => [serviceAccount, serviceKey],
      ...{ ids: [0, 1], event: 'api_key.deleted' },
    },
  }),
  ...named('policies', {
    get: { args: () => [platform], ids: [], event: null },
    organizations: { args: () => [], ids: [], event: null },
    forUser: { args: whom, ids: [0], event: null },
    replace: { args: () => [platform, { tokens: { maxHours: 24 } }], ids: [], event: 'policy.changed' },
    dryRun: { args: () => [platform, { tokens: { maxHours: 12 } }], ids: [], event: null },
  }),
  ...named('audit', {
    verify: { args: () => [{ since: 1, anchors: [] }], ids: [], event: null },
    seal: { args: () => [], ids: [], event: null },
    export: { args: () => [{ format: 'csv' }, nothing], ids: [], event: null },
    prune: { args: () => [{ before: 0, write: nothing, finish: nothing }], ids: [], event: null },
  }),
  ...named('events', {
    list: {
      args: ({ user }) => [{ userId: user, type: 'user.created' }, { limit: 10 }],
      ids: [],
      event: null,
    },
  }),
}

/** The calls that use a private key; what they refuse is in `test/ssh/private-key-use.test.ts`. */
export const usingKeys: readonly string[] = ['openAgent', 'signFor', 'withPrivateKey'].map(
  (name) => `sshPrivateKeys.${name}`,
)

/** Every call that there is, by its path; listening to events is none that does or reads something. */
export function pathsOf(keyward: Keyward): readonly string[] {
  const groups = Object.entries(keyward).filter(
    ([name, part]) => !['adapter', 'diagnosis'].includes(name) && typeof part === 'object',
  )
  return groups
    .flatMap(([name, part]) => callsIn(part as object).map((call) => `${name}.${call}`))
    .filter((path) => path !== 'events.on')
}

/** The calls of a group, and of the groups in it. */
export function callsIn(group: object): readonly string[] {
  return Object.entries(group).flatMap(([name, part]: [string, unknown]) =>
    typeof part === 'object' && part !== null ? callsIn(part).map((call) => `${name}.${call}`) : [name],
  )
}

type Group = Readonly<Record<string, unknown>>

/** Makes a call as code without types would. */
export async function invoke(keyward: HostApi, path: string, args: readonly unknown[]): Promise<unknown> {
  const found = path.split('.').reduce<unknown>((part, name) => (part as Group)[name], keyward)
  return (found as (...given: unknown[]) => unknown)(...args)
}

/** A user who has one of everything. */
export async function newScene(keyward: Keyward): Promise<Scene> {
  const password = newPassword()
  const { id: user } = await keyward.users.create({ username: unique(), password })
  const { id: invited } = await keyward.users.create({ username: unique() })
  const { apiKey, key } = await keyward.apiKeys.create(user, { name: 'ci' })
  const { info, token } = await keyward.tokens.create(user)
  for (const secret of [key, token]) noteSecret(secret.reveal())
  await keyward.adapter.signInUser(plainClient(), user, { amr: ['pwd'] })
  const [session] = (await keyward.sessions.list(user)).rows
  const sshKey = await keyward.sshKeys.create(user, { name: 'laptop', publicKey: newKeys['ssh-ed25519']() })
  const sshPrivateKey = await keyward.sshPrivateKeys.create(user, { name: 'deploy', generate: 'ed25519' })
  const { host, credential } = await keyward.sshHosts.create({ name: unique() })
  noteSecret(credential.reveal())
  const sshGrant = await keyward.sshGrants.create({ group: 'web', everyone: true })
  const { id: serviceAccount } = await keyward.serviceAccounts.create({ name: unique() })
  const service = await keyward.serviceAccounts.keys.create(serviceAccount, {
    name: 'ci',
    scopes: ['keyward:introspect'],
  })
  noteSecret(service.key.reveal())
  return {
    ...{ serviceAccount, serviceKey: service.apiKey.id },
    ...{
      keyward,
      user,
      password,
      invited,
      apiKey: apiKey.id,
      token: info.id,
      session: session?.id ?? '',
      sshKey: sshKey.id,
    },
    ...{ sshPrivateKey: sshPrivateKey.id, sshHost: host.id, sshGrant: sshGrant.id },
  }
}

function named(group: keyof HostApi, changes: Changes): Changes {
  return Object.fromEntries(Object.entries(changes).map(([name, call]) => [`${group}.${name}`, call]))
}

function unique(): string {
  return `one-${randomBytes(6).toString('hex')}`
}
