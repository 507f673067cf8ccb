import type { OwnedCredential } from './owned-credential.js'

/** The kinds of credential that administrators list. */
export const inventoryKinds = ['api_key', 'token', 'ssh_key', 'session'] as const
/** One of those kinds. */
export type InventoryKind = (typeof inventoryKinds)[number]
/** Where they are stored: the API keys of service accounts stand in a table of their own. */
export const storedKinds = [...inventoryKinds, 'service_key'] as const
/** One of those places. */
export type StoredKind = (typeof storedKinds)[number]

/** What administrators call what is stored there. */
export function shownKind(kind: StoredKind): InventoryKind {
  return kind === 'service_key' ? 'api_key' : kind
}

/** What credentials of all kinds have in common. */
export interface CredentialRow {
  readonly kind: InventoryKind
  readonly id: string
  readonly userId: string
  readonly name: string | null
  /** What a person tells it from others by: the hint of a secret, or the fingerprint of an SSH key. */
  readonly hint: string | null
  readonly createdAt: number
  /** When the present secret was made: `createdAt`, or the last rotation. */
  readonly issuedAt: number
  /** Its own end, epoch ms, which a policy can bring forward. */
  readonly expiresAt: number | null
  /** When it was last used, seen or offered. */
  readonly lastUsedAt: number | null
  /** Where it was last used from; of a session, where it began. `null` = it is not kept. */
  readonly ip: string | null
  /** The browser that a session is in, as it calls itself; `null` = it is no session, or said nothing. */
  readonly userAgent: string | null
}

/** Which credentials an administrator's list has; times are epoch ms. */
export interface CredentialFilter {
  readonly kind: StoredKind
  readonly userId?: string
  /** Only the SSH key with this fingerprint, 64 hex digits: credentials of other kinds have none. */
  readonly fingerprint?: string
  /** Only credentials that were neither used nor made at this time or later. */
  readonly unusedSince?: number
  /** Only credentials without an end of their own, or with one after this time. */
  readonly endedSince: number
  /** Only credentials that were used or made at this time or later. */
  readonly seenSince?: number
}

/** Which credentials may end soon: those that end, or began, after one time and until another; epoch ms. */
export interface EndingRange {
  readonly by: 'end' | 'begin'
  readonly after: number
  readonly until: number
  /** The last one that was read before, `null` = none was. */
  readonly last: { readonly at: number; readonly id: string } | null
}

/** The port of all users' credentials, for administrators; those of an owner who no longer exists are left out. */
export interface CredentialStore {
  /** Reads at most `limit` rows with an id below `before`, newest first; `last` = the id of the last one read, `null` = there are no more. */
  list(
    filter: CredentialFilter,
    page: { readonly limit: number; readonly before: string | null },
  ): Promise<{ readonly found: readonly OwnedCredential<CredentialRow>[]; readonly last: string | null }>
  /**
   * Reads at most `limit` of a kind whose own end, or whose beginning (`issuedAt`), is in a range, the earliest first; `last` = where to go on,
   * `null` = there are no more.
   */
  ending(
    kind: 'api_key' | 'ssh_key',
    range: EndingRange,
    limit: number,
  ): Promise<{
    readonly found: readonly OwnedCredential<CredentialRow>[]
    readonly last: EndingRange['last']
  }>
  byId(kind: StoredKind, id: string): Promise<OwnedCredential<CredentialRow> | null>
}
