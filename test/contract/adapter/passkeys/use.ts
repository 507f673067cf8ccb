import assert from 'node:assert/strict'
import { it } from 'mocha'
import { origin } from '../../../support/app.js'
import { setCookies } from '../../../support/client.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { PasskeyScene } from './scene.js'
import { path } from './scene.js'

/** An answer beside other sign-ins, and after it has been used. */
export function passkeyUseContract(app: () => App, { withPasskey, answerFor }: PasskeyScene): void {
  it('lets a sign-in go on that is under way in this browser', async () => {
    const owner = await app().signedIn()
    const phone = await enrolApp(app(), owner)
    const { device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
    const { client } = await passwordStep(app(), owner.user)
    const before = client.cookies.get('keyward-pending')
    const options = await client.post(`${path}/options`)
    assert.deepEqual([options.status, setCookies(options)], [200, []])
    assert.equal(client.cookies.get('keyward-pending'), before)
    const response = device.assert(options.body as object, { origin })
    const other = app().client()
    refused(await other.post(path, { response }), 401, 'invalid_code')
    assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
  })

  it('signs in from a browser in which another sign-in is under way', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
    const { client } = await passwordStep(app(), owner.user)
    const answer = await touch(client, path, { device })
    assert.deepEqual([answer.status, [...client.cookies.keys()]], [201, ['keyward']])
  })

  it('an answer of a passkey signs in once', async () => {
    const { device } = await withPasskey()
    const client = app().client()
    const response = await answerFor(client, device)
    const Cookie = `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}`
    assert.equal((await client.post(path, { response })).status, 201)
    refused(await app().client().post(path, { response }, { headers: { Cookie } }), 401, 'invalid_code')
  })

  it('refuses a disabled user, and a removed passkey', async () => {
    const { owner, device, id } = await withPasskey()
    await app().keyward.users.disable(owner.user.id)
    refused(await touch(app().client(), path, { device }), 401, 'invalid_code')
    await app().keyward.users.enable(owner.user.id)
    const client = app().client()
    await touch(client, path, { device })
    assert.equal((await client.delete(`/mfa/security-keys/${id}`)).status, 204)
    refused(await touch(app().client(), path, { device }), 401, 'invalid_code')
  })

  it('refuses what is no answer, and foreign pages', async () => {
    const client = app().client()
    refusedFields(await client.post(path, { response: {} }), { response: 'malformed_response' })
    const headers = { Origin: 'https://evil.example' }
    refused(await client.post(path, { response: {} }, { headers }), 403, 'csrf')
    refused(await client.post(`${path}/options`, {}, { headers }), 403, 'csrf')
  })

  it('leaves the cookie of its options without any right', async () => {
    const client = app().client()
    await client.post(`${path}/options`)
    unauthenticated(await client.get('/session'))
    unauthenticated(await client.post('/mfa/totp'))
    refused(await client.post('/session/totp', { code: '000000' }), 410, 'expired')
  })
}
