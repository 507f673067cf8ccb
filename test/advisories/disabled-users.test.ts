import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { Response } from 'supertest'
import { deviceScene } from '../contract/adapter/devices/scene.js'
import { passkeyScene } from '../contract/adapter/passkeys/scene.js'
import type { App } from '../support/app.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../support/factors.js'
import { newPassword } from '../support/secrets.js'
import { onBoth } from './on-both.js'

interface Prepared {
  readonly userId: string
  /** What works until the user is disabled. */
  use(): Promise<Response>
}

const nobody = [401, 410]

/** Everything by which somebody can come in, prepared while they may; used once, after they may no more. */
const waysIn: Readonly<Record<string, (app: App) => Promise<Prepared>>> = {
  async session(app) {
    const owner = await app.signedIn()
    return { userId: owner.user.id, use: () => owner.get('/api/hello') }
  },
  async 'API key'(app) {
    const owner = await app.signedIn()
    const bearer = (await owner.post('/api-keys', { name: 'a' })).body.key as string
    return { userId: owner.user.id, use: () => app.client().get('/api/hello', { bearer }) }
  },
  async token(app) {
    const owner = await app.signedIn()
    const bearer = (await owner.post('/tokens', {})).body.token as string
    return { userId: owner.user.id, use: () => app.client().get('/api/hello', { bearer }) }
  },
  async password(app) {
    const { id, username } = await app.user()
    return { userId: id, use: () => app.client().post('/session', { username, password: app.password }) }
  },
  async 'code of an app'(app) {
    const owner = await app.signedIn()
    const phone = await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    return { userId: owner.user.id, use: () => client.post('/session/totp', { code: phone.code() }) }
  },
  async 'recovery code'(app) {
    const owner = await app.signedIn()
    const [code] = (await enrolApp(app, owner)).recoveryCodes
    const { client } = await passwordStep(app, owner.user)
    return { userId: owner.user.id, use: () => client.post('/session/recovery-code', { code }) }
  },
  async 'security key'(app) {
    const owner = await app.signedIn()
    const { device } = await enrolKey(owner)
    const { client } = await passwordStep(app, owner.user)
    const options = await client.post('/session/security-key/options')
    const response = device.assert(options.body as object, { origin: 'http://localhost:3000' })
    return { userId: owner.user.id, use: () => client.post('/session/security-key', { response }) }
  },
  async passkey(app) {
    const { owner, device } = await passkeyScene(() => app).withPasskey()
    return { userId: owner.user.id, use: () => touch(app.client(), '/session/passkey', { device }) }
  },
  async link(app) {
    const { id } = await app.user()
    const url = (await app.keyward.users.passwordResetLink(id)).url.reveal()
    const body = { code: new URL(url).hash.slice(1), newPassword: newPassword() }
    return { userId: id, use: () => app.client().post('/one-time-links/password-reset', body) }
  },
  async device(app) {
    const owner = await app.signedIn()
    const { begin, approve, poll } = deviceScene(() => app)
    const device = await begin()
    await approve(owner, device)
    return { userId: owner.user.id, use: () => poll(device) }
  },
  async 'sign-in of the host'(app) {
    const { id } = await app.user()
    return { userId: id, use: () => app.client().post(`/api/sso/${id}`) }
  },
}

onBoth(
  'disabled users',
  (app) => {
    for (const [name, prepare] of Object.entries(waysIn)) {
      it(`CVE-2025-53942, CVE-2025-64521, CVE-2026-33668, CVE-2026-43983: the ${name} of somebody who is disabled opens nothing`, async () => {
        const control = await prepare(app())
        const before = await control.use()
        assert.ok(before.status < 300, `${String(before.status)} before`)
        const { userId, use } = await prepare(app())
        const admin = await app().admin()
        const disabling = await admin.patch(`/admin/users/${userId}`, { disabled: true })
        assert.equal(disabling.status, 200)
        const { status, body } = await use()
        // RFC 6749, section 5.2, answers devices by 400.
        assert.ok(nobody.includes(status) || body.error === 'access_denied', String(status))
        assert.equal((await app().store.users.byId(userId))?.disabled, true)
      })
    }
  },
  { options: { passkeys: true } },
)
