import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SshHostScene } from './scene.js'

export function sshHostCredentialContract(app: () => App, { name, ask }: SshHostScene): void {
  describe('the credential of a host', () => {
    it('opens nothing else: no route, no guard, nor is it revoked by being shown', async () => {
      const client = await app().admin()
      const { credential: bearer } = (await client.post('/admin/hosts', { name: name() })).body
      for (const path of [
        '/api/hello',
        '/api/optional',
        '/api/vault',
        '/credential',
        '/ssh-keys',
        '/admin/hosts',
      ]) {
        invalidToken(await app().client().get(path, { bearer }))
      }
      assert.equal((await app().client().post('/revoke', { token: bearer })).status, 200)
      assert.equal((await ask(bearer)).status, 200)
    })

    it('is refused when it is not whole', async () => {
      const client = await app().admin()
      const { credential } = (await client.post('/admin/hosts', { name: name() })).body as {
        credential: string
      }
      for (const text of [
        credential.slice(0, -1),
        `${credential}0`,
        credential.replace('kwh_', 'kwk_'),
        'x',
      ]) {
        invalidToken(await ask(text))
      }
    })

    it('leaves a trace: when the host was seen, and what was done to it', async () => {
      const { admin, events, clock } = app()
      const client = await admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      clock.advance({ minutes: 3 })
      await ask(credential)
      const at = clock.now()
      assert.equal(Date.parse((await client.get(`/admin/hosts/${id}`)).body.lastSeenAt), at)
      await client.patch(`/admin/hosts/${id}`, { disabled: true })
      await ask(credential)
      await client.post(`/admin/hosts/${id}/rotation`)
      await client.delete(`/admin/hosts/${id}`)
      await client.get('/admin/hosts')
      const about = events.filter(({ subject }) => subject?.id === id)
      assert.deepEqual(
        about.map(({ type, reason }) => (reason === null ? type : `${type} ${reason}`)).sort(),
        [
          'credential.refused host_disabled',
          'ssh_host.created',
          'ssh_host.deleted',
          'ssh_host.rotated',
          'ssh_host.updated',
        ],
      )
    })
  })
}
