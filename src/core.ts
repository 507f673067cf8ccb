import type { Digester } from './crypto/digest.js'
import type { RowMac, RowMacs } from './crypto/row-mac.js'
import type { Sealer } from './crypto/seal.js'
import type { EventParty } from './events.js'
import type { Journal } from './journal.js'
import type { Outbox } from './notice/outbox.js'
import type { Counts } from './observation/counts.js'
import type { Options } from './options.js'
import type { Factors, KeyTraits } from './policy/enforcement.js'
import type { Policy } from './policy/policy.js'
import type { Refusals } from './refusals.js'
import type { Store } from './store.js'
import type { CredentialUse } from './store/owned-credential.js'
import type { FoundSecurityKey, SecurityKeyRow } from './store/security-key.js'
import type { SshGrantRow } from './store/ssh-grant.js'
import type { FoundSshKey } from './store/ssh-key.js'

/** What the services are made of. Each says, by a `Pick` of it, which of these it needs. */
export interface Core {
  readonly options: Options
  readonly store: Store
  readonly digester: Digester
  readonly sealer: Sealer
  readonly journal: Journal
  /** What users are to be told by the app. */
  readonly outbox: Outbox
  readonly usage: Usage
  readonly genuine: Genuine
  /** Which second factors users have. */
  readonly enrolled: EnrolledFactors
  readonly refusals: Refusals
  /** What is counted of what happens, for whoever looks at it from outside. */
  readonly counts: Counts
  /** The policy in force for a user. */
  policyFor(user: { readonly organizationId: string | null }): Promise<Policy>
}

/** Remembers uses, so that no request waits for a write and each credential is written at most once a minute. */
export interface Usage {
  used(kind: UsedKind, id: string, use: CredentialUse): void
  /** Writes all that is remembered, refusals too, as far as the database takes it: a list shows it then. Does not reject. */
  flush(): Promise<void>
}

/** The tables of what is used. */
type UsedKind = 'sessions' | 'apiKeys' | 'serviceKeys' | 'tokens' | 'sshKeys' | 'sshHosts' | 'sshGrants'

/** Reads what users have enrolled, anew each time. Only here a stored security key becomes one that may prove something. */
export interface EnrolledFactors {
  of(userId: string): Promise<Factors>
  /** The factors of each user that was asked for, by user id. */
  ofMany(userIds: readonly string[]): Promise<ReadonlyMap<string, Factors>>
  /** What a stored key counts for: nothing where keyward did not write its row as it is, which is then reported. */
  traitsOf(key: FoundSecurityKey): KeyTraits
}

/** The tables that decide who gets in though no secret is looked up there: their rows count only where keyward wrote them. */
export interface Genuine {
  readonly sshKeys: GenuineRows<SshKeyContent>
  readonly securityKeys: GenuineRows<SecurityKeyContent>
  readonly sshGrants: GenuineRows<SshGrantContent>
}

/** Tells rows that keyward wrote from others, so that whoever can write to the database cannot plant one. */
export interface GenuineRows<Row> extends RowMacs<Row> {
  /** Whether a row `fits`, asked before it is used: one that does not is reported once, in the audit and by a process warning. */
  isGenuine(row: Row & RowMac, party: EventParty): boolean
}

/** The values that make an SSH key what it is: only its name may change. */
export type SshKeyContent = Omit<FoundSshKey, keyof RowMac>

/** The values that make a security key what it is; its name, counter and times of use change. */
export type SecurityKeyContent = Pick<
  SecurityKeyRow,
  | ('id' | 'userId' | 'credentialId' | 'credentialDigest' | 'publicKey')
  | ('backupEligible' | 'attested' | 'aaguid' | 'passkey' | 'createdAt')
>

/** The values that make a grant what it is, among them its place in the list. */
export type SshGrantContent = Omit<SshGrantRow, keyof RowMac>
