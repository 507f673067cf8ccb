import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { Response } from 'supertest'
import { deviceScene } from '../contract/adapter/devices/scene.js'
import { secondStepScene } from '../contract/adapter/second-step/scene.js'
import type { App } from '../support/app.js'
import { origin } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { enrolKey, passwordStep } from '../support/factors.js'
import { newPassword } from '../support/secrets.js'
import { codeAt } from '../support/totp.js'
import { onBoth } from './on-both.js'

/** Something that is good once: what redeems it, to be called as often as one likes. */
type Once = (app: App) => Promise<() => Promise<Response>>

const atOnce = 12

/** Ids of better-auth's pull requests where there is no advisory. */
const kinds: Readonly<Record<string, Once>> = {
  'GHSA-hc7v-rggr-4hvx: a link': async ({ keyward, user, client }) => {
    const url = (await keyward.users.passwordResetLink((await user()).id)).url.reveal()
    const code = new URL(url).hash.slice(1)
    return () => client().post('/one-time-links/password-reset', { code, newPassword: newPassword() })
  },
  'GHSA-7w99-5wm4-3g79: a device code': async (app) => {
    const { begin, approve, poll } = deviceScene(() => app)
    const device = await begin()
    await approve(await app.signedIn(), device)
    return () => poll(device)
  },
  'GHSA-392p-2q2v-4372: a sign-in that waits for its second step': async (app) => {
    const { withApp, pending } = secondStepScene(() => app)
    const { user, phone } = await withApp()
    const client = await pending(user)
    const headers = { Cookie: `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}` }
    // Each with a code of its own: what must be good once is the sign-in.
    const codes = [...phone.recoveryCodes, phone.code(), codeAt(phone.secret, app.clock.now() + 30_000)]
    return () => {
      const code = codes.pop() ?? ''
      const path = code.length === 6 ? '/session/totp' : '/session/recovery-code'
      return app.client().post(path, { code }, { headers })
    }
  },
  'CVE-2026-20779, better-auth PR 8067: the code of an app': async (app) => {
    const { withApp, pending } = secondStepScene(() => app)
    const { user, phone } = await withApp()
    const clients: TestClient[] = []
    for (let i = 0; i < atOnce; i++) clients.push(await pending(user))
    const code = phone.code()
    return () => (clients.pop() ?? app.client()).post('/session/totp', { code })
  },
  'better-auth PR 6176: a recovery code': async (app) => {
    const { withApp, pending } = secondStepScene(() => app)
    const { user, phone } = await withApp()
    const clients: TestClient[] = []
    for (let i = 0; i < atOnce; i++) clients.push(await pending(user))
    const [code] = phone.recoveryCodes
    return () => (clients.pop() ?? app.client()).post('/session/recovery-code', { code })
  },
  'CVE-2026-20779: the challenge of a security key': async (app) => {
    const owner = await app.signedIn()
    const { device } = await enrolKey(owner)
    const { client } = await passwordStep(app, owner.user)
    const options = await client.post('/session/security-key/options')
    const response = device.assert(options.body as object, { origin })
    const headers = { Cookie: `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}` }
    return () => app.client().post('/session/security-key', { response }, { headers })
  },
}

onBoth('what is good once', (app) => {
  for (const [kind, prepare] of Object.entries(kinds)) {
    it(`${kind}, redeemed ${String(atOnce)} times at once, is redeemed once`, async () => {
      const redeem = await prepare(app())
      const answers = await Promise.all(Array.from({ length: atOnce }, redeem))
      const statuses = answers.map(({ status }) => status).sort()
      assert.equal(statuses.filter((status) => status < 300).length, 1, String(statuses))
      assert.ok(
        statuses.every((status) => status < 500 || status === 503),
        String(statuses),
      )
    })
  }
})
