import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

export function hostsPageContract(app: () => App, { administrator, shownOnce }: AdminPagesScene): void {
  describe('the page for hosts', () => {
    const path = `${root}/hosts`
    const ask = (bearer: string) => app().client().get('/ssh/authorized_keys/nobody', { bearer })

    it('adds a host with its credential, shown once, renews it and deletes the host', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      const name = hostile
      const fields = { name, groups: 'web, eu', cidrs: '127.0.0.0/8 ::1' }
      const made = await pages.make(form, 'Add host', fields)
      const credential = shownOnce(made)
      assert.ok(!made.html.includes('<script>alert'))
      assert.ok(made.text.includes('in web, eu from 127.0.0.0/8, ::1'))
      assert.match(made.text, /Nobody can log in to this host until .* Who may sign in/)
      assert.match(made.html, /scp -r node_modules\/keyward\/adapters\/sshd root@host:keyward-sshd/)
      assert.equal((await pages.submit(form, 'Add host', fields)).location, `${path}?notice=sent-already`)
      assert.equal((await ask(credential)).status, 200)
      const { id } = (await pages.client.get('/admin/hosts')).body.items[0]
      const rotate = await pages.get(`${path}/${id}/rotation`)
      const next = shownOnce(await pages.make(rotate, 'New credential', { overlapSeconds: '0' }))
      invalidToken(await ask(credential))
      assert.equal((await ask(next)).status, 200)
      const edit = await pages.get(`${path}/${id}`)
      const change = { name: 'box', groups: '', cidrs: '', disabled: 'on' }
      assert.match((await pages.follow(await pages.submit(edit, 'Save', change))).text, /Saved “box”/)
      const host = (await pages.client.get(`/admin/hosts/${id}`)).body
      assert.deepEqual([host.groups, host.cidrs, host.disabled], [[], [], true])
      const deletion = await pages.get(`${path}/${id}/deletion`)
      assert.match((await pages.follow(await pages.submit(deletion, 'Delete host'))).text, /Deleted “box”/)
      invalidToken(await ask(next))
    })

    it('says what is wrong, and shows again what was typed', async () => {
      const pages = await administrator()
      for (const [fields, said] of [
        [{ name: '' }, /Name: Fill this in/],
        [{ name: 'a', cidrs: '10.0.0.0/8, example.com' }, /Addresses it asks from \(optional\): /],
        [{ name: 'a', groups: 'x'.repeat(65) }, /Groups \(optional\): /],
      ] as const) {
        const refused = await pages.submit(await pages.get(`${path}/new`), 'Add host', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [422, true], refused.text)
        const form = refused.forms.find(({ buttons }) => buttons.includes('Add host'))
        assert.deepEqual({ ...form?.fields, ...fields }, form?.fields)
      }
    })
  })
}
