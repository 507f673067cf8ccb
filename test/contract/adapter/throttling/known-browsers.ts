import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import type { ThrottleScene } from './scene.js'

/** Who fails from elsewhere locks nobody out of where they have signed in before. */
export function knownBrowsersContract(app: () => App, { from, signIn, fail }: ThrottleScene): void {
  it('locks nobody out, by failing from many addresses, of where they have signed in before', async () => {
    const { username } = await app().user()
    const [home, session] = ['203.0.113.250', app().client()]
    assert.equal((await signIn(username, app().password, home, session)).status, 201)
    for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
    refused(await signIn(username, app().password, '203.0.113.251'), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, home)).status, 201)
    const right = { password: app().password }
    const proved = await session.post('/session/reauthentication', right, from('203.0.113.252'))
    assert.equal(proved.status, 200)
  })

  it('knows where a user signs in from for 30 days from the last time, not from the first', async () => {
    const { username } = await app().user()
    const home = '203.0.113.249'
    for (const days of [0, 20, 20]) {
      app().clock.advance({ hours: days * 24 })
      assert.equal((await signIn(username, app().password, home)).status, 201)
    }
    app().clock.advance({ hours: 29 * 24 })
    for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
    refused(await signIn(username, app().password, '203.0.113.251'), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, home)).status, 201)
  })

  it('locks nobody out of a browser that holds a session of theirs, wherever it has moved to', async () => {
    const [client, other] = [await app().signedIn(), await app().signedIn()]
    const { username } = client.user
    for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
    const elsewhere = '203.0.113.253'
    refused(await signIn(username, app().password, elsewhere), 429, 'too_many_attempts')
    refused(await signIn(username, app().password, elsewhere, other), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, elsewhere, client)).status, 201)
  })

  it('an ended session opens no way around a lock', async () => {
    const client = await app().signedIn()
    const { username } = client.user
    const [[name = '', value = ''] = []] = [...client.cookies]
    for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
    assert.equal((await client.delete('/session')).status, 204)
    client.cookies.set(name, value)
    refused(await signIn(username, app().password, '203.0.113.253', client), 429, 'too_many_attempts')
  })

  it('counts 100 failures of an account in an hour where it is known, too', async () => {
    const { username } = await app().user()
    const known = Array.from({ length: 21 }, (_, i) => `198.18.0.${i}`)
    for (const ip of known) assert.equal((await signIn(username, app().password, ip)).status, 201)
    for (const ip of known.slice(1)) await fail(5, username, ip)
    refused(await signIn(username, app().password, known[0]), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, '198.18.1.1')).status, 201)
  })
}
