import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { ThrottleScene } from './scene.js'

/** Which attempts count, and how many are judged at once. */
export function throttleCountingContract(app: () => App, { from, signIn, fail }: ThrottleScene): void {
  it('forgets, on success, the failures of that account and address only', async () => {
    const { username } = await app().user()
    const ip = '198.51.100.50'
    for (let round = 0; round < 5; round++) {
      await fail(9, username, ip)
      assert.equal((await signIn(username, app().password, ip)).status, 201)
    }
    // 45 of the address's 50 are used up all the same.
    await fail(5, `${username}-x`, ip)
    refused(await signIn(username, app().password, ip), 429, 'too_many_attempts')
  })

  it('counts re-authentication and password changes along with sign-ins', async () => {
    const client = await app().signedIn()
    const { username } = client.user
    await fail(4, username)
    for (let i = 0; i < 3; i++) {
      const wrong = { password: newPassword() }
      refused(
        await client.post('/session/reauthentication', wrong, from('192.0.2.1')),
        401,
        'invalid_credentials',
      )
      const change = { currentPassword: newPassword(), newPassword: newPassword() }
      refused(await client.put('/password', change, from('192.0.2.1')), 401, 'invalid_credentials')
    }
    const right = { password: app().password }
    refused(
      await client.post('/session/reauthentication', right, from('192.0.2.1')),
      429,
      'too_many_attempts',
    )
    const change = { currentPassword: app().password, newPassword: newPassword() }
    refused(await client.put('/password', change, from('192.0.2.1')), 429, 'too_many_attempts')
    refused(await signIn(username, app().password), 429, 'too_many_attempts')
    assert.equal((await client.get('/session')).status, 200)
  })

  it('does not count what is refused before the password is looked at', async () => {
    const { username } = await app().user()
    for (let i = 0; i < 15; i++) {
      refused(await app().client().post('/session', { username }, from('192.0.2.1')), 422, 'invalid_input')
      const foreign = { headers: { ...from('192.0.2.1').headers, Origin: 'null' } }
      refused(await app().client().post('/session', { username, password: 'x' }, foreign), 403, 'csrf')
    }
    assert.equal((await signIn(username, app().password)).status, 201)
  })

  it('lets 20 right sign-ins of one user at once all in', async () => {
    const { username } = await app().user()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(username, app().password)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array<number>(20).fill(201),
    )
  })

  it('evaluates at most 10 of 50 wrong ones at once', async () => {
    const { username } = await app().user()
    const wrong = newPassword()
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(username, wrong)))
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    assert.deepEqual([count(401), count(429) + count(503)], [10, 40])
    for (const { status, headers } of answers) {
      if (status !== 401) assert.ok(Number(headers['retry-after']) >= 1)
    }
    refused(await signIn(username, app().password), 429, 'too_many_attempts')
  })
}
