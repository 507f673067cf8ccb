import assert from 'node:assert/strict'
import { before, describe, it } from 'mocha'
import type { KeywardClient } from '../../src/api-client/index.js'
import { keywardClient } from '../../src/api-client/index.js'
import type { DevicePrompt, DeviceSignInOptions, DeviceToken } from '../../src/api-client/device-sign-in.js'
import { deviceSignIn } from '../../src/api-client/device-sign-in.js'
import { cookieFetch } from '../support/cookie-fetch.js'
import { expressFramework } from '../support/express-host.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { siteFor } from '../support/site.js'

describe('deviceSignIn, with keyward on the other side', function () {
  this.timeout(20_000)
  const site = siteFor(expressFramework, {
    options: {
      deviceClients: { 'acme-cli': { name: 'Acme CLI', scopes: ['reports:read', 'reports:write'] } },
    },
  })
  let ada: KeywardClient

  before(async () => {
    const { keyward, origin } = site()
    const password = newPassword()
    await keyward.users.create({ username: 'ada', password })
    ada = keywardClient({ baseUrl: `${origin}/auth`, fetch: cookieFetch() })
    await ada.session.signIn({ username: 'ada', password })
  })

  it('answers the token that somebody has approved, with the scopes that they left', async () => {
    const { signIn, waits } = device()
    const { token, expiresAt, scopes } = await signIn({
      scope: ['reports:read', 'reports:write'],
      open: async ({ userCode, verificationUri, verificationUriComplete }) => {
        assert.equal(verificationUri, `${site().origin}/auth/activate`)
        assert.equal(verificationUriComplete, `${verificationUri}?user_code=${userCode}`)
        assert.deepEqual((await ada.devices.get(userCode)).client, { id: 'acme-cli', name: 'Acme CLI' })
        await ada.devices.approve(userCode, { expiresInHours: 2, scopes: ['reports:read'] })
      },
    })
    noteSecret(token)
    assert.deepEqual([scopes, waits], [['reports:read'], [5]])
    assert.equal(expiresAt, new Date(site().clock.now() + 2 * 3_600_000).toISOString())
    const program = keywardClient({ baseUrl: `${site().origin}/auth`, token })
    assert.equal((await program.credential()).user.username, 'ada')
  })

  it('waits for the answer, and slows down where its clock is too fast', async () => {
    // Its seconds are 0.8 of the server's.
    const { signIn, waits } = device({
      pace: 0.8,
      answer: { after: 4, by: (code) => ada.devices.approve(code) },
    })
    const { token } = await signIn({})
    noteSecret(token)
    assert.equal(waits[0], 5)
    assert.ok(waits.includes(10))
    assert.ok(waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0)))
  })

  it('ends where somebody says no', async () => {
    const { signIn } = device({ answer: { after: 2, by: (code) => ada.devices.deny(code) } })
    await assert.rejects(signIn({}), { name: 'ProblemError', status: 400, code: 'access_denied' })
  })

  it('ends where nobody answers in time', async () => {
    const { signIn, waits } = device()
    await assert.rejects(signIn({}), { name: 'ProblemError', status: 400, code: 'expired_token' })
    assert.equal(waits.length, 120)
  })

  it('ends at once for a program that the app does not know, and for scopes that are none', async () => {
    await assert.rejects(device().signIn({ clientId: 'other' }), { status: 400, code: 'invalid_client' })
    await assert.rejects(device().signIn({ scope: 'none' }), { status: 400, code: 'invalid_scope' })
  })

  /** A device, whose clock is `pace` times as fast as the server's; after so many waits somebody answers. */
  function device({ pace = 1, answer }: { pace?: number; answer?: Answering } = {}) {
    const { origin, clock } = site()
    const { devices } = keywardClient({ baseUrl: `${origin}/auth` })
    const waits: number[] = []
    let shown: DevicePrompt | undefined
    const needs = {
      devices,
      now: clock.now,
      wait: async (seconds: number) => {
        waits.push(seconds)
        clock.advance({ ms: seconds * 1000 * pace })
        if (answer && shown && waits.length === answer.after) await answer.by(shown.userCode)
      },
    }
    const open = (prompt: DevicePrompt): void => {
      shown = prompt
    }
    const signIn = (wanted: Partial<DeviceSignInOptions>): Promise<DeviceToken> =>
      deviceSignIn(needs, { clientId: 'acme-cli', open, ...wanted })
    return { signIn, waits }
  }
})

interface Answering {
  readonly after: number
  by(userCode: string): Promise<void>
}
