import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused, unauthenticated } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

/** What becomes of the session that the browser had, and what is recorded. */
export function signInBrowserContract(app: () => App): void {
  it('CVE-2022-25896: replaces the session of the browser, and never takes over an id it was given', async () => {
    const { password, user, signedIn, client } = app()
    const planted = await signedIn()
    const before = (await planted.get('/session')).body.session.id
    const [secret = ''] = planted.cookies.values()
    const victim = await user()
    const browser = client()
    browser.cookies.set('keyward', secret)
    const answer = await browser.post('/session', { username: victim.username, password })
    assert.equal(answer.status, 201)
    assert.notEqual(answer.body.session.id, before)
    assert.notEqual(browser.cookies.get('keyward'), secret)
    unauthenticated(await planted.get('/session'))
    assert.equal((await browser.get('/session')).body.user.id, victim.id)
  })

  it('takes a dead cookie along without minding it', async () => {
    const { password, user, client } = app()
    const { username } = await user()
    const browser = client()
    browser.cookies.set('keyward', 'rubbish')
    assert.equal((await browser.post('/session', { username, password })).status, 201)
  })

  it('leaves the present session alone when the password is wrong', async () => {
    const client = await app().signedIn()
    const wrong = { username: client.user.username, password: newPassword() }
    refused(await client.post('/session', wrong), 401, 'invalid_credentials')
    assert.equal((await client.get('/session')).status, 200)
  })

  it('records success and refusal, the tried name only where it is a user’s', async () => {
    const { password, user, client, admin } = app()
    const { id, username } = await user()
    await client().post('/session', { username, password })
    await client().post('/session', { username, password: newPassword() })
    const typo = newPassword()
    await client().post('/session', { username: typo, password: newPassword() })
    const { items } = (await (await admin()).get('/admin/events?limit=4')).body
    const told = items.map((event: Record<string, never>) => [event.type, event.outcome, event.subject])
    assert.deepEqual(told.slice(1, 3), [
      ['session.refused', 'refused', null],
      ['session.refused', 'refused', { kind: 'user', id, name: username }],
    ])
    assert.deepEqual(
      [items[3].type, items[3].actor],
      ['session.created', { kind: 'user', id, name: username }],
    )
  })

  it('makes a second session beside one in another browser', async () => {
    const { signedIn, user } = app()
    const owner = await user()
    const [first, second] = [await signedIn(owner), await signedIn(owner)]
    assert.equal((await first.get('/session')).status, 200)
    assert.equal((await second.get('/session')).status, 200)
  })
}
