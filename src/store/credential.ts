import type { Held } from './held.js'

/** What an inventory lists. */
export const credentialKinds = ['api_key', 'token', 'ssh_key', 'session'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** What credentials of all kinds have in common. */
export interface CredentialRow {
  readonly kind: CredentialKind
  readonly id: string
  readonly userId: string
  readonly name: string | null
  /** What tells it from others: the hint of a secret, or the fingerprint of an SSH key. */
  readonly hint: string | null
  readonly createdAt: number
  /** When what counts now was made: `createdAt`, or the last rotation. */
  readonly issuedAt: number
  /** Its own end; a policy can bring it forward. */
  readonly expiresAt: number | null
  /** When it was last used, seen or offered. */
  readonly lastUsedAt: number | null
}

export interface CredentialFilter {
  readonly kind: CredentialKind
  readonly userId?: string
  /** Only those neither used nor made at this time or later. */
  readonly unusedSince?: number
  /** Only those without an end of their own, or with one after this time. */
  readonly endedSince: number
  /** Only those used or made at this time or later. */
  readonly seenSince?: number
}

/** All users' credentials, for administrators; those of a user who is gone are passed over. */
export interface CredentialStore {
  /** Those with an id below `before`, newest first, at most `limit` rows read; `last` = the id of the last of these, `null` = there are no more. */
  list(
    filter: CredentialFilter,
    page: { readonly limit: number; readonly before: string | null },
  ): Promise<{ readonly found: readonly Held<CredentialRow>[]; readonly last: string | null }>
  byId(kind: CredentialKind, id: string): Promise<Held<CredentialRow> | null>
}
