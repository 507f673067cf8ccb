import type { TotpRecord } from '../../entities/index.js'
import type { TotpRow, TotpSlot, TotpStore } from '../../src/store/totp.js'
import { lockAccount } from './accounts.js'
import { inOrder, mayHit, mustHit } from './batch.js'
import type { PreparedWrite } from './batch.js'
import type { InContext } from './context.js'
import { select } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { assignments, eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'slot',
  'sealed',
  'keyId',
  'lastStep',
  'createdAt',
  'lastUsedAt',
  'expiresAt',
] as const satisfies readonly (keyof TotpRow)[]

/** Authenticator apps. */
export function totpStore(at: InContext): TotpStore {
  const own = (): Table<TotpRecord> => at().tables.totp

  return Object.freeze<TotpStore>({
    async read(userId, slot) {
      const { list, read } = select(own(), properties)
      const [row] = await at().rows(sql`SELECT ${list} FROM ${own().name} WHERE ${inSlot(userId, slot)}`)
      // Stored by `begin`, from a row.
      return row ? (read(row) as TotpRow) : null
    },
    begin({ id, userId, slot, sealed, keyId, lastStep, createdAt, lastUsedAt, expiresAt }) {
      const row = { id, userId, slot, sealed, keyId, lastStep, createdAt, lastUsedAt, expiresAt }
      // Locked first: of two at once the later one would find the slot empty, and then taken.
      return inOrder(
        mayHit(lockAccount(at(), userId)),
        emptied(userId, 'pending'),
        mayHit(insertion(own(), row)),
      )
    },
    claim(row, step, lastUsedAt) {
      const { lastStep } = own().columns
      return change(
        row,
        { lastStep: step, lastUsedAt },
        sql` AND (${lastStep.name} IS NULL OR ${lastStep.name} < ${step})`,
      )
    },
    confirm(row, step, at) {
      const active = { slot: 'active', lastStep: step, createdAt: at, lastUsedAt: null, expiresAt: null }
      return inOrder(emptied(row.userId, 'active'), change(row, active, raw('')))
    },
    reseal(row, { text, keyId }) {
      const changes = assignments(own(), { sealed: text, keyId })
      return mayHit(
        sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${eq(own().columns.id, row.id)} AND ${eq(own().columns.sealed, row.sealed)}`,
      )
    },
    remove: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
  })

  function inSlot(userId: string, slot: TotpSlot): Sql {
    return sql`${eq(own().columns.userId, userId)} AND ${eq(own().columns.slot, slot)}`
  }

  function emptied(userId: string, slot: TotpSlot): PreparedWrite {
    return mayHit(sql`DELETE FROM ${own().name} WHERE ${inSlot(userId, slot)}`)
  }

  /** Changes the row where it still stands in its slot. */
  function change(row: TotpRow, patch: Partial<TotpRecord>, condition: Sql): PreparedWrite {
    const changes = join(assignments(own(), patch), ', ')
    return mustHit(
      sql`UPDATE ${own().name} SET ${changes} WHERE ${eq(own().columns.id, row.id)} AND ${inSlot(row.userId, row.slot)}${condition}`,
    )
  }
}
