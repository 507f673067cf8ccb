import type { Redigest } from './owned-credential.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

/** A host as it is stored. */
export interface SshHostRow {
  readonly id: string
  readonly name: string
  /** SHA-256 of the normalised name, unique. */
  readonly nameKey: string
  readonly groups: readonly string[]
  readonly cidrs: readonly string[]
  readonly digest: string
  readonly keyId: string
  /** The credential before the last rotation, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly disabled: boolean
}

/** The port of SSH hosts. */
export interface SshHostStore {
  /** Finds a host by its present or previous digest. Logins wait for it, so it is one prepared read. */
  byDigest(digests: readonly string[]): Promise<SshHostRow | null>
  byId(id: string): Promise<SshHostRow | null>
  list(page: PageRequest): Promise<Page<SshHostRow>>
  /** Throws `ConflictError('nameKey')`. */
  insert(row: SshHostRow): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(
    id: string,
    patch: Partial<Pick<SshHostRow, 'name' | 'nameKey' | 'groups' | 'cidrs' | 'disabled'>>,
  ): Write
  /** Replaces the credential of a host that still has `row.digest` (`affects: 1`). */
  rotate(
    row: SshHostRow,
    to: Pick<SshHostRow, 'digest' | 'keyId' | 'previousDigest' | 'previousUntil'>,
  ): Write
  /** Notes that the host asked; a later time that was noted before stays. */
  seen(id: string, at: number, redigest?: Redigest): Write
  /** `affects: 1`. */
  remove(id: string): Write
}
