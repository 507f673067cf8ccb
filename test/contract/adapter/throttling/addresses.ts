import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { countHashes } from '../../../support/hashes.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { ThrottleScene } from './scene.js'

/** What counts as one name and as one address, and how many failures each may have. */
export function throttledAddressesContract(app: () => App, { signIn, fail }: ThrottleScene): void {
  it('refuses the 11th attempt, even with the right password, until the window is over', async () => {
    const { username } = await app().user()
    await fail(10, username)
    const start = app().clock.now()
    app().clock.advance({ minutes: 5 })
    const answer = await signIn(username, app().password)
    refused(answer, 429, 'too_many_attempts')
    const wait = Number(answer.headers['retry-after'])
    assert.ok(wait > 595 && wait <= 600, `${wait}`)
    app().clock.advance({ ms: start + 15 * 60_000 - app().clock.now() })
    assert.equal((await signIn(username, app().password)).status, 201)
  })

  it('counts an unknown name like a known one', async () => {
    await fail(10, 'nobody-at-all')
    refused(await signIn('nobody-at-all', app().password), 429, 'too_many_attempts')
  })

  it('CVE-2025-24806: counts a name as one whatever its case or width', async () => {
    const { username } = await app().user({ username: 'Lovelace' })
    await fail(4, username)
    await fail(3, username.toUpperCase())
    await fail(3, 'ｌovelace')
    for (const name of [username, 'lovelace', 'LOVELACE', 'ｌovelace']) {
      refused(await signIn(name, app().password), 429, 'too_many_attempts')
    }
  })

  it('a sign-in that is throttled is refused before its password is hashed', async () => {
    const { username } = await app().user()
    using hashes = countHashes()
    await fail(10, username)
    assert.equal(hashes.count, 10)
    for (let i = 0; i < 20; i++) refused(await signIn(username, newPassword()), 429, 'too_many_attempts')
    assert.equal(hashes.count, 10)
  })

  it('lets the same user in from another address', async () => {
    const { username } = await app().user()
    await fail(10, username)
    assert.equal((await signIn(username, app().password, '192.0.2.2')).status, 201)
    refused(await signIn(username, app().password), 429, 'too_many_attempts')
  })

  it('CVE-2026-45364: counts an IPv6 client by its /64, however the address is written', async () => {
    const { username } = await app().user()
    for (const [i, ip] of [
      '2001:db8:0:1::1',
      '2001:db8:0:1::2',
      '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
      '2001:DB8:0:1:a::',
      '2001:db8::1:0:0:0:5',
    ].entries()) {
      await fail(2, username, ip)
      assert.ok(i < 5)
    }
    refused(await signIn(username, app().password, '2001:db8:0:1:9:9:9:9'), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, '2001:db8:0:2::1')).status, 201)
  })

  it('counts an IPv4 address written as IPv6 as the same', async () => {
    const { username } = await app().user()
    await fail(5, username, '192.0.2.77')
    await fail(5, username, '::ffff:192.0.2.77')
    refused(await signIn(username, app().password, '192.0.2.77'), 429, 'too_many_attempts')
  })

  it('counts 50 failures of an address, whoever they were for', async () => {
    for (let i = 0; i < 10; i++) await fail(5, `user-${i}`, '198.51.100.9')
    const { username } = await app().user()
    refused(await signIn(username, app().password, '198.51.100.9'), 429, 'too_many_attempts')
    assert.equal((await signIn(username, app().password, '198.51.100.10')).status, 201)
  })

  it('counts 100 failures of an account in an hour, wherever they came from', async () => {
    const { username } = await app().user()
    for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
    const answer = await signIn(username, app().password, '203.0.113.200')
    refused(answer, 429, 'too_many_attempts')
    assert.ok(Number(answer.headers['retry-after']) > 3000)
  })
}
