import assert from 'node:assert/strict'
import BetterSqlite3 from 'better-sqlite3'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { typesIn } from '../../../src/event-group.js'
import { eventTypes } from '../../../src/events.js'
import type { AuditFilter } from '../../../src/store/audit.js'
import type { Migrated } from '../../databases.js'
import { databases, migrated } from '../../databases.js'

const number = 100_000
const filters: Readonly<Record<string, AuditFilter>> = {
  'no filter': {},
  'one user': { userId: 'user-7' },
  'one user, a group': { userId: 'user-7', types: typesIn('two_step') },
  'a type that is rare': { types: ['policy.changed'] },
  'a group': { types: typesIn('administration') },
  'a group of what was done': { types: typesIn('credentials'), outcome: 'success' },
  refusals: { outcome: 'refused' },
  'refusals of a group': { types: typesIn('sign_in'), outcome: 'refused' },
  'an address': { ip: '192.0.2.7' },
  'an address and a group': { ip: '192.0.2.7', types: typesIn('sign_in') },
}

describe('the lists of 100,000 events on SQLite', () => {
  let opened: Migrated
  const handle = (): BetterSqlite3.Database =>
    (opened.dataSource.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection

  before(async function () {
    this.timeout(60_000)
    const sqlite = databases.find(({ name }) => name === 'sqlite')
    if (!sqlite) return this.skip()
    opened = await migrated(sqlite)
    fill()
  })
  after(() => opened.close())

  for (const [name, filter] of Object.entries(filters)) {
    it(`are read along an index: ${name}`, async () => {
      for (const beforeId of [null, '00050000']) {
        const steps = planOf(await statementFor(filter, beforeId))
        const reads = steps.filter((step) => /^(SCAN|SEARCH) \S*audit_event/.test(step))
        assert.ok(reads.length > 0, steps.join('\n'))
        for (const step of reads) assert.match(step, / USING (COVERING )?INDEX /, steps.join('\n'))
        if (Object.keys(filter).length > 0)
          assert.ok(!reads.some((step) => step.startsWith('SCAN')), steps.join('\n'))
      }
    })
  }

  function planOf(text: string): readonly string[] {
    const values = Array<string>(text.split('?').length - 1).fill('a')
    const plan = handle().prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
    return plan.all(...values).map(({ detail }) => detail)
  }

  /** What a list asks the database. */
  async function statementFor(filter: AuditFilter, beforeId: string | null): Promise<string> {
    const texts: string[] = []
    const { prototype } = BetterSqlite3
    const { prepare } = prototype
    prototype.prepare = function (this: BetterSqlite3.Database, text: string) {
      texts.push(text)
      return prepare.call(this, text) as never
    }
    const store = typeormStore(opened.dataSource)
    try {
      await store.audit.list(filter, { limit: 50, before: beforeId })
    } finally {
      prototype.prepare = prepare
      await store.close()
    }
    const found = texts.find((text) => text.includes('audit_event'))
    assert.ok(found)
    return found
  }

  /** Fills the table by one statement, since 100,000 commits would take minutes. */
  function fill(): void {
    handle().exec(`
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(number - 1)})
      INSERT INTO keyward_audit_event (id, type, at, user_id, ip, outcome, count)
      SELECT printf('%08d', i), ${typeOf()}, i, 'user-' || (i % 500), '192.0.2.' || (i % 250),
        CASE WHEN i % 20 = 0 THEN 'refused' ELSE 'success' END, 1 FROM n`)
  }
})

/** One type in a thousand is rare, and all others take turns. */
function typeOf(): string {
  const common = eventTypes.filter((type) => type !== 'policy.changed')
  const cases = common.map((type, i) => `WHEN ${String(i)} THEN '${type}'`).join(' ')
  return `CASE WHEN i % 1000 = 0 THEN 'policy.changed' ELSE CASE i % ${String(common.length)} ${cases} END END`
}
