import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { newId } from '../../../src/crypto/id.js'
import type { Sealed, SealedText } from '../../../src/crypto/seal.js'
import type { AuditEvent } from '../../../src/events.js'
import type { Store } from '../../../src/store.js'
import type { ApiKeyRow, FoundApiKey } from '../../../src/store/api-key.js'
import type { DeviceCodeRow } from '../../../src/store/device-code.js'
import type { AuditSealRow } from '../../../src/store/audit-seal.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import type { NoticeRow } from '../../../src/store/notice.js'
import type { OwnedList } from '../../../src/store/owned-list.js'
import type { OneTimeLinkRow } from '../../../src/store/one-time-link.js'
import type { PendingSignInRow } from '../../../src/store/pending-sign-in.js'
import type { RecoveryCodeRow } from '../../../src/store/recovery-code.js'
import type { FoundSecurityKey, SecurityKeyRow } from '../../../src/store/security-key.js'
import type { ServiceAccountRow } from '../../../src/store/service-account.js'
import type { SessionRow } from '../../../src/store/session.js'
import type { SshGrantRow } from '../../../src/store/ssh-grant.js'
import type { SshHostRow } from '../../../src/store/ssh-host.js'
import type { SshKeyRow } from '../../../src/store/ssh-key.js'
import type { SshPrivateKeyRow } from '../../../src/store/ssh-private-key.js'
import type { TokenRow } from '../../../src/store/token.js'
import type { TotpRow } from '../../../src/store/totp.js'
import type { UserRow } from '../../../src/store/user.js'
import type { WaitingSecretRow } from '../../../src/store/waiting-secret.js'
import type { Write } from '../../../src/store/write.js'

/** A time all rows are about. */
export const now = 1_790_000_000_000
export const hour = 3_600_000
/** Room for as many as anybody wants. */
export const room = { limit: 1000, now }

let made = 0
let seals = 0

/** An id later than all before it. */
export function nextId(): string {
  return newId(now + made++)
}

/** All of a user's credentials, newest first, unless it is asked for others. */
export function aList(more: Partial<OwnedList> = {}): OwnedList {
  return {
    ...{ limit: 50, at: null, sort: 'created' as const, nameHas: null, disabled: null, endsAfter: null },
    ...{ endsBy: null, unusedSince: null, longestMs: null, endedSince: null },
    ...more,
  }
}

