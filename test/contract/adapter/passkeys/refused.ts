import assert from 'node:assert/strict'
import { it } from 'mocha'
import { origin } from '../../../support/app.js'
import { enrolKey } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { PasskeyScene } from './scene.js'
import { path } from './scene.js'

/** Answers that sign nobody in. */
export function refusedPasskeyContract(app: () => App, { withPasskey, answerFor }: PasskeyScene): void {
  it('refuses a security key that was registered as a second factor only', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner, { verifiesUser: true })
    const client = app().client()
    const excluded = (await owner.post('/mfa/security-keys/options')).body.excludeCredentials
    const options = await client.post(`${path}/options`)
    const response = device.assert({ ...(options.body as object), allowCredentials: excluded }, { origin })
    refused(await client.post(path, { response }), 401, 'invalid_code')
  })

  it('refuses an answer without user verification, or without the user’s handle', async () => {
    const { device } = await withPasskey()
    const client = app().client()
    const options = (await client.post(`${path}/options`)).body as object
    const tamper = { parts: ({ flags }: { flags: number }) => ({ flags: flags & ~4 }) }
    const unverified = device.assert(options, { origin, tamper })
    refused(await client.post(path, { response: unverified }), 401, 'invalid_code')
    const named = await answerFor(client, device)
    const response = { ...named, response: { ...named.response, userHandle: null } }
    refused(await client.post(path, { response }), 401, 'invalid_code')
  })

  it('is bound to the browser that asked: nobody is signed in as somebody else', async () => {
    const { device } = await withPasskey()
    const [attacker, victim] = [app().client(), app().client()]
    const response = await answerFor(attacker, device)
    refused(await victim.post(path, { response }), 401, 'invalid_code')
    await victim.post(`${path}/options`)
    refused(await victim.post(path, { response }), 401, 'invalid_code')
    assert.equal((await attacker.post(path, { response })).status, 201)
  })

  it('refuses no sign-in by passkey without a trace', async () => {
    const owner = await app().signedIn()
    const { device, id } = await enrolKey(owner, { passkey: true, verifiesUser: true })
    const client = app().client()
    const response = await answerFor(client, device)
    assert.equal((await owner.delete(`/mfa/security-keys/${id}`)).status, 204)
    // Of nobody known, one a minute.
    app().clock.advance({ minutes: 1 })
    const seen = app().events.length
    refused(await client.post(path, { response }), 401, 'invalid_code')
    const found = app().events.slice(seen)
    assert.deepEqual(
      found.map(({ type, outcome, reason }) => [type, outcome, reason]),
      [['session.refused', 'refused', 'invalid_code']],
    )
  })

  it('refuses a key that is no passkey, though it verifies its user and names them', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner, { verifiesUser: true })
    const own = (await owner.post('/mfa/security-keys/options')).body
    const client = app().client()
    const options = (await client.post(`${path}/options`)).body as object
    const answer = device.assert({ ...options, allowCredentials: own.excludeCredentials }, { origin })
    const response = { ...answer, response: { ...answer.response, userHandle: own.user.id } }
    refused(await client.post(path, { response }), 401, 'invalid_code')
  })
}
