import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Core } from '../core.js'
import type { RowMac } from '../crypto/row-mac.js'
import { demandOf } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import { accountName } from '../policy/system-account.js'
import type { OwnedCredential, CredentialOwner, Redigest } from '../store/owned-credential.js'
import type { SshGrantRow } from '../store/ssh-grant.js'
import type { SshHostRow } from '../store/ssh-host.js'
import type { FoundSshKey } from '../store/ssh-key.js'
import { withoutOneLimit } from '../store/time-limit.js'
import type { AuthorizedKey, SshdFeatures } from './authorized-keys.js'
import { renderAuthorizedKeys } from './authorized-keys.js'
import { endOfSshKey } from './expiry.js'
import { fits, groupsOf, sshGrantParty } from './grant.js'
import { hostLimit } from './host-limit.js'
import { decideSshKey, sshKeyParty } from './ssh-key.js'

/** What an sshd asks for. */
interface AccountRequest {
  /** The Unix account somebody wants to be. */
  readonly account: string
  /** The key they offer, as 64 hex digits; `null` = all keys. */
  readonly fingerprint: string | null
  readonly sshd: SshdFeatures
}

/** Answers which keys may log in to a host as an account. */
export interface AccountKeys {
  /** The text for `AuthorizedKeysCommand`. It looks the same for an account that is unknown and for one that nobody may be. 429. */
  textFor(host: Pick<SshHostRow, 'id' | 'groups'>, request: AccountRequest): Promise<string>
}

/** Whether a user still lacks a second factor that the policy demands, past the deadline. */
export type IsOverdue = (owner: CredentialOwner, policy: Policy) => Promise<boolean>

type OwnedKey = OwnedCredential<FoundSshKey>

const scanSize = 500

type Needs = Pick<Core, 'options' | 'store' | 'usage' | 'genuine'>

/** Makes the look-up; each host may ask 3000 times in ten seconds. */
export function accountKeys({ options, store, usage, genuine }: Needs, isOverdue: IsOverdue): AccountKeys {
  const limit = hostLimit(options)
  const { systemAccounts } = options.ssh
  return Object.freeze({
    async textFor(host, asked) {
      limit(host.id)
      // An account may be shared by everybody.
      return asked.fingerprint === null ? withoutOneLimit(() => textFor(host, asked)) : textFor(host, asked)
    },
  } satisfies AccountKeys)

  async function textFor(
    { groups }: Pick<SshHostRow, 'groups'>,
    { account, fingerprint, sshd }: AccountRequest,
  ): Promise<string> {
    const grants = await grantsFor(groups, account)
    const candidates = fingerprint === null ? await keysUnder(grants, account) : await keysWith(fingerprint)
    const now = options.now()
    const keys: AuthorizedKey[] = []
    for (const one of candidates) {
      const { row } = one
      const key = authorized(one, { grants, account, now, systemAccounts })
      if (!key || !genuine.sshKeys.isGenuine(row, sshKeyParty(row)) || (await isBlocked(one))) continue
      keys.push(key)
      const redigest = remac(row, genuine.sshKeys.renewed(row))
      if (fingerprint !== null) usage.used('sshKeys', row.id, { at: now, ip: null, redigest })
    }
    return renderAuthorizedKeys(keys, sshd)
  }

  function remac({ mac }: RowMac, to: RowMac | null): Redigest | undefined {
    return to ? { from: mac, digest: to.mac, keyId: to.keyId } : undefined
  }

  /** Whether the policy blocks the keys of users without a second factor, and this is one. Where it blocks nobody, nothing is read. */
  async function isBlocked({ owner, policies }: OwnedKey): Promise<boolean> {
    const policy = effectivePolicy(policies)
    return policy.enforcement.blockSshKeys && demandOf(policy) !== 'off' && isOverdue(owner, policy)
  }

  async function grantsFor(groups: readonly string[], account: string): Promise<readonly SshGrantRow[]> {
    if (!accountName.test(account)) return []
    const grants = await store.sshGrants.forGroups(groupsOf({ groups }))
    return grants.filter((grant) => (grant.account === null || grant.account === account) && isGenuine(grant))
  }

  /** A grant that keyward did not write lets nobody in, as if it were not there. */
  function isGenuine(grant: SshGrantRow): boolean {
    if (!genuine.sshGrants.isGenuine(grant, sshGrantParty(grant))) return false
    const redigest = remac(grant, genuine.sshGrants.renewed(grant))
    if (redigest) usage.used('sshGrants', grant.id, { at: options.now(), ip: null, redigest })
    return true
  }

  async function keysWith(fingerprint: string): Promise<readonly OwnedKey[]> {
    const key = await store.sshKeys.byFingerprint(fingerprint)
    return key ? [key] : []
  }

  /** The keys of all users whom the grants may let in, in the order the keys were made. */
  async function keysUnder(grants: readonly SshGrantRow[], account: string): Promise<readonly OwnedKey[]> {
    const shared = grants.filter((grant) => grant.account !== null)
    if (shared.some(({ userId }) => userId === null)) return everyKey()
    const userIds = new Set(shared.flatMap(({ userId }) => userId ?? []))
    const own = grants.length > shared.length ? await store.sshKeys.byUsername(account) : []
    const others = await Promise.all([...userIds].map((id) => store.sshKeys.byUser(id)))
    const byId = new Map([own, ...others].flat().map((key) => [key.row.id, key]))
    return [...byId.values()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
  }

  /** All keys there are, for an account that everybody may share. A host that names the fingerprint spares us this. */
  async function everyKey(): Promise<readonly OwnedKey[]> {
    const all: OwnedKey[] = []
    for (;;) {
      const page = await store.sshKeys.scan(all.at(-1)?.row.id ?? null, scanSize)
      all.push(...page)
      if (page.length < scanSize) return all
      // SQLite answers at once.
      await nextTurn()
    }
  }
}

/** What a key is judged by. */
interface Circumstances {
  readonly grants: readonly SshGrantRow[]
  readonly account: string
  readonly now: number
  readonly systemAccounts: readonly string[]
}

/** The key as the first grant that fits lets it in; `null` when none does, or when it may not be used now. */
function authorized({ row, owner, policies }: OwnedKey, by: Circumstances): AuthorizedKey | null {
  const grant = by.grants.find((one) => fits(one, owner, by))
  const policy = effectivePolicy(policies)
  if (!grant || decideSshKey(row, owner, { policy, now: by.now }) !== null) return null
  const { id, type, blob } = row
  const permit = grant.permit ?? policy.sshKeys.permit
  return { id, type, blob, permit, from: grant.from ?? [], expiresAt: endOfSshKey(row, policy) }
}
