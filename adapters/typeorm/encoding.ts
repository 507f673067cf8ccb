import { tableOf } from '../../entities/define.js'
import { tables as specs } from '../../entities/tables.js'
import { sql } from './query/sql.js'
import { tablesIn } from './query/tables.js'
import type { InContext } from './store/context.js'

/** Asks a database for one value. */
type Ask = (text: string) => Promise<unknown>

/** What can hold every text that people write: names in any script, “quotation marks”, the ellipsis in a key's hint. */
const unicode = { postgres: 'UTF8', mysql: 'utf8mb4' } as const
const wide = ['text', 'long_text', 'json']

/** Throws, naming it, when the encoding of the database, or of the connection, cannot hold what keyward writes. */
export async function refuseEncoding(type: string, ask: Ask): Promise<void> {
  if (type === 'postgres') {
    const encoding = String(await ask("SELECT current_setting('server_encoding') AS name"))
    if (encoding === unicode.postgres) return
    throw new Error(`the database has the encoding ${encoding}: keyward needs one with the encoding UTF8`)
  }
  if (type !== 'mariadb' && type !== 'mysql') return
  for (const of of ['client', 'connection', 'results']) {
    const charset = String(await ask(`SELECT @@character_set_${of} AS name`))
    if (charset === unicode.mysql) continue
    throw new Error(
      `the connection has the character set ${charset}: set charset: 'utf8mb4' in the DataSource`,
    )
  }
}

/** Refuses, as `refuseEncoding` does, columns on MariaDB and MySQL that the host made, or changed, by other means than the migrations. */
export async function refuseColumns(at: InContext): Promise<void> {
  const { engine, tables, rows } = at()
  if (engine.dialect !== 'mysql') return
  const found = await rows(
    sql`SELECT table_name, column_name, character_set_name FROM information_schema.columns WHERE table_schema = DATABASE() AND character_set_name <> ${unicode.mysql}`,
  )
  const narrow = new Map(
    found.map(([table, column, charset]) => [`${String(table)}.${String(column)}`, String(charset)]),
  )
  for (const { metadata } of tablesIn(tables)) {
    const name = tableOf(metadata.target)
    const kinds = new Map(name && Object.entries(specs[name].columns).map(([of, { kind }]) => [of, kind]))
    for (const { propertyName, databaseName } of metadata.columns) {
      const charset = narrow.get(`${metadata.tableName}.${databaseName}`)
      if (charset === undefined || !wide.includes(kinds.get(propertyName) ?? '')) continue
      throw new Error(
        `the column ${metadata.tableName}.${databaseName} has the character set ${charset}: it must be utf8mb4`,
      )
    }
  }
}
