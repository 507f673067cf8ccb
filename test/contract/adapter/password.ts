import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../support/client.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function passwordContract(framework: Framework): void {
  const app = appFor(framework)
  const change = (client: TestClient, newPassword: unknown, currentPassword: unknown = app().password) =>
    client.put('/password', { currentPassword, newPassword })

  describe('PUT /password', () => {
    it('replaces the password and re-issues the session under its id', async () => {
      const { signedIn, client, password } = app()
      const owner = await signedIn()
      const old = owner.cookies.get('keyward') ?? ''
      const { id } = (await owner.get('/session')).body.session
      const wanted = newPassword()
      const answer = await change(owner, wanted)
      assert.deepEqual([answer.status, answer.text, setCookies(answer).length], [204, '', 1])
      assert.equal((await owner.get('/session')).body.session.id, id)
      unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=${old}` } }))
      const { username } = owner.user
      refused(await client().post('/session', { username, password }), 401, 'invalid_credentials')
      assert.equal((await client().post('/session', { username, password: wanted })).status, 201)
    })

    it('GHSA-mr34-8733-grr2: ends the other sessions and the tokens; API keys stay', async () => {
      const { signedIn, user, client } = app()
      const owner = await user()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      const { key } = (await second.post('/api-keys', { name: 'stays' })).body
      const { token } = (await second.post('/tokens', {})).body
      assert.equal((await change(first, newPassword())).status, 204)
      unauthenticated(await second.get('/session'))
      invalidToken(await client().get('/api/hello', { bearer: token }))
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
      assert.deepEqual((await first.get('/tokens')).body.items, [])
    })

    it('counts as a proof', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      clock.advance({ minutes: 9 })
      await change(client, newPassword())
      clock.advance({ minutes: 9 })
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })

    it('refuses a wrong present password', async () => {
      const client = await app().signedIn()
      refused(await change(client, newPassword(), newPassword()), 401, 'invalid_credentials')
      assert.equal((await client.get('/session')).status, 200)
    })

    it('refuses a password that is too short, too long, too common or like the user name', async () => {
      const { signedIn, user } = app()
      const client = await signedIn(await user({ username: 'wilhelmina.q@example.com' }))
      refusedFields(await change(client, 'ab1!ab2?ab3=ab'), { newPassword: 'too_short' })
      refusedFields(await change(client, 'ä'.repeat(600)), { newPassword: 'too_long' })
      for (const common of [
        'passwordpassword',
        'aaaaaaaaaaaaaaaa',
        'qwertyuiopasdfgh',
        'keyward12345678',
        '123456789012345',
      ]) {
        refusedFields(await change(client, common), { newPassword: 'too_common' })
      }
      for (const similar of ['wilhelmina.q123', 'Wilhelmina.Q@example.com']) {
        refusedFields(await change(client, similar), { newPassword: 'similar_to_username' })
      }
    })

    it('takes any characters, however they are composed', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const wanted = `${newPassword()} señor 🔑 `
      assert.equal((await change(owner, wanted.normalize('NFC'))).status, 204)
      const typed = { username: owner.user.username, password: wanted.normalize('NFD') }
      assert.equal((await client().post('/session', typed)).status, 201)
    })

    it('needs a recent proof', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      clock.advance({ minutes: 10 })
      const answer = await change(client, newPassword())
      refused(answer, 403, 'reauthentication_required')
      assert.deepEqual(answer.body.methods, ['password'])
    })

    it('is for sessions, not for keys', async () => {
      const { signedIn, client, password } = app()
      const { key } = (await (await signedIn()).post('/api-keys', { name: 'a' })).body
      const body = { currentPassword: password, newPassword: newPassword() }
      refused(await client().put('/password', body, { bearer: key }), 403, 'interactive_session_required')
    })

    it('names what is missing, of a wrong type or unknown', async () => {
      const client = await app().signedIn()
      refusedFields(await client.put('/password', {}), {
        currentPassword: 'required',
        newPassword: 'required',
      })
      refusedFields(await client.put('/password', { currentPassword: [], newPassword: 1 }), {
        currentPassword: 'wrong_type',
        newPassword: 'wrong_type',
      })
      refusedFields(await client.put('/password', { currentPassword: 'a', newPassword: 'b', userId: 'c' }), {
        userId: 'unknown_field',
      })
    })

    it('lets one of two changes at once win', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const wanted = [newPassword(), newPassword()]
      const answers = await Promise.all(wanted.map((password) => change(owner, password)))
      const won = answers.findIndex(({ status }) => status === 204)
      assert.equal(answers.filter(({ status }) => status === 204).length, 1)
      for (const lost of answers.filter(({ status }) => status !== 204)) refused(lost, 409, 'conflict')
      const { username } = owner.user
      assert.equal((await client().post('/session', { username, password: wanted[won] })).status, 201)
    })
  })

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
