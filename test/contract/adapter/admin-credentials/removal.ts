import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { AdminCredentialsScene } from './scene.js'

export function credentialRemovalContract(app: () => App, { holder, ids }: AdminCredentialsScene): void {
  describe('DELETE /admin/credentials/:id', () => {
    it('removes one of any kind as its owner would, at once', async () => {
      const { user, client, key, token, sshKey, session } = await holder()
      const admin = await app().admin()
      for (const [{ id }, type] of [
        [key, 'api_key.deleted'],
        [token, 'token.deleted'],
        [sshKey, 'ssh_key.deleted'],
        [session, 'session.ended'],
      ] as const) {
        assert.equal((await admin.delete(`/admin/credentials/${id}`)).status, 204)
        const event = app().events.findLast((one) => one.subject?.id === id)
        assert.deepEqual([event?.type, event?.actor?.id, event?.userId], [type, admin.user.id, user.id])
        refused(await admin.delete(`/admin/credentials/${id}`), 404, 'not_found')
      }
      for (const bearer of [key.key, token.token]) {
        invalidToken(await app().client().get('/credential', { bearer }))
      }
      unauthenticated(await client.get('/session'))
      assert.deepEqual(await ids(admin, { user: user.id }), [])
      assert.equal(await app().store.sshKeys.byId(user.id, sshKey.id), null)
    })
  })
}
