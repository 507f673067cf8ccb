import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { typesIn } from '../../../src/event-group.js'
import type { Store } from '../../../src/store.js'
import type { AuditFilter } from '../../../src/store/audit.js'
import { inventoryKinds } from '../../../src/store/credential.js'
import type { CredentialFilter } from '../../../src/store/credential.js'
import { credentialSorts } from '../../../src/store/page.js'
import type { UserSearch } from '../../../src/store/user-search.js'
import { userStatuses } from '../../../src/store/user-search.js'
import { aList, hour, now } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import type { Filled } from '../../support/filled-tables.js'
import { amounts as all, entitiesOf, fillTables } from '../../support/filled-tables.js'
import type { Access } from '../../support/plans.js'
import { planOf, plansOf } from '../../support/plans.js'

const ports = ['apiKeys', 'tokens', 'sshKeys', 'sshPrivateKeys'] as const
const everybody = { limit: 50, at: null, q: null, status: null, organizationId: null } as const
/** Few enough to be put in quickly; the more there are, the less a database is inclined to read them all. */
const amounts = { ...all, events: 20_000 }

describeOnEach('the plans of lists', (database) => {
  let opened: Migrated
  let filled: Filled

  before(async function () {
    this.timeout(300_000)
    opened = await migrated(database)
    filled = await fillTables(opened.dataSource, entitiesOf(opened.dataSource), amounts)
  })
  after(() => opened.close())

  for (const port of ports) {
    for (const sort of credentialSorts.filter((one) => port !== 'sshPrivateKeys' || one !== 'expires')) {
      it(`reads and counts one’s own ${port} by ${sort} along an index, both ways`, async () => {
        const { userId } = filled
        const asked = { sort, longestMs: 30 * 86_400_000, endedSince: now - 1, endsAfter: now - 2 }
        const more = { ...asked, disabled: false, unusedSince: now + 1, nameHas: 'key' }
        const read = await accessesOf(async (store) => {
          const list = (of: Parameters<typeof aList>[0]) => store[port].list(userId, aList(of))
          const { last, total } = await list({ sort })
          assert.ok(last && total > 500)
          await list({ sort, at: { ...last, side: 'after' } })
          await list({ sort, at: { ...last, side: 'before' } })
          const narrowed = await list(more)
          assert.ok(narrowed.last)
          await list({ ...more, at: { ...narrowed.last, side: 'after' } })
        })
        assert.ok(read.length >= 8)
        assertIndexed(read)
      })
    }
  }

  it('reads the events of one key, and those of one user, where they stand in indexes', async () => {
    const { userId, keyId } = filled
    const party = { kind: 'api_key', id: keyId }
    const read = await accessesOf(async ({ audit }) => {
      const { rows } = await audit.list({ userId, party }, { limit: 10, before: null })
      assert.ok(rows.length > 0)
      await audit.list({ userId, party }, { limit: 10, before: rows[0]?.id ?? null })
      await audit.list({ userId }, { limit: 50, before: null })
    })
    assert.ok(read.length >= 6)
    for (const access of read) assert.ok(access.seeks, described(access))
  })

  it('reads what stands against an account along indexes, in one statement', async () => {
    const { userId } = filled
    const longest = { apiKeys: 30 * 86_400_000, sshKeys: null }
    const read = await accessesOf(async ({ standing }) => {
      const { apiKeys } = await standing.of(userId, { now: now + hour - 1, until: now + hour, longest })
      assert.ok(apiKeys.count > 0)
    })
    assert.ok(read.length > 0)
    assertIndexed(read)
  })

  for (const sort of ['created', 'username'] as const) {
    it(`reads users by ${sort} in the order of an index, both ways, and the next pages from their place in it`, async () => {
      const pages = await readsOfUsers({ sort }, 'both ways')
      assert.equal(pages.length, 3)
      for (const access of pages) assert.ok(access.index !== null && !access.sorts, described(access))
      assert.deepEqual(
        pages.map(({ seeks }) => seeks),
        [false, true, true],
      )
    })
  }

  it('searches a part of a name among users, newest first, in the order of an index', async () => {
    for (const access of await readsOfUsers({ sort: 'created', q: 'user-0' }, 'first page'))
      assert.ok(access.index !== null && !access.sorts, described(access))
  })

  it('finds the users of an organisation, and counts them, where they stand in an index', async () => {
    const read = await accessesOf(({ userSearch }) =>
      userSearch?.list({ ...everybody, sort: 'created', organizationId: 'organization-7' }),
    )
    assert.equal(read.length, 2)
    for (const access of read) assert.ok(access.seeks, described(access))
  })

  // There is nothing that users by these could be found by: the database may read them all, but only once.
  for (const asked of [
    ...userStatuses.map((status) => ({ sort: 'created' as const, status })),
    { sort: 'last_sign_in' as const },
    { sort: 'last_sign_in' as const, q: 'user-0', status: 'no_factor' as const },
  ]) {
    it(`reads no user twice for a page of ${Object.values(asked).join(', ')}, nor an account but by its user`, async () => {
      assert.equal((await readsOfUsers(asked, 'first page')).length, 1)
      const read = await accessesOf(({ userSearch }) => userSearch?.list({ ...everybody, ...asked }))
      for (const access of read.filter(({ table }) => table === 'keyward_account'))
        assert.ok(access.seeks, described(access))
    })
  }

  for (const kind of inventoryKinds) {
    it(`lists everybody’s credentials of the kind ${kind} in the order of an index`, async () => {
      const { userId, keyId } = filled
      const table = `keyward_${kind}`
      const list = async (more: Partial<CredentialFilter>, from: string | null = null) => {
        const read = await accessesOf(({ credentials }) =>
          credentials.list({ kind, endedSince: now - 1, ...more }, { limit: 50, before: from }),
        )
        return read.filter((access) => access.table === table)
      }
      const lists = [await list({}), await list({}, keyId), await list({ userId })]
      for (const read of [...lists, await list({ unusedSince: now + 1 })]) {
        assert.equal(read.length, 1)
        for (const access of read) assert.ok(access.index !== null && !access.sorts, described(access))
      }
    })
  }

  const seeking: Readonly<Record<string, AuditFilter>> = {
    'a type that is rare': { types: ['policy.changed'] },
    'a group': { types: typesIn('administration') },
    refusals: { outcome: 'refused' },
    'refusals of a group': { types: typesIn('sign_in'), outcome: 'refused' },
    'an address': { ip: '203.0.113.7' },
    'an address and a group': { ip: '203.0.113.7', types: typesIn('sign_in') },
    'an address, and what was done': { ip: '203.0.113.7', outcome: 'success' },
  }
  for (const [name, filter] of Object.entries(seeking)) {
    it(`finds events where they stand in an index: ${name}`, async () => {
      for (const access of await readsOfEvents(filter)) assert.ok(access.seeks, described(access))
    })
  }

  const walking: Readonly<Record<string, AuditFilter>> = {
    'no filter': {},
    'what was done': { outcome: 'success' },
    'what was done, in a group': { types: typesIn('credentials'), outcome: 'success' },
    'the later half': { after: 1_780_010_000_000 },
  }
  for (const [name, filter] of Object.entries(walking)) {
    it(`reads events along an index: ${name}`, async () => {
      assertIndexed(await readsOfEvents(filter))
    })
  }

  it('would tell of a statement that reads a whole table, and of one that sorts it', async () => {
    const { dataSource } = opened
    const [column, table] = ['user_agent', 'keyward_audit_event'].map((name) =>
      dataSource.driver.escape(name),
    )
    const text = `SELECT ${String(column)} FROM ${String(table)} ORDER BY ${String(column)}`
    const whole = { table: 'keyward_audit_event', index: null, seeks: false, sorts: true }
    assert.deepEqual(await planOf(dataSource, { text, values: [] }), [whole])
  })

  /** How all statements read keyward's tables. */
  async function accessesOf(
    work: (store: Store) => Promise<unknown> | undefined,
  ): Promise<readonly Access[]> {
    return (await statementsOf(work)).flatMap(({ accesses }) => accesses)
  }

  async function statementsOf(work: (store: Store) => Promise<unknown> | undefined) {
    const store = typeormStore(opened.dataSource)
    const plans = await plansOf(opened.dataSource, async () => work(store))
    await store.close()
    return plans
  }

  /** How pages of the list of users read the table of users; what counts them reads all of it, or of the smallest index. */
  async function readsOfUsers(
    asked: Partial<UserSearch> & Pick<UserSearch, 'sort'>,
    which: 'first page' | 'both ways',
  ): Promise<readonly Access[]> {
    const statements = await statementsOf(async ({ userSearch }) => {
      const search = { ...everybody, ...asked }
      const found = await userSearch?.list(search)
      assert.ok(found?.last)
      if (which === 'first page') return
      const next = await userSearch?.list({ ...search, at: { ...found.last, side: 'after' } })
      assert.ok(next?.last)
      await userSearch?.list({ ...search, at: { ...next.last, side: 'before' } })
    })
    const pages = statements.filter(({ text }) => !text.startsWith('SELECT COUNT'))
    return pages.flatMap(({ accesses }) => accesses.filter(({ table }) => table === 'keyward_user'))
  }

  async function readsOfEvents(filter: AuditFilter): Promise<readonly Access[]> {
    const read = await accessesOf(({ audit }) => audit.list(filter, { limit: 50, before: null }))
    assert.ok(read.length > 0)
    return read
  }
})

/** Asserts that no whole table is read: an index is, from where the rows stand in it, or in order as far as is needed. */
function assertIndexed(read: readonly Access[]): void {
  for (const access of read)
    assert.ok(access.index !== null && (access.seeks || !access.sorts), described(access))
}

function described({ table, index, seeks, sorts }: Access): string {
  const way = seeks ? 'from a place in' : 'from an end of'
  return `${table} is read ${way} ${index ?? 'the table'}${sorts ? ', and sorted' : ''}`
}
