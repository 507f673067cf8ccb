import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import type { PasswordScene } from './scene.js'

export function passwordChangeContract(app: () => App, { change }: PasswordScene): void {
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

    it('a changed password counts as a recent proof', async () => {
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

    it('refuses the present password as the new one, and changes nothing', async () => {
      const { signedIn, password } = app()
      const [client, other] = [await signedIn(), await signedIn()]
      refusedFields(await change(client, password), { newPassword: 'same_as_before' })
      assert.deepEqual(
        [(await client.get('/session')).status, (await other.get('/session')).status],
        [200, 200],
      )
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

    it('a password cannot be changed without a recent proof', async () => {
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
}
