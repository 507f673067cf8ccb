import type { EndingCredentials, EndingWindow, StandingStore } from '../../../src/store/standing.js'
import { eq } from '../query/changes.js'
import type { Column } from '../query/column.js'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { InContext } from './context.js'
import { endOf } from './list/owned-list.js'

/** A table of credentials that end, and the column that a policy counts their life from. */
interface Ending {
  readonly name: Sql
  readonly columns: { readonly userId: Column; readonly expiresAt: Column }
  readonly since: Column
}

/** Reads what users are told of wherever they are: one statement over their tables, each found by its owner. */
export function standingStore(at: InContext): StandingStore {
  return Object.freeze({
    async of(userId, window) {
      const counted = new Map(
        (await at().rows(statement(userId, window))).map((row) => [String(row[0]), row]),
      )
      const count = (part: string): number => Number(counted.get(part)?.[1] ?? 0)
      return {
        totp: count('totp') > 0,
        securityKeys: count('key'),
        passkeys: count('passkey'),
        suspectKeys: count('suspect'),
        recoveryCodes: count('code'),
        apiKeys: endingIn(counted.get('api_key')),
        sshKeys: endingIn(counted.get('ssh_key')),
      }
    },
  } satisfies StandingStore)

  function statement(userId: string, window: EndingWindow): Sql {
    const { totp, securityKey: key, recoveryCode: code, apiKey, sshKey } = at().tables
    const active = sql`${eq(totp.columns.userId, userId)} AND ${totp.columns.slot.name} = 'active'`
    const ofKeys = eq(key.columns.userId, userId)
    const enabled = eq(apiKey.columns.disabled, false)
    const { longest } = window
    return join(
      [
        ending(
          'api_key',
          { ...apiKey, since: apiKey.columns.issuedAt },
          {
            ...window,
            userId,
            longest: longest.apiKeys,
            and: sql` AND ${enabled}`,
          },
        ),
        ending(
          'ssh_key',
          { ...sshKey, since: sshKey.columns.createdAt },
          {
            ...window,
            userId,
            longest: longest.sshKeys,
            and: raw(''),
          },
        ),
        sql`SELECT 'totp', COUNT(*), NULL FROM ${totp.name} WHERE ${active}`,
        sql`SELECT 'key', COUNT(*), NULL FROM ${key.name} WHERE ${ofKeys}`,
        sql`SELECT 'suspect', COUNT(*), NULL FROM ${key.name} WHERE ${ofKeys} AND ${eq(key.columns.suspect, true)}`,
        sql`SELECT 'passkey', COUNT(*), NULL FROM ${key.name} WHERE ${ofKeys} AND ${eq(key.columns.passkey, true)}`,
        sql`SELECT 'code', COUNT(*), NULL FROM ${code.name} WHERE ${eq(code.columns.userId, userId)}`,
      ],
      ' UNION ALL ',
    )
  }
}

/** Counts the credentials of a kind that end in the window, and finds the first end. */
function ending(
  kind: string,
  { name, columns, since }: Ending,
  of: {
    readonly userId: string
    readonly now: number
    readonly until: number
    readonly longest: number | null
    readonly and: Sql
  },
): Sql {
  const end = endOf({ expiresAt: columns.expiresAt, begunAt: since }, of.longest)
  const mine = sql`${eq(columns.userId, of.userId)}${of.and}`
  return sql`SELECT ${raw(`'${kind}'`)}, COUNT(*), MIN(k.ends) FROM (SELECT ${since.name} AS begun, ${end} AS ends FROM ${name} WHERE ${mine}) k WHERE k.ends > ${of.now} AND k.ends <= ${of.until} AND k.ends - k.begun > ${of.until - of.now}`
}

function endingIn(row: RawRow | undefined): EndingCredentials {
  const [, count, first] = row ?? []
  return { count: Number(count ?? 0), first: first === null || first === undefined ? null : Number(first) }
}
