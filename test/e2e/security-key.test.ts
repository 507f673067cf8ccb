import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import type { StoredPolicy } from '../../src/index.js'
import { chromiumFor } from '../support/chromium.js'
import { expressFramework } from '../support/express-host.js'
import type { Framework } from '../support/host.js'
import type { Answer, KeyHolder } from '../support/key-holder.js'
import { keyHolder } from '../support/key-holder.js'
import { koaFramework } from '../support/koa-host.js'
import { freePort, startScript } from '../support/process.js'
import { siteFor } from '../support/site.js'
import { codeAt } from '../support/totp.js'
import { virtualAuthenticators } from '../support/virtual-authenticator.js'
import type { AuthenticatorKind } from '../support/virtual-authenticator.js'

const kinds: readonly AuthenticatorKind[] = ['usb', 'internal', 'u2f']

describe('security keys in Chromium', function () {
  this.timeout(60_000)
  const openPage = chromiumFor()
  for (const framework of [expressFramework, koaFramework]) {
    describe(`on ${framework.name}`, () => inChromium(framework, openPage))
  }

  it('the example shows each step, under a Content-Security-Policy that allows its own scripts only', async () => {
    const env = { KEYWARD_SECRET: 'a secret for the examples, 32 bytes or more' }
    await using example = await startScript('examples/security-key.ts', { env, port: await freePort() })
    const page = await openPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    const plug = await virtualAuthenticators(page)
    const response = await page.goto(example.url)
    assert.equal(
      response?.headers()['content-security-policy'],
      "default-src 'none'; script-src 'self'; connect-src 'self'",
    )
    await plug('usb')
    await page.fill('[name="username"]', 'ada')
    await page.fill('[name="password"]', 'a password of your choice')
    await page.fill('[name="name"]', 'first')
    await press('sign-in', /^Signed in as ada\.$/)
    await press('register', /^Registered first\. Keep your recovery codes: \w{4}-/)
    await press('sign-out', /^Signed out\.$/)
    await press('sign-in', /^Signed in as ada\.$/)
    assert.deepEqual(complaints, [])
    assert.match((await (await page.goto(`${example.url}/vault`))?.text()) ?? '', /"amr":\["pwd","hwk"\]/)

    async function press(form: string, expected: RegExp): Promise<void> {
      await page.click(`#${form} button`)
      await page.locator('output').filter({ hasText: expected }).waitFor()
    }
  })
})

