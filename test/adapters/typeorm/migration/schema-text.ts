import type { DataSource } from 'typeorm'

const questions = {
  'better-sqlite3': ['SELECT type, name, tbl_name, rtrim(sql) AS sql FROM sqlite_master ORDER BY 1, 2, 3'],
  postgres: [
    `SELECT table_name, column_name, column_default, is_nullable, data_type, character_maximum_length, collation_name
       FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2`,
    'SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1, 2',
    `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = current_schema()::regnamespace AND contype <> 'n' ORDER BY 1, 2`,
  ],
  mariadb: [
    `SELECT table_name, column_name, column_default, is_nullable, column_type, collation_name, extra
       FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, 2`,
    `SELECT table_name, index_name, non_unique, seq_in_index, column_name
       FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 4`,
    `SELECT table_name, constraint_name, delete_rule, referenced_table_name
       FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE() ORDER BY 1, 2`,
  ],
} as const

/** What is in a database, so that two can be compared: tables, columns, indexes, keys, and the rows that say which migrations have run. */
export async function schemaText(dataSource: DataSource): Promise<string> {
  const { type } = dataSource.options
  if (type !== 'better-sqlite3' && type !== 'postgres' && type !== 'mariadb') throw new TypeError(type)
  const answers: unknown[] = []
  for (const question of questions[type]) answers.push(await dataSource.query(question))
  const done = await dataSource.query<{ id: unknown; timestamp: unknown; name: string }[]>(
    'SELECT * FROM migrations ORDER BY id',
  )
  answers.push(done.map(({ id, timestamp, name }) => [Number(id), Number(timestamp), name]))
  return JSON.stringify(answers, null, 1)
}
