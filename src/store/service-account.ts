import type { User } from '../identity.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

/** A service account as it is stored. */
export interface ServiceAccountRow {
  readonly id: string
  readonly name: string
  /** SHA-256 of the normalised name, unique among service accounts. */
  readonly nameKey: string
  readonly nameFolded: string
  readonly description: string | null
  /** `null` = it belongs to the platform. */
  readonly organizationId: string | null
  readonly disabled: boolean
  readonly createdAt: number
}

/** A service account with what is known of its keys. */
export interface ServiceAccountFacts {
  readonly row: ServiceAccountRow
  /** How many keys it has that have not ended. */
  readonly keys: number
  /** When one of its keys was used last. */
  readonly lastUsedAt: number | null
}

/** The port of service accounts. `now` (epoch ms) is the time at which keys count as ended. */
export interface ServiceAccountStore {
  byId(id: string, now: number): Promise<ServiceAccountFacts | null>
  byName(nameKey: string): Promise<ServiceAccountRow | null>
  /** Those of these ids that are service accounts'. */
  named(ids: readonly string[]): Promise<readonly Pick<ServiceAccountRow, 'id' | 'name'>[]>
  /** Newest first. */
  list(page: PageRequest, now: number): Promise<Page<ServiceAccountFacts>>
  /** Throws `ConflictError('nameKey')`. */
  insert(row: ServiceAccountRow): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(
    id: string,
    patch: Partial<Pick<ServiceAccountRow, 'name' | 'nameKey' | 'nameFolded' | 'description' | 'disabled'>>,
  ): Write
  /** Removes it and all its keys; `affects: 1`. */
  remove(id: string): Write
}

/** A service account as the owner of its keys. It is never an administrator. */
export function serviceUser({
  id,
  name,
  organizationId,
}: Pick<ServiceAccountRow, 'id' | 'name' | 'organizationId'>): User {
  return { id, username: name, displayName: null, organizationId, admin: false, kind: 'service' }
}
