import type { ErrorCode } from '../../../../src/errors.js'
import { newKeys } from '../../../support/ssh-keys.js'
import { asForm, deviceScene } from '../devices/scene.js'
import type { Provoke } from './provoked.js'
import { keyOf } from './provoked.js'

/** The refusals of keys, tokens, hosts and devices. */
export const credentialCodes: Readonly<Partial<Record<ErrorCode, Provoke>>> = {
  async invalid_token(app, from) {
    return { answer: await app.client().get('/api/hello', { ...from, bearer: 'junk' }), user: null }
  },
  async address_not_allowed(app, from) {
    const owner = await app.signedIn()
    const bearer = await keyOf(owner, { allowedAddresses: ['203.0.113.0/24'] })
    const answer = await app.client().get('/api/hello', { ...from, bearer })
    return { answer, user: owner.user.id, type: 'credential.refused' }
  },
  async host_disabled(app, from) {
    const admin = await app.admin()
    const { id, credential } = (await admin.post('/admin/hosts', { name: 'web-1' })).body
    await admin.patch(`/admin/hosts/${String(id)}`, { disabled: true })
    const answer = await app
      .client()
      .get('/ssh/authorized_keys/root', { ...from, bearer: String(credential) })
    return { answer, user: null, type: 'credential.refused' }
  },
  async interactive_session_required(app, from) {
    const owner = await app.signedIn()
    const answer = await app.client().post('/tokens', {}, { ...from, bearer: await keyOf(owner) })
    return { answer, user: owner.user.id }
  },
  async credential_not_accepted(app, from) {
    const owner = await app.signedIn()
    return { answer: await owner.get('/api/keys-only', from), user: owner.user.id }
  },
  async insufficient_scope(app, from) {
    const owner = await app.signedIn()
    const bearer = await keyOf(owner, { scopes: ['reports:read'] })
    return { answer: await app.client().get('/api/both-scopes', { ...from, bearer }), user: owner.user.id }
  },
  async rate_limited(app, from) {
    const owner = await app.signedIn()
    const bearer = await keyOf(owner)
    const send = () => app.client().get('/api/limited-keys', { ...from, bearer })
    await send()
    return { answer: await send(), user: owner.user.id }
  },
  async limit_reached(app, from) {
    const owner = await app.signedIn()
    const { id } = (await owner.post('/api-keys', { name: 'b' })).body
    await app.keyward.policies.replace({ kind: 'platform' }, { apiKeys: { maxPerUser: 1 } })
    const answer = await owner.post('/api-keys', { name: 'c' }, from)
    await app.keyward.policies.replace({ kind: 'platform' }, {})
    await owner.delete(`/api-keys/${String(id)}`)
    return { answer, user: owner.user.id }
  },
  async key_in_use(app, from) {
    const [owner, thief] = [await app.signedIn(), await app.signedIn()]
    const publicKey = newKeys['ssh-ed25519']()
    await owner.post('/ssh-keys', { name: 'a', publicKey })
    return { answer: await thief.post('/ssh-keys', { name: 'a', publicKey }, from), user: thief.user.id }
  },
  async access_denied(app, from) {
    const { begin } = deviceScene(() => app)
    const [owner, device] = [await app.signedIn(), await begin()]
    await owner.post(`/device/${device.userCode}/denial`, {})
    return { answer: await poll(app, from, { device_code: device.deviceCode }), user: owner.user.id }
  },
  async expired_token(app, from) {
    const device = await deviceScene(() => app).begin()
    app.clock.advance({ minutes: 20 })
    return { answer: await poll(app, from, { device_code: device.deviceCode }), user: null }
  },
  async invalid_client(app, from) {
    const device = await deviceScene(() => app).begin()
    const asked = { device_code: device.deviceCode, client_id: 'nobody' }
    return { answer: await poll(app, from, asked), user: null }
  },
  async invalid_grant(app, from) {
    return { answer: await poll(app, from, { device_code: 'nothing' }), user: null }
  },
}

async function poll(
  app: Parameters<Provoke>[0],
  from: Parameters<Provoke>[1],
  asked: Readonly<Record<string, string>>,
) {
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const form = asForm({ grant_type: grantType, client_id: 'other-cli', ...asked })
  return app.client().post('/device/token', undefined, { ...form, ...from })
}
