import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import { generate } from './scene.js'
import type { App } from '../../../support/app.js'

/** Changing and removing an SSH private key. */
export function privateKeyKeepingContract(app: () => App): void {
  describe('PATCH /ssh-private-keys/:id', () => {
    it('changes name and notes, and nothing else', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-private-keys', { name: 'old', description: 'x', generate })).body
      const path = `/ssh-private-keys/${made.id}`
      const changed = await client.patch(path, { name: 'new', accountName: 'root', description: null })
      const expected = { ...made, name: 'new', accountName: 'root', description: null }
      assert.deepEqual([changed.status, changed.body], [200, expected])
      assert.deepEqual((await client.patch(path, {})).body, expected)
      assert.deepEqual((await client.get(path)).body, expected)
      refusedFields(await client.patch(path, { publicKey: 'x', generate, passphrase: 'x' }), {
        publicKey: 'unknown_field',
        generate: 'unknown_field',
        passphrase: 'unknown_field',
      })
      await client.post('/ssh-private-keys', { name: 'taken', generate })
      refused(await client.patch(path, { name: 'TAKEN' }), 409, 'name_taken')
    })
  })

  describe('DELETE /ssh-private-keys/:id', () => {
    it('removes the key for good, and events tell its life', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-private-keys', { name: 'a', generate })).body
      await client.patch(`/ssh-private-keys/${made.id}`, { name: 'b' })
      assert.equal((await client.delete(`/ssh-private-keys/${made.id}`)).status, 204)
      for (const gone of [
        await client.get(`/ssh-private-keys/${made.id}`),
        await client.delete(`/ssh-private-keys/${made.id}`),
      ]) {
        refused(gone, 404, 'not_found')
      }
      const { items } = (await client.get('/events?limit=3')).body
      assert.deepEqual(
        items.map(({ type, subject }: { type: string; subject: object }) => [type, subject]),
        ['deleted', 'updated', 'created'].map((what) => [
          `ssh_private_key.${what}`,
          {
            kind: 'ssh_private_key',
            id: made.id,
            name: what === 'created' ? 'a' : 'b',
            hint: made.fingerprint,
          },
        ]),
      )
    })
  })
}
