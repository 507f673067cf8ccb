/** What a script is made of. */
interface Parts {
  readonly before: readonly string[]
  readonly migrations: readonly Step[]
  readonly unseen: readonly { readonly name: string; readonly reason: string }[]
}

interface Step {
  readonly name: string
  readonly owner: 'keyward' | 'app'
  readonly statements: readonly string[]
  /** What the migration itself says of transactions. */
  readonly inTransaction: boolean | undefined
}

/** How the database, and the DataSource, want it. */
interface Mode {
  readonly type: string
  readonly transactions: 'all' | 'each' | 'none'
  /** Whether a SQLite file is to be put into WAL mode. */
  readonly wal: boolean
}

/** Writes a script that does what `migrate` does, in transactions as TypeORM begins them. */
export function scriptOf({ before, migrations, unseen }: Parts, { type, transactions, wal }: Mode): string {
  const sqlite = type === 'better-sqlite3'
  const steps = migrations.map((step) => {
    const own = step.inTransaction ?? transactions === 'each'
    return [
      `-- ${step.name} (${step.owner})`,
      ...(transactions !== 'all' && own ? transaction(step.statements) : step.statements.map(ended)),
    ]
  })
  const all = [...before.map(ended), ...steps.flat()]
  return [
    ...unseen.map(({ name, reason }) => `-- NOT SHOWN: ${oneLine(name)}: ${oneLine(reason)}`),
    ...(wal ? ['PRAGMA journal_mode = WAL;'] : []),
    // SQLite replaces a table to change it, and would delete the rows that refer to it.
    ...(sqlite ? ['PRAGMA foreign_keys = OFF;'] : []),
    ...(type === 'mysql' || type === 'mariadb' ? ['SET NAMES utf8mb4;'] : []),
    ...(transactions === 'all' ? [begin(type), ...all, 'COMMIT;'] : all),
    ...(sqlite ? ['PRAGMA foreign_keys = ON;'] : []),
  ].join('\n')

  function transaction(statements: readonly string[]): readonly string[] {
    return [begin(type), ...statements.map(ended), 'COMMIT;']
  }
}

function begin(type: string): string {
  return type === 'mysql' || type === 'mariadb' ? 'START TRANSACTION;' : 'BEGIN;'
}

/** Ends a statement, on a line of its own where a comment may stand at its end. */
function ended(statement: string): string {
  const text = statement.trim()
  if (text.endsWith(';')) return text
  return text.slice(text.lastIndexOf('\n') + 1).includes('--') ? `${text}\n;` : `${text};`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
