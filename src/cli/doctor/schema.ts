import type { DataSource, EntityMetadata, Table } from 'typeorm'
import { migrationStatus, withRunner } from '../../../adapters/typeorm/migration/status.js'
import { tableOf } from '../../../entities/define.js'
import type { Diagnosed } from './check.js'
import { fault, ok, warning } from './check.js'

/** Looks at what is pending, and at the tables, columns and indexes of keyward's that should be there. */
export async function schemaFindings(dataSource: DataSource): Promise<readonly Diagnosed[]> {
  const metadatas = dataSource.entityMetadatas.filter(({ target }) => tableOf(target) !== undefined)
  const tables = await withRunner(dataSource, (runner) =>
    runner.getTables(metadatas.map(({ tablePath }) => tablePath)),
  )
  const found = metadatas.map((metadata) => ({
    metadata,
    table: tables.find(({ name }) => nameOf(name) === metadata.tableName),
  }))
  return [await pendingFinding(dataSource), columnFinding(found), indexFinding(found)]
}

interface Found {
  readonly metadata: EntityMetadata
  readonly table: Table | undefined
}

async function pendingFinding(dataSource: DataSource): Promise<Diagnosed> {
  const id = 'schema.migrations'
  const { pending } = await migrationStatus(dataSource)
  if (pending.length === 0) return ok(id, 'none is pending')
  const names = pending.map(({ name }) => name).join(', ')
  const mend = 'npx keyward migrate (and `npx keyward migrate --sql` shows what it does)'
  if (pending.some(({ owner }) => owner === 'keyward')) return fault(id, `pending: ${names}`, mend)
  return warning(id, `pending, and the app's own: ${names}`, mend)
}

function columnFinding(all: readonly Found[]): Diagnosed {
  const id = 'schema.columns'
  const missing = all.flatMap(({ metadata, table }) => {
    if (!table) return [metadata.tableName]
    return metadata.columns
      .filter(({ databaseName }) => !table.findColumnByName(databaseName))
      .map(({ databaseName }) => `${metadata.tableName}.${databaseName}`)
  })
  if (missing.length === 0) return ok(id, 'all are there')
  return fault(
    id,
    `missing: ${missing.join(', ')}`,
    'npx keyward migrate; where that finds nothing pending, the table was changed by hand: restore the column from a backup',
  )
}

function indexFinding(all: readonly Found[]): Diagnosed {
  const id = 'schema.indexes'
  const missing = all.flatMap(({ metadata, table }) => {
    if (!table) return []
    const there = new Set([...table.indices, ...table.uniques].map(({ name }) => name))
    return metadata.indices.filter(({ name }) => !there.has(name)).map(({ name }) => name)
  })
  if (missing.length === 0) return ok(id, 'all are there')
  return fault(
    id,
    `missing: ${missing.join(', ')}: what must be unique may be there twice, and look-ups read whole tables`,
    'npx keyward migrate; where that finds nothing pending, make the index again: `npx typeorm schema:log` shows its SQL',
  )
}

/** Without the schema that PostgreSQL's tables carry. */
function nameOf(path: string): string {
  return path.split('.').at(-1) ?? path
}