/** A name of the same form as those of keyward. */
function named(text: string): Pick<ApiKeyRow, 'name' | 'nameKey' | 'nameFolded'> {
  return { name: `Key ${text}`, nameKey: digestOf(text), nameFolded: `key ${text}` }
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function aDigest(): string {
  return digestOf(randomUUID())
}

export function aUser(more: Partial<UserRow> = {}): UserRow {
  const id = nextId()
  return {
    ...{ id, username: `User-${id}`, displayName: null, organizationId: null, admin: false, disabled: false },
    ...{ passwordHash: null, createdAt: now },
    ...more,
  }
}

export function aSession(userId: string, more: Partial<SessionRow> = {}): SessionRow {
  return {
    ...{ id: nextId(), userId, digest: aDigest(), keyId: 'key1', previousDigest: null, previousUntil: null },
    ...{
      securityEpoch: 0,
      boundTo: null,
      previousProof: null,
      amr: ['pwd'],
      provedKeys: [],
      vouched: [],
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + hour,
      provedAt: now,
      provedBy: 'pwd',
    },
    ...{ ip: '::1', userAgent: 'a browser' },
    ...more,
  }
}

export function anApiKey(userId: string, more: Partial<ApiKeyRow> = {}): ApiKeyRow {
  const id = nextId()
  return {
    ...{ id, userId, ...named(id), digest: aDigest(), keyId: 'key1' },
    ...{
      previousDigest: null,
      previousUntil: null,
      previousIssuedAt: null,
      hint: 'kwk_ab…yz',
      scopes: ['jobs:read'],
      lifetimeDays: 30,
    },
    ...{
      createdAt: now,
      issuedAt: now,
      expiresAt: now + hour,
      lastUsedAt: null,
      lastUsedIp: null,
      disabled: false,
      conditions: null,
      metadata: null,
    },
    ...more,
  }
}

/** A service account of the platform. */
export function aServiceAccount(more: Partial<ServiceAccountRow> = {}): ServiceAccountRow {
  const id = nextId()
  return {
    ...{ id, ...named(id), description: 'nightly builds', organizationId: null, disabled: false },
    createdAt: now,
    ...more,
  }
}

export function aToken(userId: string, more: Partial<TokenRow> = {}): TokenRow {
  return {
    ...{ id: nextId(), userId, name: null, nameFolded: null, digest: aDigest() },
    ...{ keyId: 'key1', hint: 'kwt_ab…yz', scopes: [], clientId: null },
    ...{ createdAt: now, expiresAt: now + hour, lastUsedAt: null },
    ...more,
  }
}

export function anSshKey(userId: string, more: Partial<SshKeyRow> = {}): SshKeyRow {
  const id = nextId()
  return {
    ...{ id, userId, ...named(id), type: 'ssh-ed25519', bits: 256 },
    ...{ blob: 'AAAAC3NzaC1lZDI1NTE5', fingerprint: aDigest(), lifetimeDays: 30 },
    ...{ createdAt: now, expiresAt: now + hour, lastOfferedAt: null, mac: aDigest(), keyId: 'key1' },
    ...more,
  }
}

export function aPendingSignIn(userId: string, more: Partial<PendingSignInRow> = {}): PendingSignInRow {
  return {
    ...{ id: nextId(), userId, digest: aDigest(), keyId: 'key1', kind: 'second_factor', amr: ['pwd'] },
    ...{ provedKeys: [], vouched: [], securityEpoch: 0, boundTo: null, attempts: 0 },
    ...{ createdAt: now, expiresAt: now + hour },
    ...more,
  }
}

/** An authenticator app that waits for its first code. */
export function aTotp(userId: string, more: Partial<TotpRow> = {}): TotpRow {
  const { text, keyId } = aSealed()
  return {
    ...{ id: nextId(), userId, slot: 'pending', sealed: text, keyId, lastStep: null },
    ...{ createdAt: now, lastUsedAt: null, expiresAt: now + hour },
    ...more,
  }
}

/** A device-bound key that counts. */
export function aSecurityKey(userId: string, more: Partial<SecurityKeyRow> = {}): SecurityKeyRow {
  const id = nextId()
  const credentialId = randomUUID()
  return {
    ...{ id, userId, name: `Key ${id}`, nameKey: digestOf(id), credentialId, publicKey: 'cHVibGlj' },
    ...{ credentialDigest: digestOf(credentialId), counter: 1, transports: ['usb', 'nfc'] },
    ...{ backupEligible: false, backedUp: false, attested: false, passkey: false, suspect: false },
    ...{ aaguid: '00000000-0000-0000-0000-000000000000', createdAt: now, lastUsedAt: null },
    ...{ mac: aDigest(), keyId: 'key1' },
    ...more,
  }
}

export function anSshHost(more: Partial<SshHostRow> = {}): SshHostRow {
  const id = nextId()
  return {
    ...{ id, name: `Host ${id}`, nameKey: digestOf(id), groups: ['web'], cidrs: ['10.0.0.0/8'] },
    ...{ digest: aDigest(), keyId: 'key1', previousDigest: null, previousUntil: null },
    ...{ createdAt: now, lastSeenAt: null, disabled: false },
    ...more,
  }
}

export function anSshGrant(more: Partial<SshGrantRow> = {}): SshGrantRow {
  return {
    ...{ id: nextId(), group: 'web', userId: null, organizationId: null, everyone: false, account: null },
    ...{ position: 0, permit: null, from: null, mac: aDigest(), keyId: 'key1' },
    ...more,
  }
}

export function aRecoveryCode(userId: string, more: Partial<RecoveryCodeRow> = {}): RecoveryCodeRow {
  return { id: nextId(), userId, digest: aDigest(), keyId: 'key1', ...more }
}

/** A text in the place of a sealed one: no store looks into it. */
export function aSealed(keyId = 'kek1'): Sealed {
  return { text: `1.${randomUUID()}` as SealedText, keyId }
}

/** A secret that waits to be shown, sealed by nobody. */
export function aWaitingSecret(userId: string, more: Partial<WaitingSecretRow> = {}): WaitingSecretRow {
  const { text, keyId } = aSealed()
  return {
    ...{ digest: aDigest(), userId, sessionId: nextId(), sealed: text, keyId, expiresAt: now + hour },
    ...more,
  }
}

/** A device that nobody has answered. */
export function aDevice(more: Partial<DeviceCodeRow> = {}): DeviceCodeRow {
  return {
    ...{ id: nextId(), digest: aDigest(), keyId: 'key1', userCodeDigest: aDigest(), clientId: 'acme-cli' },
    ...{ scopes: ['jobs:read', 'jobs:write'], ip: '::1', userAgent: 'a program', createdAt: now },
    ...{ expiresAt: now + hour, intervalSeconds: 5, lastPolledAt: null, state: 'pending' },
    ...{ userId: null, securityEpoch: null, lifetimeHours: null },
    ...more,
  }
}

export function aOneTimeLink(userId: string, more: Partial<OneTimeLinkRow> = {}): OneTimeLinkRow {
  return {
    ...{ id: nextId(), userId, kind: 'invitation', digest: aDigest(), keyId: 'key1' },
    ...{ securityEpoch: 0, createdAt: now, expiresAt: now + hour },
    ...more,
  }
}

/** Something to tell a user, due now. */
export function aNotice(userId: string, more: Partial<NoticeRow> = {}): NoticeRow {
  const { text, keyId } = aSealed()
  return {
    ...{ id: nextId(), kind: 'invitation.created', userId, at: now, facts: text, keyId },
    ...{ tries: 0, nextAt: now, version: 0 },
    ...more,
  }
}

export function aSshPrivateKey(userId: string, more: Partial<SshPrivateKeyRow> = {}): SshPrivateKeyRow {
  const id = nextId()
  return {
    ...{ id, userId, ...named(id), accountName: 'deploy', description: 'a key' },
    ...{
      type: 'ssh-ed25519',
      publicKey: 'ssh-ed25519 AAAA',
      fingerprint: `SHA256:${aDigest().slice(0, 43)}`,
    },
    // No sealer made it: to a store it is text.
    ...{
      sealed: `1.${aDigest()}.${aDigest()}` as SealedText,
      keyId: 'key1',
      createdAt: now,
      lastUsedAt: null,
    },
    ...more,
  }
}

export function anEvent(more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    ...{ id: nextId(), type: 'api_key.created' as const, at: now, actor: null, subject: null, userId: null },
    ...{ ip: null, userAgent: null, outcome: 'success' as const, reason: null, note: null, count: 1 },
    ...more,
  }
}

