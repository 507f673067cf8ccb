import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import type { PasswordScene } from './scene.js'

/** What a session may do that must change its password first. */
export function temporaryPasswordContract(app: () => App, { change }: PasswordScene): void {
  describe('a session that must change its password', () => {
    const reset = async () => {
      const { admin, user } = app()
      const owner = await user()
      const { body } = await (await admin()).post(`/admin/users/${owner.id}/password`, {})
      return { owner, password: body.temporaryPassword as string }
    }

    it('may look at itself, change the password and sign out, and nothing else', async () => {
      const { owner, password } = await reset()
      const client = app().client()
      assert.equal((await client.post('/session', { username: owner.username, password })).status, 201)
      assert.equal((await client.get('/session')).status, 200)
      assert.equal((await client.get('/policy')).status, 200)
      for (const path of [
        '/sessions',
        '/api-keys',
        '/api-keys/options',
        '/tokens',
        '/credential',
        '/events',
      ]) {
        refused(await client.get(path), 403, 'password_change_required')
      }
      refused(await client.post('/api-keys', { name: 'a' }), 403, 'password_change_required')
      refused(await client.post('/tokens', {}), 403, 'password_change_required')
      refused(await client.delete('/sessions'), 403, 'password_change_required')
      for (const path of ['/api/hello', '/api/vault', '/api/optional']) {
        refused(await client.get(path), 403, 'password_change_required')
      }
      assert.equal((await client.delete('/session')).status, 204)
    })

    it('changes it without a recent proof, and is a session like any other then', async () => {
      const { owner, password } = await reset()
      const client = app().client()
      await client.post('/session', { username: owner.username, password })
      app().clock.advance({ hours: 1 })
      const wanted = newPassword()
      assert.equal((await change(client, wanted, password)).status, 204)
      assert.equal((await client.get('/api/vault')).status, 200)
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
      const again = { username: owner.username, password }
      refused(await app().client().post('/session', again), 401, 'invalid_credentials')
    })

    it('may prove itself again, which lets it do no more', async () => {
      const { owner, password } = await reset()
      const client = app().client()
      await client.post('/session', { username: owner.username, password })
      assert.equal((await client.post('/session/reauthentication', { password })).status, 200)
      refused(await client.post('/tokens', {}), 403, 'password_change_required')
    })

    it('comes too late after 24 hours', async () => {
      const { owner, password } = await reset()
      const client = app().client()
      app().clock.advance({ hours: 23, minutes: 59 })
      const credentials = { username: owner.username, password }
      assert.equal((await client.post('/session', credentials)).status, 201)
      app().clock.advance({ minutes: 1 })
      refused(await app().client().post('/session', credentials), 401, 'invalid_credentials')
      refused(await change(client, newPassword(), password), 401, 'invalid_credentials')
    })
  })
}
