import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'mocha'
import pg from 'pg'
import type { DataSourceOptions } from 'typeorm'
import type { Statement } from '../../../../adapters/typeorm/engine/engine.js'
import type { PostgresClient } from '../../../../adapters/typeorm/engine/postgres-commit.js'
import { inTransaction } from '../../../../adapters/typeorm/engine/postgres-commit.js'
import { sql } from '../../../../adapters/typeorm/query/sql.js'
import { databases } from '../../../databases.js'
import type { Created } from '../../../databases.js'
import { leaveOut } from '../../../support/left-out.js'

type PostgresConnectionOptions = Extract<DataSourceOptions, { type: 'postgres' }>

const must = (query: Statement['sql']): Statement => ({ sql: query, affects: 1 })
const may = (query: Statement['sql']): Statement => ({ sql: query, affects: 'any' })
const add = (id: number) => must(sql`INSERT INTO kept (id) VALUES (${id})`)
const missing = must(sql`UPDATE kept SET id = ${100} WHERE id = ${99}`)

for (const [how, clientOver] of [
  ['where the driver sends statements ahead', (client: pg.Client): PostgresClient => client],
  [
    'where the driver waits for each answer',
    (client: pg.Client): PostgresClient => ({
      query: (query) => (client as PostgresClient).query(query),
      end: () => client.end(),
    }),
  ],
] as const) {
  describe(`a transaction on PostgreSQL, ${how}`, function () {
    this.timeout(60_000)
    let created: Created
    let direct: pg.Client
    let client: PostgresClient

    before(async function () {
      const postgres = databases.find(({ name }) => name === 'postgres')
      const reason = postgres ? await postgres.available() : 'not asked for'
      if (!postgres || reason !== null) return leaveOut(this, 'postgres', reason ?? '')
      created = await postgres.create()
      const { host, port, username, database } = created.options as PostgresConnectionOptions
      direct = new pg.Client({ host, port, user: username, database })
      await direct.connect()
      client = clientOver(direct)
      await direct.query('CREATE TABLE kept (id int PRIMARY KEY)')
    })
    after(async () => {
      await direct.end()
      await created.drop()
    })
    beforeEach(() => direct.query('TRUNCATE kept'))

    const carriedOut = (statements: readonly Statement[]): Promise<boolean> =>
      inTransaction(client, statements, () => undefined)
    async function kept(): Promise<readonly number[]> {
      const { rows } = await direct.query<{ id: number }>('SELECT id FROM kept ORDER BY id')
      return rows.map(({ id }) => id)
    }

    it('keeps all that was written', async () => {
      assert.equal(await carriedOut([add(1), may(sql`DELETE FROM kept WHERE id = ${7}`), add(2)]), true)
      assert.deepEqual(await kept(), [1, 2])
    })

    it('keeps nothing where one statement hits no row, whatever stands after it', async () => {
      assert.equal(await carriedOut([add(1), missing, add(2)]), false)
      assert.equal(await carriedOut([add(1), missing, add(1)]), false)
      assert.deepEqual(await kept(), [])
    })

    it('tells the first error, keeps nothing, and can be used again', async () => {
      const conflict = carriedOut([add(1), add(1), missing])
      await assert.rejects(conflict, { code: '23505' })
      assert.deepEqual(await kept(), [])
      assert.equal(await carriedOut([add(3)]), true)
      assert.deepEqual(await kept(), [3])
    })

    it('commits nothing before it has seen every answer', async () => {
      const sent: string[] = []
      const answered: string[] = []
      const watched: PostgresClient = {
        get pipeline() {
          return client.pipeline
        },
        set pipeline(on) {
          client.pipeline = on
        },
        end: () => client.end(),
        async query(query) {
          sent.push(query.text)
          if (query.text === 'COMMIT') assert.equal(answered.length, sent.length - 2)
          const answer = await client.query(query)
          answered.push(query.text)
          return answer
        },
      }
      assert.equal(await inTransaction(watched, [add(1), add(2)], () => sent.push('ends')), true)
      assert.deepEqual(sent.slice(-2), ['ends', 'COMMIT'])
    })
  })
}
