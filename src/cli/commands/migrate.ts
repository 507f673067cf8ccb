import type { Command } from '../command.js'

/** `keyward migrate`. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Runs the pending migrations of the database, one process at a time.',
  options: { only: { type: 'string' } },
  about: { only: 'keyward: its own migrations, and none of the app’s' },
  examples: ['migrate', 'migrate --only keyward'],
  reason: 'taken',
  async run({ open, options }) {
    // TypeORM is not loaded for commands that do without it.
    const { migrate } = await import('../../../adapters/typeorm/migrate.js')
    const { dataSource } = await open()
    // What is no name of a choice is refused there.
    await migrate(dataSource, { only: options.only as 'keyward' | undefined })
    return { text: 'The database is up to date.', json: { pending: [] } }
  },
}
