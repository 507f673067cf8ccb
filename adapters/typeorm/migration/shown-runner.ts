import type { DataSource, QueryRunner } from 'typeorm'
import type { Recording } from './recording-runner.js'
import { isRead } from './recording-runner.js'
import { handleOf } from '../engine/sqlite-handle.js'

/** A runner for a migration of the host's, which is shown and not run. */
export interface ShownRunner {
  readonly runner: QueryRunner
  /** Why what the migration does cannot be known without running it; `null` = it did nothing of that kind. */
  unseen(): string | null
}

const refused: readonly (string | symbol)[] = [
  ...[
    'manager',
    'stream',
    'connect',
    'release',
    'sql',
    'broadcaster',
    'databaseConnection',
    'getReplicationMode',
  ],
  ...['startTransaction', 'commitTransaction', 'rollbackTransaction', 'beforeMigration', 'afterMigration'],
  ...['executeMemoryUpSql', 'executeMemoryDownSql', 'enableSqlMemory', 'disableSqlMemory', 'clearSqlMemory'],
]

/** Makes one: it reads what is true before anything would be changed, notes what would be written, and remembers what it cannot answer. */
export function shownRunner(dataSource: DataSource, { runner: recording, noted }: Recording): ShownRunner {
  let reason: string | null = null
  const stop = (why: string): never => {
    reason ??= why
    throw new Error(why)
  }
  const query = async (text: string, parameters?: unknown[]): Promise<unknown> => {
    if (!isRead(text)) {
      await recording.query(text, parameters)
      return answerless(() => stop('it goes by the answer to a statement that writes'))
    }
    if (noted().length > 0) stop('it reads what earlier statements would have changed')
    return readOnly(dataSource, recording, { text, parameters })
  }
  const parts = { query, connection: seenSource(dataSource, stop), dataSource: seenSource(dataSource, stop) }
  const runner = new Proxy(recording, {
    get(target, key) {
      if (refused.includes(key)) stop(`it uses queryRunner.${String(key)}`)
      if (Object.hasOwn(parts, key)) return Reflect.get(parts, key) as unknown
      const value: unknown = Reflect.get(target, key)
      // The calls of a runner go on with the recording itself, whose questions are TypeORM’s own.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return Object.freeze({ runner, unseen: () => reason } satisfies ShownRunner)
}

/** A DataSource of which only what it was made with can be seen. */
function seenSource({ options, driver }: DataSource, stop: (why: string) => never): object {
  const seen = { options, driver: { options: driver.options, escape: driver.escape.bind(driver) } }
  return new Proxy(seen, {
    get(target, key) {
      if (key === 'then' || Object.hasOwn(target, key)) return Reflect.get(target, key) as unknown
      return stop(`it uses the DataSource itself (${String(key)})`)
    },
  })
}

/** What a statement that was not run answers: whoever looks into it is stopped. */
function answerless(stop: () => never): object {
  return new Proxy(
    {},
    {
      // A promise asks whether what it is given is one, too.
      get: (_, key) => (key === 'then' ? undefined : stop()),
    },
  )
}

interface Question {
  readonly text: string
  readonly parameters: unknown[] | undefined
}

/** Reads so that the database itself refuses whatever would write. */
async function readOnly(
  dataSource: DataSource,
  runner: QueryRunner,
  { text, parameters }: Question,
): Promise<unknown> {
  const { type } = dataSource.options
  if (type === 'better-sqlite3') {
    if (!handleOf(dataSource).prepare(text).readonly) throw new Error('a statement that reads would write')
    return runner.query(text, parameters)
  }
  const base: unknown = Object.getPrototypeOf(runner)
  // It is what the recording was made from.
  const real = base as QueryRunner
  await real.query(type === 'postgres' ? 'BEGIN READ ONLY' : 'START TRANSACTION READ ONLY')
  try {
    return (await real.query(text, parameters)) as unknown
  } finally {
    await real.query('ROLLBACK')
  }
}
