import type { Core } from '../core.js'
import type { User } from '../identity.js'
import { toUser } from '../identity.js'
import type { UserRow } from '../store/user.js'
import { rfc3339, rfc3339OrNull } from '../time.js'

/** A user as administrators see them. Times are RFC 3339. */
export interface AdminUser extends User {
  readonly disabled: boolean
  readonly createdAt: string
  readonly lastSignInAt: string | null
  /** Which second factors they have, and how many security keys. */
  readonly mfa: { readonly totp: boolean; readonly securityKeys: number }
}

/** Shows users as administrators see them; reads what is not in their own rows, in two queries for any number of users. */
export async function toAdminUsers(
  { store, options, enrolled }: Pick<Core, 'store' | 'options' | 'enrolled'>,
  rows: readonly UserRow[],
): Promise<readonly AdminUser[]> {
  const ids = rows.map(({ id }) => id)
  const [accounts, factors] = await Promise.all([store.accounts.byIds(ids), enrolled.ofMany(ids)])
  const lastSignIns = new Map(accounts.map(({ userId, lastSignInAt }) => [userId, lastSignInAt]))
  return rows.map((row) => ({
    ...toUser(row, options),
    disabled: row.disabled,
    createdAt: rfc3339(row.createdAt),
    lastSignInAt: rfc3339OrNull(lastSignIns.get(row.id) ?? null),
    mfa: {
      totp: factors.get(row.id)?.totp ?? false,
      securityKeys: factors.get(row.id)?.securityKeys.length ?? 0,
    },
  }))
}
