import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

let made = 0

/** Finding some among all users. */
export function userSearchContract(app: () => App): void {
  describe('GET /admin/users, searched', () => {
    it('finds a part of the user name, the display name or the organization in any case, and takes nothing for a wildcard', async () => {
      const { admin, user } = app()
      const administrator = await admin()
      const mark = `m${String(made++)}x`
      const people = [
        await user({ username: `${mark}-under_score` }),
        await user({ displayName: `${mark} Łukasz Śliwa 100%` }),
        await user({ organizationId: `${mark} Größe ΟΔΟΣ` }),
      ].map(({ id }) => id)
      const find = async (q: string): Promise<readonly string[]> => {
        const { items, total } = (await administrator.get(`/admin/users?q=${encodeURIComponent(q)}`)).body
        assert.equal(total, items.length)
        return items.map(({ id }: { id: string }) => id)
      }
      assert.deepEqual(await find(mark.toUpperCase()), people.toReversed())
      const [byName, byDisplayName, byOrganization] = people
      for (const [q, id] of [
        [`${mark}-UNDER_SC`, byName],
        [`${mark} łUKASZ ś`, byDisplayName],
        [`${mark} Łukasz Śliwa 100%`, byDisplayName],
        [`${mark} GRÖSSE οδοσ`, byOrganization],
        [`${mark} größe οδος`, byOrganization],
      ] as const) {
        assert.deepEqual(await find(q), [id], q)
      }
      for (const none of [`${mark}_under`, `${mark}%`, `${mark} Lukasz`, `${mark}\\`]) {
        assert.deepEqual(await find(none), [], none)
      }
    })

    it('narrows by status and organization', async () => {
      const { admin, signedIn, user } = app()
      const administrator = await admin()
      const organizationId = `org-${String(made++)}`
      const client = await signedIn(await user({ organizationId }))
      await enrolApp(app(), client)
      const [bare, asleep] = [await user({ organizationId }), await user({ organizationId })]
      await administrator.patch(`/admin/users/${asleep.id}`, { disabled: true })
      const find = async (query: string): Promise<readonly string[]> =>
        (await administrator.get(`/admin/users?organization=${organizationId}${query}`)).body.items.map(
          ({ id }: { id: string }) => id,
        )
      assert.deepEqual(await find(''), [asleep.id, bare.id, client.user.id])
      assert.deepEqual(await find('&status=active'), [bare.id, client.user.id])
      assert.deepEqual(await find('&status=disabled'), [asleep.id])
      assert.deepEqual(await find('&status=no_factor'), [bare.id])
      assert.deepEqual(await find('&status=no_factor&q=nobody-at-all'), [])
    })

    it('sorts by user name and by last sign-in, page by page, each user once', async () => {
      const { admin, user, signedIn } = app()
      const administrator = await admin()
      const organizationId = `org-${String(made++)}`
      const mark = `s${String(made++)}`
      const [c, a, b] = [
        await user({ username: `${mark}-C`, organizationId }),
        await user({ username: `${mark}-a`, organizationId }),
        await user({ username: `${mark}-B`, organizationId }),
      ]
      await signedIn(b)
      await signedIn(c)
      const all = async (sort: string): Promise<readonly string[]> => {
        const ids: string[] = []
        for (let cursor = ''; ;) {
          const path = `/admin/users?organization=${organizationId}&sort=${sort}&limit=1${cursor}`
          const { items, nextCursor, total } = (await administrator.get(path)).body
          assert.equal(total, 3)
          ids.push(...items.map(({ id }: { id: string }) => id))
          if (nextCursor === null) return ids
          cursor = `&cursor=${nextCursor}`
        }
      }
      assert.deepEqual(await all('created'), [b.id, a.id, c.id])
      assert.deepEqual(await all('username'), [a.id, b.id, c.id])
      assert.deepEqual(await all('last_sign_in'), [c.id, b.id, a.id])
    })

    it('refuses a cursor of another query, and what is no filter', async () => {
      const { admin, user } = app()
      const administrator = await admin()
      await user()
      const { nextCursor } = (await administrator.get('/admin/users?limit=1')).body
      assert.equal((await administrator.get(`/admin/users?limit=2&cursor=${nextCursor}`)).status, 200)
      for (const [query, field] of [
        [`q=a&cursor=${nextCursor}`, 'cursor'],
        [`sort=username&cursor=${nextCursor}`, 'cursor'],
        [`status=active&cursor=${nextCursor}`, 'cursor'],
        [`organization=a&cursor=${nextCursor}`, 'cursor'],
        ['status=asleep', 'status'],
        ['sort=age', 'sort'],
        ['organization=', 'organization'],
      ] as const) {
        const answer = await administrator.get(`/admin/users?${query}`)
        refused(answer, 422, 'invalid_input')
        assert.equal(answer.body.errors[0].field, field, query)
      }
    })
  })
}
