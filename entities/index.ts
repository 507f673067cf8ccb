import type { AccountRecord } from './account.js'
import type { ApiKeyRecord } from './api-key.js'
import type { AttemptRecord } from './attempt.js'
import type { AuditEventRecord } from './audit-event.js'
import type { AuditSealRecord } from './audit-seal.js'
import type { CanaryRecord } from './canary.js'
import type { ChallengeRecord } from './challenge.js'
import type { DeviceCodeRecord } from './device-code.js'
import type { EntityClass } from './define.js'
import { define } from './define.js'
import type { EntityOptions, HostClass } from './options.js'
import { resolveEntityOptions } from './options.js'
import type { KnownDeviceRecord } from './known-device.js'
import type { NoticeRecord } from './notice.js'
import type { OneTimeLinkRecord } from './one-time-link.js'
import type { PendingSignInRecord } from './pending-sign-in.js'
import type { PolicyRecord } from './policy.js'
import type { RecoveryCodeRecord } from './recovery-code.js'
import type { RevisionRecord } from './revision.js'
import type { SecurityKeyRecord } from './security-key.js'
import type { ServiceAccountRecord } from './service-account.js'
import type { ServiceKeyRecord } from './service-key.js'
import type { SessionRecord } from './session.js'
import type { SshGrantRecord } from './ssh-grant.js'
import type { SshHostRecord } from './ssh-host.js'
import type { SshKeyRecord } from './ssh-key.js'
import type { SshPrivateKeyRecord } from './ssh-private-key.js'
import { tables } from './tables.js'
import type { ToldEndRecord } from './told-end.js'
import type { TokenRecord } from './token.js'
import type { TotpRecord } from './totp.js'
import type { UserRecord } from './user.js'
import type { WaitingSecretRecord } from './waiting-secret.js'

export { keywardMigrations } from './migrations/index.js'
export type { EntityClass } from './define.js'
export type { EntityOptions, HostClass } from './options.js'
export type { TableName } from './tables.js'
export type { UserIdType } from './user-id.js'
export type {
  AccountRecord,
  ApiKeyRecord,
  AttemptRecord,
  AuditEventRecord,
  AuditSealRecord,
  CanaryRecord,
  ChallengeRecord,
  DeviceCodeRecord,
  KnownDeviceRecord,
  NoticeRecord,
  OneTimeLinkRecord,
  PendingSignInRecord,
  PolicyRecord,
  RecoveryCodeRecord,
  RevisionRecord,
  SecurityKeyRecord,
  ServiceAccountRecord,
  ServiceKeyRecord,
  SessionRecord,
  SshGrantRecord,
  SshHostRecord,
  SshKeyRecord,
  TotpRecord,
  SshPrivateKeyRecord,
  ToldEndRecord,
  TokenRecord,
  UserRecord,
  WaitingSecretRecord,
}

/** keyward's entity classes; give `all` to the DataSource, beside the host's. */
export interface KeywardEntities {
  /** `null` when the users are the host's. */
  readonly User: EntityClass<UserRecord> | null
  readonly Account: EntityClass<AccountRecord>
  readonly Session: EntityClass<SessionRecord>
  readonly ApiKey: EntityClass<ApiKeyRecord>
  readonly ServiceAccount: EntityClass<ServiceAccountRecord>
  readonly ServiceKey: EntityClass<ServiceKeyRecord>
  readonly Token: EntityClass<TokenRecord>
  readonly DeviceCode: EntityClass<DeviceCodeRecord>
  readonly SshKey: EntityClass<SshKeyRecord>
  readonly SshHost: EntityClass<SshHostRecord>
  readonly SshGrant: EntityClass<SshGrantRecord>
  readonly PendingSignIn: EntityClass<PendingSignInRecord>
  readonly Challenge: EntityClass<ChallengeRecord>
  readonly Totp: EntityClass<TotpRecord>
  readonly SecurityKey: EntityClass<SecurityKeyRecord>
  readonly RecoveryCode: EntityClass<RecoveryCodeRecord>
  readonly SshPrivateKey: EntityClass<SshPrivateKeyRecord>
  readonly WaitingSecret: EntityClass<WaitingSecretRecord>
  readonly OneTimeLink: EntityClass<OneTimeLinkRecord>
  readonly Notice: EntityClass<NoticeRecord>
  readonly KnownDevice: EntityClass<KnownDeviceRecord>
  readonly ToldEnd: EntityClass<ToldEndRecord>
  readonly Policy: EntityClass<PolicyRecord>
  readonly Attempt: EntityClass<AttemptRecord>
  readonly AuditEvent: EntityClass<AuditEventRecord>
  readonly AuditSeal: EntityClass<AuditSealRecord>
  readonly Revision: EntityClass<RevisionRecord>
  readonly Canary: EntityClass<CanaryRecord>
  readonly all: readonly EntityClass<object>[]
}

/** Makes a set of entity classes for a host's DataSource; each call makes its own, so two prefixes can live side by side. */
export function keywardEntities(options: EntityOptions = {}): KeywardEntities {
  const resolved = resolveEntityOptions(options)
  const under = (owner: HostClass | null) => ({ options: resolved, owner })
  const User = resolved.user === true ? define('user', tables.user, under(null)) : null
  const host = typeof resolved.user === 'function' ? resolved.user : null
  const Account = define('account', tables.account, under(User ?? host))
  const ServiceAccount = define('serviceAccount', tables.serviceAccount, under(null))
  const classes = {
    Account,
    Session: define('session', tables.session, under(Account)),
    ApiKey: define('apiKey', tables.apiKey, under(Account)),
    ServiceAccount,
    ServiceKey: define('serviceKey', tables.serviceKey, under(ServiceAccount)),
    Token: define('token', tables.token, under(Account)),
    DeviceCode: define('deviceCode', tables.deviceCode, under(null)),
    SshKey: define('sshKey', tables.sshKey, under(Account)),
    SshHost: define('sshHost', tables.sshHost, under(null)),
    SshGrant: define('sshGrant', tables.sshGrant, under(Account)),
    PendingSignIn: define('pendingSignIn', tables.pendingSignIn, under(Account)),
    Challenge: define('challenge', tables.challenge, under(null)),
    Totp: define('totp', tables.totp, under(Account)),
    SecurityKey: define('securityKey', tables.securityKey, under(Account)),
    RecoveryCode: define('recoveryCode', tables.recoveryCode, under(Account)),
    SshPrivateKey: define('sshPrivateKey', tables.sshPrivateKey, under(Account)),
    WaitingSecret: define('waitingSecret', tables.waitingSecret, under(Account)),
    OneTimeLink: define('oneTimeLink', tables.oneTimeLink, under(Account)),
    Notice: define('notice', tables.notice, under(Account)),
    KnownDevice: define('knownDevice', tables.knownDevice, under(Account)),
    ToldEnd: define('toldEnd', tables.toldEnd, under(null)),
    Policy: define('policy', tables.policy, under(null)),
    Attempt: define('attempt', tables.attempt, under(null)),
    AuditEvent: define('auditEvent', tables.auditEvent, under(null)),
    AuditSeal: define('auditSeal', tables.auditSeal, under(null)),
    Revision: define('revision', tables.revision, under(null)),
    Canary: define('canary', tables.canary, under(null)),
  }
  const all = Object.freeze([...(User ? [User] : []), ...Object.values(classes)])
  return Object.freeze({ User, ...classes, all } satisfies KeywardEntities)
}
