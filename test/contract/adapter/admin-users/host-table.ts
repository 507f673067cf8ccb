import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow, UserStore } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'

/** The list of users where they stand in a table of the host's, which knows no more than `UserStore` asks. */
export function hostTableSearchContract(framework: Framework): void {
  describe('GET /admin/users over a host’s own users', () => {
    const { users, rows } = numberedUsers()
    const app = appFor(framework, { users })

    function administrator() {
      return app().signedIn(rows.get('1'))
    }

    it('lists them newest first, page by page, without reading more than it shows', async () => {
      const client = await administrator()
      const first = (await client.get('/admin/users?limit=100')).body
      assert.deepEqual([first.items.length, first.items[0].id, first.total], [100, '230', null])
      const second = (await client.get(`/admin/users?limit=100&cursor=${first.nextCursor}`)).body
      assert.equal(second.items[0].id, '130')
      const third = (await client.get(`/admin/users?limit=100&cursor=${second.nextCursor}`)).body
      assert.deepEqual([third.items.length, third.nextCursor], [30, null])
    })

    it('finds, narrows and sorts as in a table of keyward’s', async () => {
      const client = await administrator()
      const get = async (query: string) => (await client.get(`/admin/users?${query}`)).body
      const named = await get(`q=${encodeURIComponent('łUKASZ 7')}&sort=username&limit=2`)
      assert.deepEqual(
        [named.total, named.items.map(({ displayName }: UserRow) => displayName)],
        [11, ['Łukasz 7', 'Łukasz 70']],
      )
      const next = await get(
        `q=${encodeURIComponent('łUKASZ 7')}&sort=username&limit=2&cursor=${named.nextCursor}`,
      )
      assert.equal(next.items[0].displayName, 'Łukasz 71')
      assert.deepEqual(
        (await get('status=disabled')).items.map(({ id }: UserRow) => id),
        ['2'],
      )
      assert.equal((await get('organization=acme')).total, 23)
      assert.equal((await get('sort=last_sign_in&limit=1')).items[0].id, '1')
      assert.equal((await get('status=no_factor')).total, 229)
    })
  })
}

/** 230 users with numbers for ids, of whom the first is an administrator and the second is disabled. */
function numberedUsers(): { readonly users: UserStore; readonly rows: Map<string, UserRow> } {
  const rows = new Map<string, UserRow>()
  for (let n = 1; n <= 230; n++) {
    rows.set(String(n), {
      ...{
        id: String(n),
        username: `user-${String(n).padStart(3, '0')}`,
        displayName: `Łukasz ${String(n)}`,
      },
      ...{ organizationId: n % 10 === 0 ? 'acme' : null, admin: n === 1, disabled: n === 2 },
      ...{ passwordHash: null, createdAt: 1_760_000_000_000 + n },
    })
  }
  const users: UserStore = {
    byId: (id) => Promise.resolve(rows.get(id) ?? null),
    byUsername: (name) =>
      Promise.resolve([...rows.values()].find(({ username }) => username === name) ?? null),
    list({ limit, before }) {
      const older = [...rows.values()]
        .toReversed()
        .filter(({ id }) => before === null || Number(id) < Number(before))
      return Promise.resolve({ rows: older.slice(0, limit), more: older.length > limit })
    },
    setPasswordHash: () => Promise.resolve(),
  }
  return { users, rows }
}
