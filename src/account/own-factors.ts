import type { Compliance } from '../auth/compliance.js'
import { complianceOf } from '../auth/compliance.js'
import type { SessionPrincipal } from '../auth/principal.js'
import type { Core } from '../core.js'
import { existing } from '../errors.js'
import type { Demand, Factors } from '../policy/enforcement.js'
import { demandOf, hasFactor } from '../policy/enforcement.js'
import type { Pending } from '../sign-in/pending.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { TotpRow } from '../store/totp.js'

/** A security key as its owner sees it; times are epoch milliseconds. */
export interface OwnSecurityKey extends Pick<
  SecurityKeyRow,
  'id' | 'name' | 'transports' | 'backedUp' | 'passkey' | 'suspect' | 'createdAt' | 'lastUsedAt'
> {
  /** Whether somebody other than keyward wrote its row, or changed it. */
  readonly altered: boolean
  /** Whether it may prove something: it is neither suspect nor altered. */
  readonly usable: boolean
}

/** Which second factors somebody has, and what the policy demands of them. */
export interface FactorOverview {
  readonly enabled: boolean
  /** The authenticator app; `null` = there is none. */
  readonly totp: Pick<TotpRow, 'createdAt' | 'lastUsedAt'> | null
  readonly securityKeys: readonly OwnSecurityKey[]
  /** How many recovery codes are left. */
  readonly recoveryCodes: number
  readonly demand: Demand
  readonly satisfied: boolean
  /** From when on the demand must be met, epoch ms; `null` = it is met, or nothing is demanded. */
  readonly deadline: number | null
  /** Whether the deadline is over. */
  readonly due: boolean
}

/** What people see of their own second factors. */
export interface OwnFactors {
  of(userId: string): Promise<Factors>
  overview(who: SessionPrincipal | Pending): Promise<FactorOverview>
  /** How somebody complies with the policy by what they have proved so far. */
  compliance(who: SessionPrincipal | Pending): Promise<Compliance>
  /** One of a user's security keys; 404 where they have none with this id. */
  securityKey(userId: string, id: string): Promise<OwnSecurityKey>
}

type Needs = Pick<Core, 'options' | 'store' | 'genuine' | 'enrolled'>

/** Makes the service that reads people's own factors. */
export function ownFactors(core: Needs): OwnFactors {
  const { store, enrolled } = core
  return Object.freeze({
    of: (userId) => enrolled.of(userId),
    compliance,

    async overview(who) {
      const { user, policy } = who
      const [{ factors, satisfied, deadline, due }, totp, keys] = await Promise.all([
        compliance(who),
        store.totp.read(user.id, 'active'),
        store.securityKeys.list(user.id),
      ])
      return {
        enabled: hasFactor(factors),
        totp,
        securityKeys: keys.map((key) => ownSecurityKey(core, key)),
        recoveryCodes: factors.recoveryCodes,
        demand: demandOf(policy),
        satisfied,
        deadline,
        due,
      }
    },

    async securityKey(userId, id) {
      const keys = await store.securityKeys.list(userId)
      return ownSecurityKey(core, existing(keys.find((key) => key.id === id)))
    },
  } satisfies OwnFactors)

  function compliance({ user, policy, ...who }: SessionPrincipal | Pending): Promise<Compliance> {
    return complianceOf(core, user, { policy, proved: who.session ? who.session.row : who.pending })
  }
}

/** A stored security key as its owner sees it. */
export function ownSecurityKey(
  { genuine, enrolled }: Pick<Core, 'genuine' | 'enrolled'>,
  row: SecurityKeyRow,
): OwnSecurityKey {
  const { id, name, transports, backedUp, passkey, suspect, createdAt, lastUsedAt } = row
  return {
    id,
    name,
    transports,
    backedUp,
    passkey,
    suspect,
    createdAt,
    lastUsedAt,
    altered: !genuine.securityKeys.fits(row),
    usable: enrolled.traitsOf(row).usable,
  }
}
