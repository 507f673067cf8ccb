import type { PendingMigration } from '../../../adapters/typeorm/index.js'
import { withoutOrders } from '../../typed-text.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { UsageError } from '../error.js'

/** What is asked of the migrations. What is no name of a choice is refused where it is used. */
interface Asked {
  readonly only: 'keyward' | undefined
}

/** `keyward migrate`. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Runs the pending migrations of the database, one process at a time.',
  options: { only: { type: 'string' }, sql: { type: 'boolean' }, status: { type: 'boolean' } },
  about: {
    only: 'keyward: its own migrations, and none of the app’s',
    sql: 'writes the SQL of what is pending, and changes nothing',
    status: 'says what is pending, and whose it is: exit code 1 while something is',
  },
  examples: ['migrate', 'migrate --only keyward', 'migrate --sql > pending.sql', 'migrate --status'],
  reason: 'taken',
  async run(invocation) {
    const { only, sql = false, status = false } = invocation.options
    if (sql === true && status === true) throw new UsageError('migrate takes --sql or --status, not both')
    // What is no name of a choice is refused there.
    const asked: Asked = { only: only as 'keyward' | undefined }
    if (sql === true) return written(invocation, asked)
    if (status === true) return pending(invocation, asked)
    // TypeORM is not loaded for commands that do without it.
    const { migrate } = await import('../../../adapters/typeorm/migrate.js')
    await migrate((await invocation.open({ create: true })).dataSource, asked)
    return { text: 'The database is up to date.', json: { pending: [] } }
  },
}

async function pending({ open }: Invocation, asked: Asked): Promise<Outcome> {
  const { migrationStatus } = await import('../../../adapters/typeorm/migration/status.js')
  const status = await migrationStatus((await open({ create: true })).dataSource, asked)
  if (status.pending.length === 0) return { text: 'Nothing is pending.', json: status }
  return { text: ['Pending:', ...rows(status.pending)].join('\n'), json: status, failed: true }
}

function rows(migrations: readonly PendingMigration[]): readonly string[] {
  const width = Math.max(...migrations.map(({ name }) => name.length))
  return migrations.map(
    ({ name, owner }) => `  ${name.padEnd(width)}  ${owner === 'app' ? 'the app’s' : 'keyward’s'}`,
  )
}

/** Fails where the SQL is not all that is pending: running it would leave something out. */
async function written({ open, terminal, json }: Invocation, asked: Asked): Promise<Outcome> {
  const { migrationSql } = await import('../../../adapters/typeorm/migration/sql.js')
  const shown = await migrationSql((await open({ create: true })).dataSource, asked)
  for (const { name, reason } of shown.unseen) {
    terminal.tell(withoutOrders(`keyward: ${name} cannot be shown without running it: ${reason}\n`))
  }
  // A script is to run as it is: none of its characters is changed.
  if (!json && shown.sql !== '') await terminal.write(`${shown.sql}\n`)
  return { text: '', json: shown, failed: shown.unseen.length > 0 }
}
