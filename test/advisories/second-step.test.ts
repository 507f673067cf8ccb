import assert from 'node:assert/strict'
import { it } from 'mocha'
import { demandSecurityKey, organization } from '../contract/adapter/revoking/scene.js'
import { secondStepScene } from '../contract/adapter/second-step/scene.js'
import { enrolApp, enrolKey, passwordStep } from '../support/factors.js'
import { refused, unauthenticated } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { codeAt } from '../support/totp.js'
import { onBoth } from './on-both.js'

onBoth('the second step', (app) => {
  const { withApp, pending } = secondStepScene(app)

  it('CVE-2025-6014, CVE-2025-55000, CVE-2021-45331: a code that was used signs nobody in again, however it is spelled', async () => {
    const { user, phone } = await withApp()
    const code = phone.code()
    assert.equal((await (await pending(user)).post('/session/totp', { code })).status, 201)
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
    for (const again of [code, ` ${code}`, `${code}\n`, `${code.slice(0, 3)} ${code.slice(3)}`, wide]) {
      refused(await (await pending(user)).post('/session/totp', { code: again }), 401, 'invalid_code')
    }
  })

  it('CVE-2026-33473: a code that signed in proves nothing on another surface, nor the other way round', async () => {
    const { owner, user, phone } = await withApp()
    const code = phone.code()
    assert.equal((await (await pending(user)).post('/session/totp', { code })).status, 201)
    refused(await owner.post('/session/reauthentication', { code }), 401, 'invalid_code')
    const next = phone.code()
    assert.equal((await owner.post('/session/reauthentication', { code: next })).status, 200)
    refused(await (await pending(user)).post('/session/totp', { code: next }), 401, 'invalid_code')
    // The code by which an app was confirmed is used, too.
    const fresh = await app().signedIn()
    const { secret } = (await fresh.post('/mfa/totp')).body
    const first = codeAt(secret, app().clock.now())
    assert.equal((await fresh.post('/mfa/totp/confirmation', { code: first })).status, 200)
    refused(await (await pending(fresh.user)).post('/session/totp', { code: first }), 401, 'invalid_code')
  })

  it('CVE-2025-64175: a recovery code, or a code, of somebody else’s opens nothing', async () => {
    const [victim, thief] = [await withApp(), await withApp()]
    const [mine = ''] = thief.phone.recoveryCodes
    const client = await pending(victim.user)
    refused(await client.post('/session/recovery-code', { code: mine }), 401, 'invalid_code')
    refused(await client.post('/session/totp', { code: thief.phone.code() }), 401, 'invalid_code')
    refused(await victim.owner.post('/session/reauthentication', { recoveryCode: mine }), 401, 'invalid_code')
    // It was not used up, either.
    const own = await (await pending(thief.user)).post('/session/recovery-code', { code: mine })
    assert.equal(own.status, 201)
  })

  it('CVE-2025-6013, CVE-2025-55001: no spelling of the name signs in without the second step', async () => {
    const { user } = await withApp()
    const { username } = user
    const wide = [...username].map((c) => (/[a-z]/.test(c) ? wideOf(c) : c)).join('')
    for (const name of [username, username.toUpperCase(), ` ${username} `, `\u200b${username}`, wide]) {
      const { client, answer } = await passwordStep(app(), { username: name })
      assert.equal(answer.status, 202, JSON.stringify(name))
      unauthenticated(await client.get('/session'))
    }
  })

  it('CVE-2026-33315, CVE-2026-9091, CVE-2025-64103, better-auth PR 9122: no way in leads past the second step', async () => {
    const { user, phone } = await withApp()
    const browser = app().client()
    const byHost = await browser.post(`/api/sso/${user.id}/pwd`)
    assert.equal(byHost.body.status, 'second_factor_required')
    unauthenticated(await browser.get('/session'))
    unauthenticated(await browser.get('/api/hello'))
    // A link sets the password and signs nobody in.
    const url = (await app().keyward.users.passwordResetLink(user.id)).url.reveal()
    const visitor = app().client()
    const reset = await visitor.post('/one-time-links/password-reset', {
      code: new URL(url).hash.slice(1),
      newPassword: app().password + newPassword(),
    })
    assert.equal(reset.status, 204)
    assert.deepEqual([...visitor.cookies.keys()], [])
    unauthenticated(await visitor.get('/session'))
    refused(await browser.post('/session/totp', { code: phone.code() }), 410, 'expired')
  })

  it('CVE-2024-45042, CVE-2026-34727: a session of the lower level does not pass where the higher is asked for', async () => {
    const owner = await app().signedIn()
    assert.equal((await owner.get('/api/hello')).status, 200)
    refused(await owner.get('/api/mfa'), 403, 'enrolment_required')
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body
    const { token } = (await owner.post('/tokens', {})).body
    for (const bearer of [key, token]) {
      refused(await app().client().get('/api/mfa', { bearer }), 403, 'enrolment_required')
    }
    const other = await app().signedIn(owner.user)
    await enrolApp(app(), owner)
    assert.equal((await owner.get('/api/mfa')).status, 200)
    // What was proved in one session counts in no other.
    unauthenticated(await other.get('/api/mfa'))
  })

  it('CVE-2026-18963: a pending sign-in reaches no step but the one that it waits for', async () => {
    const { user } = await withApp()
    const client = await pending(user)
    for (const [method, path] of [
      ['post', '/mfa/totp'],
      ['post', '/mfa/totp/confirmation'],
      ['post', '/mfa/security-keys/options'],
      ['post', '/mfa/security-keys'],
      ['post', '/mfa/recovery-codes'],
      ['delete', '/mfa'],
      ['put', '/password'],
      ['post', '/session/reauthentication'],
    ] as const) {
      unauthenticated(await client.send(method, path, {}))
    }
    unauthenticated(await client.get('/session'))
  })

  it('CVE-2026-18963: a ticket to enrol a factor is no session before the factor is proved', async () => {
    await demandSecurityKey(app())
    const user = await app().user({ organizationId: organization })
    const { client, answer } = await passwordStep(app(), user)
    assert.deepEqual([answer.status, answer.body.status], [202, 'enrolment_required'])
    assert.equal((await client.post('/mfa/security-keys/options', {})).status, 200)
    for (const path of ['/api-keys', '/sessions', '/api/hello']) unauthenticated(await client.get(path))
    unauthenticated(await client.post('/api-keys', { name: 'a' }))
    refused(await client.post('/session/totp', { code: '000000' }), 410, 'expired')
  })

  it('GHSA-8g9r-9wjw-37j4: a session that proved nothing lately removes no factor', async () => {
    const { owner, user, phone } = await withApp()
    const { id } = await enrolKey(owner)
    app().clock.advance({ minutes: 11 })
    for (const path of ['/mfa/totp', '/mfa', `/mfa/security-keys/${id}`]) {
      refused(await owner.delete(path), 403, 'reauthentication_required')
    }
    // Nor one that proved the weaker of two.
    const weaker = await pending(user)
    assert.equal((await weaker.post('/session/totp', { code: phone.code() })).status, 201)
    refused(await weaker.delete(`/mfa/security-keys/${id}`), 403, 'reauthentication_required')
    assert.equal((await weaker.get('/mfa')).body.enabled, true)
  })

  it('GHSA-hp74-gm6m-2qm5: who has a stronger factor proves nothing by a weaker one', async () => {
    const { owner, phone } = await withApp()
    await enrolKey(owner)
    app().clock.advance({ minutes: 11 })
    for (const proof of [{ password: app().password }, { code: phone.code() }]) {
      refused(await owner.post('/session/reauthentication', proof), 403, 'stronger_factor_required')
    }
    refused(await owner.post('/api-keys', { name: 'a' }), 403, 'reauthentication_required')
    refused(await owner.get('/api/recent'), 403, 'reauthentication_required')
  })
})

function wideOf(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0)
}