/** A seal over rows; its number is one that no other has. */
export function aSeal(more: Partial<AuditSealRow> = {}): AuditSealRow {
  const id = nextId()
  return {
    ...{ number: ++seals, from: id, to: id, count: 1, root: aDigest(), previous: null, at: now },
    ...{ prunedAt: null, ids: [id], mac: aDigest(), keyId: 'key1' },
    ...more,
  }
}

/** Stores a user of keyward's table with an account. */
export async function addUser(store: Store, more: Partial<UserRow> = {}): Promise<UserRow> {
  const user = aUser(more)
  assert.ok(store.users.create)
  assert.equal(await store.commit([prepared(store.users.create(user)), store.accounts.ensure(user.id)]), true)
  return user
}

/** Stores a service account. */
export async function addServiceAccount(
  store: Store,
  more: Partial<ServiceAccountRow> = {},
): Promise<ServiceAccountRow> {
  const account = aServiceAccount(more)
  assert.equal(await store.commit([store.serviceAccounts.insert(account)]), true)
  return account
}

/** keyward's own user table answers writes, never promises. */
export function prepared(write: Write | Promise<unknown> | undefined): Write {
  assert.ok(write && 'affects' in write)
  return write
}

/** What a look-up of a credential answers of its owner: no password hash. */
export function ownerOf({ passwordHash: _, createdAt: __, ...owner }: UserRow): CredentialOwner {
  return { ...owner, kind: 'user' }
}

/** What a look-up by digest answers of an API key. */
export function foundOf(row: ApiKeyRow): FoundApiKey {
  const { nameKey: _, nameFolded: __, lifetimeDays: ___, createdAt: ____, ...rest } = row
  const { lastUsedAt: _____, lastUsedIp: ______, ...found } = rest
  return found
}

/** What a look-up of factors answers of a security key. */
export function foundKeyOf(row: SecurityKeyRow): FoundSecurityKey {
  const { nameKey: _, counter: __, transports: ___, backedUp: ____, lastUsedAt: _____, ...found } = row
  return found
}
