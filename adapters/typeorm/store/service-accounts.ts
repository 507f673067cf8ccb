import type { ServiceAccountRecord } from '../../../entities/index.js'
import { serviceAccountTable } from '../../../entities/service-account.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import type {
  ServiceAccountFacts,
  ServiceAccountRow,
  ServiceAccountStore,
} from '../../../src/store/service-account.js'
import { serviceUser } from '../../../src/store/service-account.js'
import { mayHit, mustHit, revoking } from '../engine/batch.js'
import { changes, eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../query/properties.js'
import type { Selection } from '../query/rows.js'
import { limit, page, select, under } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'

const properties: AllOf<ServiceAccountRow> = propertiesBut(serviceAccountTable, 'version')
const updatable: AllOf<Required<Parameters<ServiceAccountStore['update']>[1]>> = propertiesOf(
  serviceAccountTable,
  'name',
  'nameKey',
  'nameFolded',
  'description',
  'disabled',
)

const ofOwner: AllOf<Pick<ServiceAccountRow, 'id' | 'name' | 'organizationId' | 'disabled'>> = propertiesOf(
  serviceAccountTable,
  'id',
  'name',
  'organizationId',
  'disabled',
)

const ofName: AllOf<Pick<ServiceAccountRow, 'id' | 'name'>> = propertiesOf(serviceAccountTable, 'id', 'name')

/** Selects the columns of a `CredentialOwner` that is a service account. */
export function selectServiceOwner(
  serviceAccount: Table<ServiceAccountRecord>,
  alias?: string,
): Selection<CredentialOwner> {
  const { list, width, read } = select(serviceAccount, ofOwner, alias)
  return Object.freeze({
    list,
    width,
    read(row, offset) {
      const account = read(row, offset)
      return { ...serviceUser(account), disabled: account.disabled }
    },
  } satisfies Selection<CredentialOwner>)
}

/** Stores service accounts. */
export function serviceAccountStore(at: InContext): ServiceAccountStore {
  const own = (): Table<ServiceAccountRecord> => at().tables.serviceAccount

  return Object.freeze({
    byId: async (id, now) => (await find(now, eq(own().columns.id, id), raw('')))[0] ?? null,
    byName: async (nameKey) => (await find(0, eq(own().columns.nameKey, nameKey), raw('')))[0]?.row ?? null,
    async named(ids) {
      if (ids.length === 0) return []
      const { name, columns } = own()
      const { list, read } = select(own(), ofName)
      const wanted = ids.map((id) => sql`${columns.id.encode(id)}`)
      const rows = await at().rows(
        sql`SELECT ${list} FROM ${name} WHERE ${columns.id.name} IN (${join(wanted, ', ')})`,
      )
      return rows.map((row) => read(row))
    },
    async list(request, now) {
      const { id } = own().columns
      const older = request.before === null ? raw('1 = 1') : sql`${id.name} < ${id.encode(request.before)}`
      const rows = await find(now, older, sql` ORDER BY ${id.name} DESC ${limit(request.limit + 1)}`)
      return page(rows, request.limit)
    },
    insert: (row) => mayHit(insertion(own(), row)),
    update: (id, patch) =>
      revoking(
        mustHit(
          sql`UPDATE ${own().name} SET ${changes(own(), only(patch, updatable))} WHERE ${eq(own().columns.id, id)}`,
        ),
      ),
    remove: (id) => revoking(mustHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.id, id)}`)),
  } satisfies ServiceAccountStore)

  /** Reads those that fit, each with what its own index of the keys tells. */
  async function find(now: number, where: Sql, rest: Sql): Promise<readonly ServiceAccountFacts[]> {
    const { list, width, read } = select(own(), properties)
    const rows = await at().rows(
      sql`SELECT ${list}, ${ofKeys(sql`COUNT(*)`, unended(now))}, ${ofKeys(lastUse(), raw('1 = 1'))} FROM ${own().name} WHERE ${where}${rest}`,
    )
    return rows.map((row) => {
      const used = row[width + 1]
      return {
        row: read(row),
        keys: Number(row[width]),
        lastUsedAt: used === null || used === undefined ? null : Number(used),
      }
    })
  }

  function ofKeys(what: Sql, which: Sql): Sql {
    const { name, columns } = at().tables.serviceKey
    const owner = under('k', columns.userId.name)
    return sql`(SELECT ${what} FROM ${name} k WHERE ${owner} = ${own().name}.${own().columns.id.name} AND ${which})`
  }

  function unended(now: number): Sql {
    const end = under('k', at().tables.serviceKey.columns.expiresAt.name)
    return sql`(${end} IS NULL OR ${end} > ${now})`
  }

  function lastUse(): Sql {
    return sql`MAX(${under('k', at().tables.serviceKey.columns.lastUsedAt.name)})`
  }
}
