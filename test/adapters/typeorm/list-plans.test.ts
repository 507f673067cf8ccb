import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import type { CredentialSort } from '../../../src/store/page.js'
import { aList, now } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import type { Filled } from '../../support/filled-tables.js'
import { entitiesOf, fillTables } from '../../support/filled-tables.js'
import { planOf, plansOf } from '../../support/plans.js'

const sorts: readonly CredentialSort[] = ['created', 'last_used', 'expires', 'name']
const ports = ['apiKeys', 'tokens', 'sshKeys', 'sshPrivateKeys'] as const

describeOnEach('the plans of lists', (database) => {
  let opened: Migrated
  let filled: Filled

  before(async function () {
    this.timeout(300_000)
    opened = await migrated(database)
    filled = await fillTables(opened.dataSource, entitiesOf(opened.dataSource))
  })
  after(() => opened.close())

  /** Asserts that no statement reads a whole table. */
  async function readsByIndex(work: (store: Store) => Promise<unknown>, statements: number): Promise<void> {
    const store = typeormStore(opened.dataSource)
    const plans = await plansOf(opened.dataSource, () => work(store))
    await store.close()
    const asked = plans.filter(({ accesses }) => accesses.length > 0)
    assert.ok(asked.length >= statements, `${String(asked.length)} statements`)
    for (const { text, accesses } of asked) {
      for (const { table, index } of accesses) assert.ok(index !== null, `reads all of ${table}: ${text}`)
    }
  }

  for (const port of ports) {
    for (const sort of sorts.filter((one) => port !== 'sshPrivateKeys' || one !== 'expires')) {
      it(`reads and counts one’s own ${port} by ${sort} along an index, both ways`, async () => {
        const { userId } = filled
        const asked = { sort, longestMs: 30 * 86_400_000, endedSince: now - 1, endsAfter: now - 2 }
        const more = { ...asked, disabled: false, unusedSince: now + 1, nameHas: 'key' }
        await readsByIndex(async (store) => {
          const list = (of: Parameters<typeof aList>[0]) => store[port].list(userId, aList(of))
          const { last, total } = await list({ sort })
          assert.ok(last && total > 500)
          await list({ sort, at: { ...last, side: 'after' } })
          await list({ sort, at: { ...last, side: 'before' } })
          const narrowed = await list(more)
          assert.ok(narrowed.last)
          await list({ ...more, at: { ...narrowed.last, side: 'after' } })
        }, 8)
      })
    }
  }

  it('reads the events of one key, and those of one user, along indexes', async () => {
    const { userId, keyId } = filled
    const party = { kind: 'api_key', id: keyId }
    await readsByIndex(async ({ audit }) => {
      const { rows } = await audit.list({ userId, party }, { limit: 10, before: null })
      assert.ok(rows.length > 0)
      await audit.list({ userId, party }, { limit: 10, before: rows[0]?.id ?? null })
    }, 2)
    await readsByIndex(({ audit }) => audit.list({ userId }, { limit: 50, before: null }), 1)
  })

  it('reads what stands against an account along indexes, in one statement', async () => {
    const { userId } = filled
    const longest = { apiKeys: 30 * 86_400_000, sshKeys: null }
    await readsByIndex(async ({ standing }) => {
      const { apiKeys } = await standing.of(userId, { now: 0, until: Number.MAX_SAFE_INTEGER, longest })
      assert.ok(apiKeys.count > 0)
    }, 1)
  })

  it('would tell of a statement that reads a whole table', async () => {
    const { dataSource } = opened
    const [column, table] = ['user_agent', 'keyward_audit_event'].map((name) =>
      dataSource.driver.escape(name),
    )
    const text = `SELECT COUNT(${String(column)}) FROM ${String(table)}`
    const plan = await planOf(dataSource, { text, values: [] })
    assert.ok(plan.some(({ table, index }) => table === 'keyward_audit_event' && index === null))
  })
})
