import assert from 'node:assert/strict'
import { format } from 'node:util'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { newPassword, notedSecrets, secretsIn } from '../../support/secrets.js'
import { appFor, assertKeepsSecrets } from '../../support/suite.js'

export function secrecyContract(framework: Framework): void {
  describe('secrets', () => {
    const app = appFor(framework)

    it('CVE-2024-8365: stand in no table, no file and no event after a whole life of them', async () => {
      const { admin, client, user, password, keyward, events, database, clock } = app()
      const before = notedSecrets()
      const { id, username } = await user()
      const browser = client()
      await browser.post('/session', { username, password })
      await browser.post('/session', { username, password: newPassword() })
      const key = (await browser.post('/api-keys', { name: 'a' })).body
      const rotated = (await browser.post(`/api-keys/${key.id}/rotation`, { overlapSeconds: 600 })).body
      const token = (await browser.post('/tokens', {})).body
      for (const bearer of [key.key, rotated.key, token.token]) await client().get('/api/hello', { bearer })
      await browser.post('/session/reauthentication', { password })
      const changed = newPassword()
      await browser.put('/password', { currentPassword: password, newPassword: changed })
      // A password in the field for the name.
      await client().post('/session', { username: changed, password: newPassword() })
      await client().post('/revoke', { token: key.key })
      clock.advance({ hours: 25 })
      await client().get('/api/hello', { bearer: token.token })
      const administrator = await admin()
      const reset = (await administrator.post(`/admin/users/${id}/password`, {})).body
      const temporary = client()
      await temporary.post('/session', { username, password: reset.temporaryPassword })
      await administrator.post('/admin/users', { username: 'made', password: newPassword() })
      const issued = await keyward.apiKeys.create(administrator.user.id, { name: 'by the host' })
      await client().get('/api/hello', { bearer: issued.key.reveal() })
      const { id: invited } = (await administrator.post('/admin/users', { username: 'invited' })).body
      const { url } = (await administrator.post(`/admin/users/${invited}/invitation`, {})).body
      const code = new URL(url as string).hash.slice(1)
      await client().post('/one-time-links/password-reset', { code, newPassword: newPassword() })
      await client().post('/one-time-links/invitation', { code, newPassword: newPassword() })
      await administrator.post(`/admin/users/${(await user({ passwordHash: null })).id}/invitation`, {})
      await administrator.get('/api-keys')

      assert.ok(notedSecrets() - before >= 16)
      const dump = JSON.stringify(await database.dump())
      assert.ok(dump.includes(key.id) && dump.includes(rotated.hint))
      assert.ok(events.some(({ type }) => type === 'password.reset'))
      await assertKeepsSecrets(app())
    })

    it('the search for secrets notices one in the middle of a line', () => {
      assert.equal(secretsIn(`a line with ${app().password} in it`), 1)
    })

    it('are shown by keyward’s own functions only when they are asked for', async () => {
      const { keyward, user } = app()
      const { id } = await user()
      const { key } = await keyward.apiKeys.create(id, { name: 'quiet' })
      for (const text of [format('%s %j %o', key, key, key), JSON.stringify({ key })]) {
        assert.equal(text.includes(key.reveal().slice(5)), false)
      }
    })
  })
}
