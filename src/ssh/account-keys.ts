import type { Parts } from '../parts.js'
import { demandOf } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { Held, Owner } from '../store/held.js'
import type { SshGrantRow } from '../store/ssh-grant.js'
import type { SshHostRow } from '../store/ssh-host.js'
import type { FoundSshKey } from '../store/ssh-key.js'
import type { AuthorizedKey, SshdFeatures } from './authorized-keys.js'
import { renderAuthorizedKeys } from './authorized-keys.js'
import { endOfSshKey } from './expiry.js'
import { accountName, fits } from './grant.js'
import { hostLimit } from './host-limit.js'
import { decideSshKey } from './ssh-key.js'

/** What an sshd asks for. */
export interface AccountRequest {
  /** The Unix account somebody wants to be. */
  readonly account: string
  /** The key they offer, as 64 hex digits; `null` = all keys. */
  readonly fingerprint: string | null
  readonly sshd: SshdFeatures
}

/** Who may log in to a host as an account. */
export interface AccountKeys {
  /** The text for `AuthorizedKeysCommand`. It does not tell an account that is unknown from one that nobody may be. 429. */
  textFor(host: Pick<SshHostRow, 'id' | 'groups'>, request: AccountRequest): Promise<string>
}

/** Whether a user still lacks a second factor that the policy demands, past the deadline. */
export type IsOverdue = (owner: Owner, policy: Policy) => Promise<boolean>

type HeldKey = Held<FoundSshKey>

const scanSize = 500
const groupOfTheRest = 'default'

export function accountKeys({ options, store, usage }: Parts, isOverdue: IsOverdue): AccountKeys {
  const limit = hostLimit(options)
  return Object.freeze({
    async textFor({ id, groups }, { account, fingerprint, sshd }) {
      limit(id)
      const grants = await grantsFor(groups, account)
      const held = fingerprint === null ? await heldFor(grants, account) : await heldBy(fingerprint)
      const now = options.now()
      const keys: AuthorizedKey[] = []
      for (const one of held) {
        const key = authorized(one, { grants, account, now })
        if (key && !(await isBlocked(one))) keys.push(key)
      }
      if (fingerprint !== null) {
        for (const key of keys) usage.used('sshKeys', key.id, { at: now, ip: null })
      }
      return renderAuthorizedKeys(keys, sshd)
    },
  } satisfies AccountKeys)

  /** Costs no read where the policy does not block the keys of such users. */
  async function isBlocked({ owner, policies }: HeldKey): Promise<boolean> {
    const policy = effectivePolicy(policies)
    return policy.enforcement.blockSshKeys && demandOf(policy) !== 'off' && isOverdue(owner, policy)
  }

  async function grantsFor(groups: readonly string[], account: string): Promise<readonly SshGrantRow[]> {
    if (!accountName.test(account)) return []
    const found = await store.sshGrants.forGroups(groups.length === 0 ? [groupOfTheRest] : groups)
    return found.filter((grant) => grant.account === null || grant.account === account)
  }

  async function heldBy(fingerprint: string): Promise<readonly HeldKey[]> {
    const held = await store.sshKeys.byFingerprint(fingerprint)
    return held ? [held] : []
  }

  /** The keys of all whom the grants may let in: each at least once, in the order they were made. */
  async function heldFor(grants: readonly SshGrantRow[], account: string): Promise<readonly HeldKey[]> {
    const shared = grants.filter((grant) => grant.account !== null)
    if (shared.some(({ userId }) => userId === null)) return everyKey()
    const userIds = new Set(shared.flatMap(({ userId }) => userId ?? []))
    const own = grants.length > shared.length ? await store.sshKeys.byUsername(account) : []
    const others = await Promise.all([...userIds].map((id) => store.sshKeys.byUser(id)))
    const byId = new Map([own, ...others].flat().map((held) => [held.row.id, held]))
    return [...byId.values()].sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
  }

  /** For an account that many share; with a fingerprint none of this is needed. */
  async function everyKey(): Promise<readonly HeldKey[]> {
    const all: HeldKey[] = []
    for (;;) {
      const page = await store.sshKeys.scan(all.at(-1)?.row.id ?? null, scanSize)
      all.push(...page)
      if (page.length < scanSize) return all
    }
  }
}

/** The key as the first grant that fits lets it in; `null` when none does, or when it may not be used now. */
function authorized(
  { row, owner, policies }: HeldKey,
  { grants, account, now }: { grants: readonly SshGrantRow[]; account: string; now: number },
): AuthorizedKey | null {
  const grant = grants.find((one) => fits(one, owner, account))
  const policy = effectivePolicy(policies)
  if (!grant || decideSshKey(row, owner, policy, now) !== null) return null
  const { id, type, blob } = row
  const permit = grant.permit ?? policy.sshKeys.permit
  return { id, type, blob, permit, from: grant.from ?? [], expiresAt: endOfSshKey(row, policy) }
}
