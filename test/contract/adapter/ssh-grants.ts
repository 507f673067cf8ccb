import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const path = '/admin/ssh-grants'

export function sshGrantsContract(framework: Framework): void {
  describe('GET and PUT /admin/ssh-grants', () => {
    const app = appFor(framework)

    it('keep all grants in order, and give each an id that lasts', async () => {
      const { admin, user } = app()
      const client = await admin()
      const nothing = await client.get(path)
      assert.deepEqual([nothing.status, nothing.body], [200, { items: [], nextCursor: null }])
      const { id: userId } = await user()
      const items = [
        { group: 'web', userId, account: 'deploy', permit: ['pty', 'port-forwarding'], from: ['10.0.0.0/8'] },
        { group: 'web', organizationId: 'acme', account: null },
        { group: 'default', everyone: true },
        { group: 'db', everyone: true, account: 'backup', permit: [] },
      ]
      const put = await client.put(path, { items })
      assert.equal(put.status, 200)
      const stored = put.body.items as { id: string }[]
      assert.deepEqual(
        stored,
        items.map((item, i) => ({ account: null, ...item, id: stored[i]?.id })),
      )
      assert.equal(new Set(stored.map(({ id }) => id)).size, 4)
      assert.deepEqual((await client.get(path)).body, put.body)
      const reversed = await client.put(path, { items: stored.toReversed() })
      assert.deepEqual(reversed.body.items, stored.toReversed())
    })

    it('let a writer say which state it has seen', async () => {
      const client = await app().admin()
      const { etag = '' } = (await client.get(path)).headers
      const put = (ifMatch: string) => client.put(path, { items: [] }, { headers: { 'If-Match': ifMatch } })
      assert.equal((await put(etag)).status, 200)
      for (const stale of [etag, '"999"', 'W/"1"', 'x']) refused(await put(stale), 412, 'precondition_failed')
      assert.equal((await put('*')).status, 200)
      const { etag: now = '' } = (await client.get(path)).headers
      const both = await Promise.all([put(now), put(now)])
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
    })

    it('a list in which something is no grant is refused', async () => {
      const { admin, user } = app()
      const client = await admin()
      const { id: userId } = await user()
      const before = (await client.get(path)).body
      for (const [item, fields] of [
        [{ everyone: true }, { 'items.0.group': 'required' }],
        [{ group: 'web' }, { 'items.0': 'malformed' }],
        [{ group: 'web', everyone: true, userId }, { 'items.0': 'malformed' }],
        [{ group: 'web', everyone: false }, { 'items.0.everyone': 'not_allowed' }],
        [{ group: 'web', userId: 'nobody' }, { 'items.0.userId': 'unknown_user' }],
        [{ group: 'a b', everyone: true }, { 'items.0.group': 'malformed' }],
        [{ group: 'web', everyone: true, account: 'Root' }, { 'items.0.account': 'malformed' }],
        [{ group: 'web', everyone: true, account: '-x' }, { 'items.0.account': 'malformed' }],
        [{ group: 'web', everyone: true, account: 'a'.repeat(33) }, { 'items.0.account': 'malformed' }],
        [{ group: 'web', everyone: true, permit: ['all'] }, { 'items.0.permit.0': 'not_allowed' }],
        [{ group: 'web', everyone: true, from: [] }, { 'items.0.from': 'out_of_range' }],
        [{ group: 'web', everyone: true, from: ['*'] }, { 'items.0.from.0': 'malformed' }],
        [{ group: 'web', everyone: true, from: ['::1", x="'] }, { 'items.0.from.0': 'malformed' }],
        [{ group: 'web', everyone: true, command: 'x' }, { 'items.0.command': 'unknown_field' }],
      ] as const) {
        refusedFields(await client.put(path, { items: [item] }), fields)
      }
      refusedFields(await client.put(path, {}), { items: 'required' })
      assert.deepEqual((await client.get(path)).body, before)
    })

    it('are the app’s own to set as well', async () => {
      const { admin, keyward, events } = app()
      await keyward.sshGrants.replace([{ group: 'default', everyone: true }])
      const [grant] = await keyward.sshGrants.list()
      assert.deepEqual((await (await admin()).get(path)).body.items, [grant])
      const changed = events.filter(({ type }) => type === 'ssh_grants.changed').at(-1)
      assert.deepEqual([changed?.actor?.kind, changed?.subject?.kind], ['host', 'ssh_grants'])
    })
  })
}
