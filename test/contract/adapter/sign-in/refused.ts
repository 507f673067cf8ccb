import assert from 'node:assert/strict'
import { it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import { refused, refusedFields, withoutRequestId } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

/** A sign-in that is refused. */
export function refusedSignInContract(app: () => App): void {
  it('gives one answer to an unknown name, a wrong password and a disabled user', async () => {
    const { password, user, client } = app()
    const { username } = await user()
    const disabled = await user({ disabled: true })
    const passwordless = await user({ passwordHash: null })
    const answers = [
      await client().post('/session', { username: 'nobody', password }),
      await client().post('/session', { username: 'no such name!', password }),
      await client().post('/session', { username, password: newPassword() }),
      await client().post('/session', { username: disabled.username, password }),
      await client().post('/session', { username: passwordless.username, password }),
    ]
    for (const answer of answers) {
      refused(answer, 401, 'invalid_credentials')
      assert.deepEqual(withoutRequestId(answer), withoutRequestId(answers[0] ?? answer))
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="keyward"')
      assert.deepEqual(setCookies(answer), [])
    }
  })

  it('CVE-2026-58422: signing in does not enable a disabled user again', async () => {
    const { password, user, client, store } = app()
    const { id, username } = await user({ disabled: true })
    refused(await client().post('/session', { username, password }), 401, 'invalid_credentials')
    assert.equal((await store.users.byId(id))?.disabled, true)
  })

  it('names what is missing, of a wrong type, too long or unknown', async () => {
    const { client } = app()
    refusedFields(await client().post('/session', {}), { username: 'required', password: 'required' })
    refusedFields(await client().post('/session', { username: 1, password: ['a'] }), {
      username: 'wrong_type',
      password: 'wrong_type',
    })
    refusedFields(await client().post('/session', { username: null, password: {} }), {
      username: 'wrong_type',
      password: 'wrong_type',
    })
    refusedFields(await client().post('/session', { username: '', password: '' }), {
      username: 'required',
      password: 'required',
    })
    refusedFields(
      await client().post('/session', { username: 'a', password: 'b', userId: '1', admin: true }),
      {
        userId: 'unknown_field',
        admin: 'unknown_field',
      },
    )
  })

  it('refuses a password over 1024 bytes before hashing it', async () => {
    const { client } = app()
    const answer = await client().post('/session', { username: 'a', password: 'ä'.repeat(513) })
    refused(answer, 422, 'invalid_input')
    assert.equal(answer.body.errors[0].field, 'password')
  })
}
