import { timeLimitMs } from '../../../src/store/time-limit.js'
import type { RawRow } from '../query/rows.js'
import type { Statement } from './engine.js'
import type { Query } from './postgres-read.js'
import { textOf } from './postgres-text.js'

/** What is used of pg's Client. */
export interface PostgresClient {
  query(query: Query): Promise<Answer>
  end(): Promise<void>
  /** Sends statements without waiting for the answers to those before; not every version of pg has it. */
  pipeline?: boolean
}

interface Answer {
  readonly rows: RawRow[]
  readonly rowCount: number | null
}

const begin = 'BEGIN ISOLATION LEVEL READ COMMITTED'
const limit = `SET LOCAL statement_timeout = ${String(timeLimitMs)}`

/**
 * Carries statements out in a transaction: in two round trips where the driver can, or else in one for each statement. The COMMIT always waits
 * for the answers to all: sent along with them it would be carried out by a server that was silent for a while, long after its client was told
 * that nothing came of it. `ends` is called before it is sent.
 */
export async function inTransaction(
  client: PostgresClient,
  statements: readonly Statement[],
  ends: () => void,
): Promise<boolean> {
  const begun = client.pipeline === false ? together : oneByOne
  try {
    const done = await begun(client, statements)
    if (done) ends()
    await client.query({ text: done ? 'COMMIT' : 'ROLLBACK' })
    return done
  } catch (error) {
    await client.query({ text: 'ROLLBACK' }).catch(() => client.end())
    throw error
  }
}

/** Carries out a statement that needs no transaction, or several in one that has begun. */
export async function runAll(client: PostgresClient, statements: readonly Statement[]): Promise<boolean> {
  for (const { sql, affects } of statements) {
    const { rowCount } = await client.query({ text: textOf(sql), values: sql.values })
    if (affects === 1 && rowCount !== 1) return false
  }
  return true
}

async function oneByOne(client: PostgresClient, statements: readonly Statement[]): Promise<boolean> {
  await client.query({ text: `${begin}; ${limit}` })
  return runAll(client, statements)
}

/** Sends all before the first answer. After an error PostgreSQL refuses what follows, so that the first one is the one that counts. */
async function together(client: PostgresClient, statements: readonly Statement[]): Promise<boolean> {
  client.pipeline = true
  // Were they one text, a pooler that takes no such text would have the statements carried out without a transaction.
  const setUp = [client.query({ text: begin }), client.query({ text: limit })]
  const rest = statements.map(({ sql }) => client.query({ text: textOf(sql), values: sql.values }))
  const answers = await Promise.allSettled([...setUp, ...rest])
  client.pipeline = false
  for (const [i, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw answer.reason
    if (statements[i - setUp.length]?.affects === 1 && answer.value.rowCount !== 1) return false
  }
  return true
}
