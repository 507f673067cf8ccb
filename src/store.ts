import type { AccountStore } from './store/account.js'
import type { ApiKeyStore } from './store/api-key.js'
import type { AttemptStore, RequestLimitStore } from './store/attempt.js'
import type { AuditStore } from './store/audit.js'
import type { AuditSealStore } from './store/audit-seal.js'
import type { CanaryStore } from './store/canary.js'
import type { ChallengeStore } from './store/challenge.js'
import type { CredentialStore } from './store/credential.js'
import type { KeyedRowStore } from './store/keyed-row.js'
import type { OneTimeLinkStore } from './store/one-time-link.js'
import type { KnownDeviceStore } from './store/known-device.js'
import type { NoticeStore } from './store/notice.js'
import type { PendingSignInStore } from './store/pending-sign-in.js'
import type { PolicyStore } from './store/policy.js'
import type { RecoveryCodeStore } from './store/recovery-code.js'
import type { RevisionStore } from './store/revision.js'
import type { DeviceCodeStore } from './store/device-code.js'
import type { FactorStore, SecurityKeyStore } from './store/security-key.js'
import type { ServiceAccountStore } from './store/service-account.js'
import type { SessionStore } from './store/session.js'
import type { SshGrantStore } from './store/ssh-grant.js'
import type { SshHostStore } from './store/ssh-host.js'
import type { SshKeyStore } from './store/ssh-key.js'
import type { SshPrivateKeyStore } from './store/ssh-private-key.js'
import type { StandingStore } from './store/standing.js'
import type { TokenStore } from './store/token.js'
import type { ToldEndStore } from './store/told-end.js'
import type { TotpStore } from './store/totp.js'
import type { UserSearchStore } from './store/user-search.js'
import type { UserStore } from './store/user.js'
import type { WaitingSecretStore } from './store/waiting-secret.js'
import type { Write } from './store/write.js'

/**
 * The storage ports, one file for each in `store/`. Reads answer at once; writes are only
 * prepared by a port and carried out by `Store.commit`, so that a change, the sessions it ends and its audit row land
 * together or not at all.
 * Times are epoch milliseconds. Digests are 64 lower-case hex digits. Ids are UUIDv7 unless the host's user table says otherwise.
 */
export interface Store {
  readonly users: UserStore
  /** `null` = the users are the host's, who are searched by reading them. */
  readonly userSearch: UserSearchStore | null
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly serviceAccounts: ServiceAccountStore
  /** The API keys of service accounts, in whose rows `userId` is the id of the account. */
  readonly serviceKeys: ApiKeyStore
  readonly tokens: TokenStore
  readonly sshKeys: SshKeyStore
  readonly credentials: CredentialStore
  readonly sshHosts: SshHostStore
  readonly sshGrants: SshGrantStore
  readonly pendingSignIns: PendingSignInStore
  readonly challenges: ChallengeStore
  readonly deviceCodes: DeviceCodeStore
  readonly factors: FactorStore
  readonly standing: StandingStore
  readonly totp: TotpStore
  readonly securityKeys: SecurityKeyStore
  readonly recoveryCodes: RecoveryCodeStore
  readonly sshPrivateKeys: SshPrivateKeyStore
  readonly oneTimeLinks: OneTimeLinkStore
  readonly waitingSecrets: WaitingSecretStore
  readonly notices: NoticeStore
  readonly knownDevices: KnownDeviceStore
  readonly toldEnds: ToldEndStore
  readonly policies: PolicyStore
  readonly attempts: AttemptStore
  readonly audit: AuditStore
  readonly auditSeals: AuditSealStore
  readonly canary: CanaryStore
  /** Whatever stands under a key, for rotating that. */
  readonly keyedRows: KeyedRowStore
  readonly revision: RevisionStore
  /** Counts requests over all processes; without it each process counts for itself. */
  readonly requestLimits?: RequestLimitStore
  /** Asks what processes share beside the database; without it they share nothing else. */
  readonly shared?: () => Promise<SharedState>
  /**
   * Carries out all writes in one transaction, in order; where one `revokes`, the revision moves on first, in that transaction, and
   * so those that revoke come one after the other. Answers `false`, and has changed nothing, when a write that `affects` exactly one row hit none.
   * Throws `ConflictError` on a unique violation and `StoreUnavailableError` when the database could not be asked.
   */
  commit(writes: readonly Write[]): Promise<boolean>
  /** The distinct `keyId`s that what is stored stands under: digests and sealed values. */
  keyIds(): Promise<readonly string[]>
  /** What time the database has, epoch ms: asked beside the process's own clock before anything is taken away for good. */
  clock(): Promise<number>
  /** Checks that every table is there; throws `StoreUnavailableError` when the database is not, `Error` naming what is missing. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** Something that processes share beside the database, such as Redis. */
export interface SharedState {
  readonly name: string
  readonly answers: boolean
}
