import type { KeyedCount, KeyedTable, OverlapCount } from '../../../../src/store/keyed-row.js'
import type { Column } from '../../query/column.js'
import type { Sql } from '../../query/sql.js'
import { raw, sql } from '../../query/sql.js'
import type { Tables } from '../../query/tables.js'
import type { InContext } from '../context.js'

/** A table as far as its rows are counted. */
interface Counted {
  readonly name: Sql
  readonly keyId: Sql
  readonly ends: Column | undefined
  readonly used: Column | undefined
}

/** A table that says of each row which key it stands under, and perhaps when it ends and was used. */
interface KeyedColumns {
  readonly name: Sql
  readonly columns: { readonly keyId: Column } & {
    readonly [P in 'expiresAt' | 'lastUsedAt' | 'lastSeenAt']?: Column
  }
}

/** Characters of the id of a configured secret: in the audit it stands before the MAC, with a dot between them. */
export const keyIdLength = 8

/** Counts the rows of each table by their key. */
export async function keyedCounts(at: InContext, now: number): Promise<readonly KeyedCount[]> {
  const counts: KeyedCount[] = []
  for (const [table, counted] of tablesOf(at().tables)) {
    for (const row of await at().rows(counting(counted, now))) {
      const [keyId, count, endless, ended, lastEnd, lastUse] = row
      counts.push({
        table,
        keyId: String(keyId),
        count: Number(count),
        endless: Number(endless),
        ended: Number(ended),
        lastEnd: numberOrNull(lastEnd),
        lastUse: numberOrNull(lastUse),
      })
    }
  }
  return counts
}

/** Counts the keys whose secret from before their renewal still works. */
export async function keyedOverlaps(at: InContext, now: number): Promise<readonly OverlapCount[]> {
  const { apiKey, serviceKey, sshHost } = at().tables
  const renewable = [
    ['api_key', apiKey.name, apiKey.columns.previousUntil],
    ['service_key', serviceKey.name, serviceKey.columns.previousUntil],
    ['ssh_host', sshHost.name, sshHost.columns.previousUntil],
  ] as const
  const overlaps: OverlapCount[] = []
  for (const [table, name, until] of renewable) {
    const [row] = await at().rows(
      sql`SELECT COUNT(*), MAX(${until.name}) FROM ${name} WHERE ${until.name} > ${now}`,
    )
    const count = Number(row?.[0] ?? 0)
    if (count > 0) overlaps.push({ table, count, until: Number(row?.[1]) })
  }
  return overlaps
}

function counting({ name, keyId, ends, used }: Counted, now: number): Sql {
  const ending = ends
    ? sql`COUNT(*) - COUNT(${ends.name}), COUNT(CASE WHEN ${ends.name} <= ${now} THEN 1 END), MAX(${ends.name})`
    : raw('COUNT(*), 0, NULL')
  const last = used ? sql`MAX(${used.name})` : raw('NULL')
  return sql`SELECT ${keyId}, COUNT(*), ${ending}, ${last} FROM ${name} WHERE ${keyId} IS NOT NULL GROUP BY ${keyId}`
}

function tablesOf(tables: Tables): readonly (readonly [KeyedTable, Counted])[] {
  const { name, columns } = tables.auditEvent
  const keyId = sql`SUBSTR(${columns.mac.name}, 1, ${raw(String(keyIdLength))})`
  return [
    ['api_key', byKey(tables.apiKey)],
    ['service_key', byKey(tables.serviceKey)],
    ['token', byKey(tables.token)],
    ['ssh_host', byKey(tables.sshHost)],
    ['session', byKey(tables.session)],
    ['pending_sign_in', byKey(tables.pendingSignIn)],
    ['device_code', byKey(tables.deviceCode)],
    ['one_time_link', byKey(tables.oneTimeLink)],
    ['recovery_code', byKey(tables.recoveryCode)],
    ['totp', byKey(tables.totp)],
    ['ssh_private_key', byKey(tables.sshPrivateKey)],
    ['waiting_secret', byKey(tables.waitingSecret)],
    ['notice', byKey(tables.notice)],
    ['canary', byKey(tables.canary)],
    ['ssh_key', byKey(tables.sshKey)],
    ['security_key', byKey(tables.securityKey)],
    ['ssh_grant', byKey(tables.sshGrant)],
    ['audit_event', { name, keyId, ends: undefined, used: undefined }],
    ['audit_seal', byKey(tables.auditSeal)],
  ]
}

function byKey({ name, columns }: KeyedColumns): Counted {
  const { keyId, expiresAt, lastUsedAt, lastSeenAt } = columns
  return { name, keyId: keyId.name, ends: expiresAt, used: lastUsedAt ?? lastSeenAt }
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
