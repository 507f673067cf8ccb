import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import { fields } from './fields.js'

export function userReadingContract(app: () => App): void {
  describe('GET /admin/users', () => {
    it('lists all users, and never a password hash', async () => {
      const { admin, user } = app()
      const made = await user()
      const { items } = (await (await admin()).get('/admin/users?limit=2')).body
      assert.equal(items[1].id, made.id)
      for (const item of items) assert.deepEqual(Object.keys(item as object).sort(), fields)
    })

    it('answers 404 for one that is not there', async () => {
      const administrator = await app().admin()
      for (const id of ['x', '%27%20OR%201=1', '__proto__', 'x'.repeat(3000)]) {
        for (const answer of [
          await administrator.get(`/admin/users/${id}`),
          await administrator.patch(`/admin/users/${id}`, { disabled: true }),
          await administrator.delete(`/admin/users/${id}`),
          await administrator.post(`/admin/users/${id}/password`, {}),
          await administrator.delete(`/admin/users/${id}/sessions`),
        ]) {
          refused(answer, 404, 'not_found')
        }
      }
    })
  })
}
