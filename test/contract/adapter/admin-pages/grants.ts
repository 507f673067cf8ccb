import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

export function grantsPageContract(app: () => App, { administrator }: AdminPagesScene): void {
  describe('the page for grants', () => {
    const path = `${root}/grants`

    it('adds, changes, moves and deletes a rule of the list', async () => {
      const pages = await administrator()
      const user = await app().user()
      const grants = async () => {
        const { items } = (await pages.client.get('/admin/ssh-grants')).body
        return items.map(({ id: _, ...grant }: { id: string }) => grant)
      }
      assert.match((await pages.get(path)).text, /Nobody may sign in yet/)
      const add = async (fields: Record<string, string>) =>
        pages.submit(await pages.get(`${path}/new`), 'Save', fields)
      assert.equal((await add({ who: 'user', whom: user.username, group: 'web' })).status, 303)
      const second = await add({
        ...{ who: 'organization', whom: hostile.slice(0, 64), group: 'db', account: 'postgres' },
        ...{ from: '10.0.0.0/8 ::1', permit: 'these', 'permit:pty': 'on' },
      })
      const list = await pages.follow(second)
      assert.match(list.text, /Saved who may sign in to hosts/)
      assert.ok(list.text.includes(`User ${user.username} on web`))
      assert.ok(list.text.includes(`Organization ${hostile.slice(0, 64)} on db`))
      const one = { group: 'web', userId: user.id, account: null }
      const two = {
        ...{ group: 'db', organizationId: hostile.slice(0, 64), account: 'postgres' },
        ...{ permit: ['pty'], from: ['10.0.0.0/8', '::1'] },
      }
      assert.deepEqual(await grants(), [one, two])
      assert.equal((await pages.submit(list, 'Move up')).status, 303)
      assert.deepEqual(await grants(), [two, one])
      const [{ id }] = (await pages.client.get('/admin/ssh-grants')).body.items
      const edit = await pages.get(`${path}/${id}`)
      const change = { who: 'everyone', account: '', from: '', permit: 'policy' }
      assert.equal((await pages.submit(edit, 'Save', change)).status, 303)
      assert.deepEqual((await grants())[0], { group: 'db', everyone: true, account: null })
      const stale = await pages.submit(edit, 'Save', change)
      assert.equal(stale.status, 412)
      assert.match(stale.text, /Somebody changed this meanwhile/)
      const deletion = await pages.get(`${path}/${id}/deletion`)
      assert.equal((await pages.submit(deletion, 'Delete rule')).status, 303)
      assert.deepEqual(await grants(), [one])
      assert.equal((await pages.submit(deletion, 'Delete rule')).location, `${path}?notice=gone`)
    })

    it('says beside the field what is wrong with a grant', async () => {
      const pages = await administrator()
      for (const [fields, said] of [
        [{ who: 'user', whom: 'nobody-there' }, /There is no such user/],
        [{ who: 'user', whom: '' }, /Name of the user or organization: Fill this in/],
        [{ who: 'everyone', group: 'a b' }, /Group of hosts: /],
        [{ who: 'everyone', account: 'Root!' }, /Account on the host \(optional\): /],
        [{ who: 'everyone', from: 'example.com' }, /Addresses they come from \(optional\): /],
      ] as const) {
        const refused = await pages.submit(await pages.get(`${path}/new`), 'Save', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [422, true], refused.text)
      }
    })
  })
}
