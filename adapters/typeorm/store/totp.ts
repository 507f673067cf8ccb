import type { TotpRecord } from '../../../entities/index.js'
import { totpTable } from '../../../entities/totp.js'
import type { TotpRow, TotpSlot, TotpStore } from '../../../src/store/totp.js'
import type { PreparedWrite } from '../engine/batch.js'
import { inOrder, mayHit, mustHit, revoking } from '../engine/batch.js'
import { assignments, eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import { lockAccount } from './accounts.js'
import type { InContext } from './context.js'

const properties: AllOf<TotpRow> = propertiesBut(totpTable)

/** Stores authenticator apps. */
export function totpStore(at: InContext): TotpStore {
  const own = (): Table<TotpRecord> => at().tables.totp

  return Object.freeze({
    async read(userId, slot) {
      const { list, read } = select(own(), properties)
      const [row] = await at().rows(sql`SELECT ${list} FROM ${own().name} WHERE ${inSlot(userId, slot)}`)
      return row ? read(row) : null
    },
    begin: (row) =>
      // The account is locked first: of two at once the later one would find the slot empty, and then taken.
      inOrder(
        mayHit(lockAccount(at(), row.userId)),
        emptied(row.userId, 'pending'),
        mayHit(insertion(own(), row)),
      ),
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
    remove: (userId) =>
      revoking(mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`)),
  } satisfies TotpStore)

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
