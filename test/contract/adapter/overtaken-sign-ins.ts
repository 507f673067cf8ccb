import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Response } from 'supertest'
import { organizationScope } from '../../../src/policy/policy.js'
import type { App } from '../../support/app.js'
import { origin } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import { enrolApp, enrolKey, passwordStep } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { interruptedStore } from '../../support/interrupted-store.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'
import { codeAt } from '../../support/totp.js'

/** Somebody on their way in, whom a change of the account's owner overtakes. */
interface Race {
  readonly client: TestClient
  /** The last request of the sign-in. */
  signIn(): Promise<Response>
  /** What the owner, or an administrator, does meanwhile. */
  overtake(): Promise<unknown>
}

/** Each way in, with a change after which what it was judged by no longer holds. */
const races: Readonly<Record<string, (app: App) => Promise<Race>>> = {
  async 'a password, while an authenticator is enrolled'(app) {
    const owner = await app.signedIn()
    const client = app.client()
    const { username } = owner.user
    return {
      client,
      signIn: () => client.post('/session', { username, password: app.password }),
      overtake: () => enrolApp(app, owner),
    }
  },

  async 'a password, while it is changed'(app) {
    const owner = await app.signedIn()
    const client = app.client()
    const { username } = owner.user
    const change = { currentPassword: app.password, newPassword: newPassword() }
    return {
      client,
      signIn: () => client.post('/session', { username, password: app.password }),
      overtake: () => succeeds(owner.put('/password', change)),
    }
  },

  async 'a code, while 2-step verification is turned off'(app) {
    const owner = await app.signedIn()
    const phone = await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    const code = phone.code()
    return {
      client,
      signIn: () => client.post('/session/totp', { code }),
      overtake: () => succeeds(owner.delete('/mfa')),
    }
  },

  async 'a recovery code, while a security key is enrolled'(app) {
    const owner = await app.signedIn()
    const { recoveryCodes } = await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    return {
      client,
      signIn: () => client.post('/session/recovery-code', { code: recoveryCodes[0] }),
      overtake: () => enrolKey(owner),
    }
  },

  async 'a passkey, while it is removed'(app) {
    const owner = await app.signedIn()
    const { device, id } = await enrolKey(owner, { passkey: true, verifiesUser: true })
    const client = app.client()
    const options = (await client.post('/session/passkey/options')).body as object
    const response = device.assert(options, { origin })
    return {
      client,
      signIn: () => client.post('/session/passkey', { response }),
      overtake: () => succeeds(owner.delete(`/mfa/security-keys/${id}`)),
    }
  },

  async 'a sign-in by the host, while a security key is enrolled'(app) {
    const owner = await app.signedIn()
    const client = app.client()
    return {
      client,
      signIn: () => client.post(`/api/sso/${owner.user.id}/pwd`),
      overtake: () => enrolKey(owner),
    }
  },

  async 'an enrolment ticket, while the sessions are ended by an administrator'(app) {
    const organizationId = `organization-${String(Math.random())}`
    const policy = { mfa: { enforceMfa: true } }
    const put = app.store.policies.put(
      organizationScope(organizationId),
      { policy, switchedOn: {} },
      { version: 0, at: app.clock.now() },
    )
    assert.ok(await app.store.commit([put]))
    const user = await app.user({ organizationId })
    const admin = await app.admin()
    const { client } = await passwordStep(app, user)
    const { secret } = (await client.post('/mfa/totp')).body
    const code = codeAt(secret, app.clock.now())
    return {
      client,
      signIn: () => client.post('/mfa/totp/confirmation', { code }),
      overtake: () => succeeds(admin.delete(`/admin/users/${user.id}/sessions`)),
    }
  },
}

export function overtakenSignInsContract(framework: Framework): void {
  describe('a sign-in that is overtaken, at whatever moment', () => {
    const store = interruptedStore()
    const app = appFor(framework, { options: { passkeys: true }, over: (inner) => store.over(inner) })

    for (const [title, race] of Object.entries(races)) {
      it(`comes to nothing: ${title}`, async function () {
        this.timeout(120_000)
        for (let moment = 0; ; moment++) {
          const { client, signIn, overtake } = await race(app())
          const { answer, happened } = await store.before(moment, overtake, signIn)
          // There are no more moments: nothing came in between.
          if (!happened) {
            assert.ok(moment > 3)
            assert.ok(answer.status < 300, String(answer.status))
            return
          }
          assert.notEqual((await client.get('/session')).body.status, 'signed_in', `moment ${String(moment)}`)
        }
      })
    }
  })
}

export function overtakenRenewalsContract(framework: Framework): void {
  describe('a renewal of recovery codes that is overtaken, at whatever moment', () => {
    const store = interruptedStore()
    const app = appFor(framework, { over: (inner) => store.over(inner) })

    it('leaves no codes where 2-step verification was turned off meanwhile', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        const owner = await app().signedIn()
        const phone = await enrolApp(app(), owner)
        const { client } = await passwordStep(app(), owner.user)
        assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
        const turnOff = () => succeeds(owner.delete('/mfa'))
        const { answer, happened } = await store.before(moment, turnOff, () =>
          client.post('/mfa/recovery-codes'),
        )
        const { recoveryCodes } = await app().store.factors.of(owner.user.id)
        assert.equal(recoveryCodes, happened ? 0 : 10, `moment ${String(moment)}: ${String(answer.status)}`)
        if (!happened) {
          assert.ok(moment > 2)
          assert.equal(answer.status, 201)
          return
        }
        assert.ok(answer.status >= 400, `moment ${String(moment)}`)
      }
    })
  })
}

async function succeeds(answer: Promise<Response>): Promise<void> {
  assert.equal((await answer).status, 204)
}
