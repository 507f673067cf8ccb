import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SshHostScene } from './scene.js'

export function sshHostCreationContract(app: () => App, { name, ask }: SshHostScene): void {
  describe('POST /admin/hosts', () => {
    it('answers 201 with the credential, once, and where the host is found', async () => {
      const { admin, clock, mounting } = app()
      const client = await admin()
      const given = { name: ' web 1 ', groups: ['web', 'eu', 'web'], cidrs: ['127.0.0.0/8', '::1'] }
      const made = await client.post('/admin/hosts', given)
      assert.equal(made.status, 201)
      const { credential, ...shown } = made.body
      assert.match(credential, /^kwh_[0-9A-Za-z]{36}$/)
      assert.deepEqual(shown, {
        ...{ id: shown.id, name: 'web 1', groups: ['web', 'eu'], cidrs: given.cidrs, disabled: false },
        ...{ createdAt: new Date(clock.now()).toISOString(), lastSeenAt: null },
      })
      const { location = '' } = made.headers
      assert.equal(location, `${mounting.path}/admin/hosts/${shown.id}`)
      const found = await client.get(location.slice(mounting.path.length))
      assert.deepEqual([found.status, found.body], [200, shown])
      assert.deepEqual((await client.get('/admin/hosts')).body.items[0], shown)
      assert.equal((await ask(credential)).status, 200)
    })

    it('needs a name of its own, and no more', async () => {
      const client = await app().admin()
      const made = await client.post('/admin/hosts', { name: 'Plain' })
      assert.deepEqual([made.body.groups, made.body.cidrs], [[], []])
      refused(await client.post('/admin/hosts', { name: 'plain' }), 409, 'name_taken')
      refusedFields(await client.post('/admin/hosts', {}), { name: 'required' })
    })

    it('refuses groups and ranges that are none', async () => {
      const client = await app().admin()
      for (const cidr of [
        ...['', '10', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.1/8', '10.0.0.0/8/8', '::/129'],
        ...['fe80::1%eth0', '*', 'example.com', '::1/64', '10.0.0.0/-1', '10.0.0.0\n', '"', '2001:db8::1/32'],
      ]) {
        const answer = await client.post('/admin/hosts', { name: name(), cidrs: [cidr] })
        refusedFields(answer, { 'cidrs.0': 'malformed' })
      }
      for (const group of ['', 'a b', 'a\n', '\u200b', 'x'.repeat(65)]) {
        refusedFields(await client.post('/admin/hosts', { name: name(), groups: [group] }), {
          'groups.0': 'malformed',
        })
      }
      for (const field of ['credential', 'digest', 'id', 'disabled']) {
        refusedFields(await client.post('/admin/hosts', { name: name(), [field]: 'x' }), {
          [field]: 'unknown_field',
        })
      }
    })
  })
}
