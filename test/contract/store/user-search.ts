import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { ListPlace } from '../../../src/store/page.js'
import type { UserSearch } from '../../../src/store/user-search.js'
import { addUser, aSecurityKey, nextId, now, prepared } from './rows.js'

const everybody: UserSearch = {
  limit: 10,
  at: null,
  q: null,
  status: null,
  organizationId: null,
  sort: 'created',
}

/** What every store with keyward's own user table finds in it. */
export function userSearchContract(at: () => Store): void {
  const search = async (asked: Partial<UserSearch>) => {
    const { userSearch } = at()
    assert.ok(userSearch)
    return userSearch.list({ ...everybody, ...asked })
  }
  const idsOf = async (asked: Partial<UserSearch>): Promise<readonly string[]> =>
    (await search(asked)).rows.map(({ id }) => id)

  describe('the search among users', () => {
    it('finds part of a name in any case, in whatever script, and no wildcard', async () => {
      const mark = `q${nextId().slice(-6)}`
      const [latin, greek, plain] = [
        await addUser(at(), { displayName: `${mark} Łukasz Größe 100%_` }),
        await addUser(at(), { organizationId: `${mark} ΟΔΟΣ` }),
        await addUser(at(), { username: `${mark}-Ada` }),
      ]
      assert.deepEqual(await idsOf({ q: mark.toUpperCase() }), [plain.id, greek.id, latin.id])
      for (const [q, found] of [
        [`${mark} łUKASZ GRÖSSE`, latin],
        [`${mark} Łukasz Größe 100%_`, latin],
        [`${mark} οδος`, greek],
        [`${mark} ΟΔΟσ`, greek],
        [`${mark}-aDA`, plain],
      ] as const) {
        assert.deepEqual(await idsOf({ q }), [found.id], q)
      }
      for (const q of [`${mark}%`, `${mark}_`, `${mark} Lukasz`, `${mark}\\`, `${mark}\0`, `${mark}\ud800`]) {
        assert.deepEqual(await idsOf({ q }), [], JSON.stringify(q))
      }
    })

    it('finds by what a user is called now', async () => {
      const [before, after] = [nextId(), nextId()]
      const { id } = await addUser(at(), { displayName: before, organizationId: before })
      const change = { displayName: `Ä ${after}` }
      assert.equal(await at().commit([prepared(at().users.update?.(id, change))]), true)
      assert.deepEqual(await idsOf({ q: `ä ${after}` }), [id])
      assert.deepEqual(await idsOf({ q: before }), [id], 'the organisation is the same still')
      await at().commit([prepared(at().users.update?.(id, { organizationId: null }))])
      assert.deepEqual(await idsOf({ q: before }), [])
    })

    it('tells who is disabled, and who has no second factor', async () => {
      const organizationId = nextId()
      const [bare, keyed, asleep] = [
        await addUser(at(), { organizationId }),
        await addUser(at(), { organizationId }),
        await addUser(at(), { organizationId, disabled: true }),
      ]
      await at().commit([at().securityKeys.insert(aSecurityKey(keyed.id), 10)])
      assert.deepEqual(await idsOf({ organizationId }), [asleep.id, keyed.id, bare.id])
      assert.deepEqual(await idsOf({ organizationId, status: 'active' }), [keyed.id, bare.id])
      assert.deepEqual(await idsOf({ organizationId, status: 'disabled' }), [asleep.id])
      assert.deepEqual(await idsOf({ organizationId, status: 'no_factor' }), [bare.id])
      assert.deepEqual(await idsOf({ organizationId: `${organizationId} ` }), [])
    })

    it('goes through the list in every order, there and back, and counts', async () => {
      const organizationId = nextId()
      const users = []
      for (const name of ['c', 'a', 'B']) {
        users.push(await addUser(at(), { organizationId, username: `${organizationId}-${name}` }))
      }
      const [c, a, b] = users.map(({ id }) => id)
      await at().commit([
        at().accounts.set(b ?? '', { lastSignInAt: now }),
        at().accounts.set(c ?? '', { lastSignInAt: now + 1 }),
      ])
      for (const [sort, order] of [
        ['created', [b, a, c]],
        ['username', [a, b, c]],
        ['last_sign_in', [c, b, a]],
      ] as const) {
        const seen: string[] = []
        let place: ListPlace | null = null
        for (let more = true; more;) {
          const page: Awaited<ReturnType<typeof search>> = await search({
            organizationId,
            sort,
            limit: 1,
            at: place && { ...place, side: 'after' },
          })
          assert.deepEqual([page.total, page.preceding], [3, seen.length])
          seen.push(...page.rows.map(({ id }) => id))
          ;({ last: place, more } = page)
        }
        assert.deepEqual(seen, order, sort)
        const back = await search({
          organizationId,
          sort,
          limit: 1,
          at: place && { ...place, side: 'before' },
        })
        assert.deepEqual([back.rows[0]?.id, back.preceding, back.more], [order[1], 1, true])
      }
    })
  })
}