function inChromium(framework: Framework, openPage: () => Promise<Page>): void {
  const site = siteFor(framework, { options: { passkeys: true }, folder: 'examples/security-key' })
  let organizations = 0

  for (const kind of kinds) {
    it(`a key (${kind}) is registered, and its touch is the second step`, async () => {
      const ada = await newcomer()
      await ada.plug(kind)
      assert.deepEqual(amrOf(await ada.signIn()), ['pwd'])
      const { name, synced, recoveryCodes } = await ada.register('first')
      assert.deepEqual(
        { name, synced, codes: recoveryCodes?.length },
        { name: 'first', synced: false, codes: 10 },
      )
      for (let time = 0; time < 3; time++) {
        await ada.signOut()
        assert.deepEqual(amrOf(await ada.signIn()), ['pwd', 'hwk'])
      }
    })
  }

  it('neither the password alone nor another key signs in', async () => {
    const ada = await newcomer()
    const key = await ada.plug('usb')
    await ada.signIn()
    await ada.register('first')
    await ada.signOut()
    await key.unplug()
    await ada.plug('usb')
    assert.equal((await ada.signIn()).failed, 'NotAllowedError')
    assert.equal((await ada.send('GET', '/session')).failed, 'unauthenticated')
  })

  it('a key is not registered twice; a second one is, and either signs in', async () => {
    const ada = await newcomer()
    const first = await ada.plug('usb')
    await ada.signIn()
    await ada.register('first')
    assert.equal((await ada.register('again')).failed, 'InvalidStateError')
    const second = await ada.plug('usb')
    // Else the one that is excluded would answer first.
    await first.rest()
    assert.equal((await ada.register('second')).recoveryCodes, undefined)
    assert.deepEqual(await keysOf(ada), { first: 'good', second: 'good' })
    for (const [used, other] of [
      [first, second],
      [second, first],
    ] as const) {
      await other.rest()
      await used.wake()
      await ada.signOut()
      assert.deepEqual(amrOf(await ada.signIn()), ['pwd', 'hwk'])
    }
  })

  it('a key that was removed signs in no more; with the last one the second step goes', async () => {
    const ada = await newcomer()
    const first = await ada.plug('usb')
    await ada.signIn()
    const { id, recoveryCodes } = await ada.register('first')
    const second = await ada.plug('usb')
    await first.rest()
    const { id: lastId } = await ada.register('second')
    assert.deepEqual(await ada.send('DELETE', `/mfa/security-keys/${String(id)}`), {})
    await ada.signOut()
    await second.unplug()
    await first.wake()
    assert.equal((await ada.signIn()).failed, 'NotAllowedError')
    assert.ok(await ada.send('POST', '/session/recovery-code', { code: recoveryCodes?.[0] }))
    assert.deepEqual(await ada.send('DELETE', `/mfa/security-keys/${String(lastId)}`), {})
    await ada.signOut()
    assert.deepEqual(amrOf(await ada.signIn()), ['pwd'])
  })

  it('a cloned key is refused and marked, and the other way in still works', async () => {
    const ada = await newcomer()
    const key = await ada.plug('usb')
    await ada.signIn()
    const { secret = '' } = await ada.send('POST', '/mfa/totp', {})
    await ada.send('POST', '/mfa/totp/confirmation', { code: codeAt(secret, site().clock.now()) })
    await ada.register('first')
    await ada.signOut()
    assert.deepEqual(amrOf(await ada.signIn()), ['pwd', 'hwk'])
    await ada.signOut()
    await key.clone()
    assert.equal((await ada.signIn()).failed, 'invalid_code')
    site().clock.advance({ seconds: 30 })
    const code = codeAt(secret, site().clock.now())
    assert.deepEqual(amrOf(await ada.send('POST', '/session/totp', { code })), ['pwd', 'otp'])
    assert.deepEqual(await keysOf(ada), { first: 'suspect' })
    await ada.signOut()
    const { methods } = await ada.send('POST', '/session', ada.credentials)
    assert.deepEqual(methods, ['totp', 'recovery_code'])
    assert.ok(
      site().events.some(
        ({ type, subject }) => type === 'security_key.suspected' && subject?.name === 'first',
      ),
    )
  })

  it('a sign-in with a wrong signature of the security key is refused', async () => {
    const ada = await newcomer()
    const key = await ada.plug('usb')
    await ada.signIn()
    await ada.register('first')
    await ada.signOut()
    await key.forge()
    assert.equal((await ada.signIn()).failed, 'invalid_code')
    assert.equal((await ada.send('GET', '/session')).failed, 'unauthenticated')
  })

  it('a touch proves again who is there', async () => {
    const ada = await newcomer()
    await ada.plug('usb')
    await ada.signIn()
    await ada.register('first')
    site().clock.advance({ minutes: 11 })
    assert.equal((await ada.send('POST', '/mfa/recovery-codes', {})).failed, 'reauthentication_required')
    assert.equal((await ada.touch('/session/reauthentication/security-key')).failed, undefined)
    assert.equal((await ada.send('POST', '/mfa/recovery-codes', {})).failed, undefined)
  })

  it('a passkey signs in with nothing else, and serves as the second step too', async () => {
    const ada = await newcomer()
    const key = await ada.plug('internal')
    await ada.signIn()
    await ada.register('laptop', { passkey: true })
    await ada.signOut()
    assert.deepEqual(amrOf(await ada.touch('/session/passkey')), ['hwk', 'user'])
    await ada.signOut()
    assert.deepEqual(amrOf(await ada.signIn()), ['pwd', 'hwk'])
    await ada.signOut()
    await key.neglect()
    assert.equal((await ada.touch('/session/passkey')).failed, 'invalid_code')
    assert.equal((await ada.send('GET', '/session')).failed, 'unauthenticated')
  })

  it('a key that is no passkey does not sign in alone', async () => {
    const ada = await newcomer()
    await ada.plug('internal')
    await ada.signIn()
    await ada.register('laptop')
    await ada.signOut()
    assert.equal((await ada.touch('/session/passkey')).failed, 'NotAllowedError')
  })

  it('where the policy demands a key, the password leads to registering one, and that signs in', async () => {
    const ada = await newcomer({ enforceSecurityKey: true })
    await ada.plug('usb')
    assert.equal((await ada.signIn()).status, 'enrolment_required')
    const registered = await ada.register('first')
    assert.deepEqual([registered.name, amrOf(registered)], ['first', ['pwd', 'hwk']])
    await ada.signOut()
    assert.deepEqual(amrOf(await ada.signIn()), ['pwd', 'hwk'])
  })

  it('where the policy wants keys bound to a device, one that is synced is refused', async () => {
    const ada = await newcomer({ securityKeyKind: 'device-bound' })
    const synced = await ada.plug('synced')
    await ada.signIn()
    assert.equal((await ada.register('phone')).failed, 'invalid_input')
    await synced.unplug()
    await ada.plug('internal')
    assert.equal((await ada.register('laptop')).synced, false)
    const grace = await newcomer()
    await grace.plug('synced')
    await grace.signIn()
    assert.equal((await grace.register('phone')).synced, true)
  })

  for (const kind of kinds) {
    it(`where the policy wants attested keys, the maker's certificate is asked for (${kind})`, async () => {
      const ada = await newcomer({ securityKeyKind: 'attested' })
      await ada.plug(kind)
      await ada.signIn()
      assert.equal((await ada.register('first')).name, 'first')
    })
  }

  async function newcomer(mfa?: StoredPolicy['mfa']): Promise<KeyHolder> {
    const organization = `organization-${String(++organizations)}`
    const { store, clock } = site()
    const policy = { policy: { mfa }, switchedOn: {} }
    if (mfa)
      await store.commit([
        store.policies.put(`organization:${organization}`, policy, { version: 0, at: clock.now() }),
      ])
    return keyHolder(site(), await openPage(), organization)
  }
}

function amrOf({ status, failed, session }: Answer): readonly string[] | undefined {
  assert.deepEqual({ status, failed }, { status: 'signed_in', failed: undefined })
  return session?.amr
}

async function keysOf(holder: KeyHolder): Promise<Readonly<Record<string, string>>> {
  const { securityKeys = [] } = await holder.send('GET', '/mfa')
  return Object.fromEntries(securityKeys.map(({ name, suspect }) => [name, suspect ? 'suspect' : 'good']))
}
