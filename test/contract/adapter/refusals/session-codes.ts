import type { ErrorCode } from '../../../../src/errors.js'
import { enrolApp, enrolKey, passwordStep, registerKey } from '../../../support/factors.js'
import { newPassword } from '../../../support/secrets.js'
import type { Provoke } from './provoked.js'
import { foreign } from './scene.js'

const platform = '/admin/policies/platform'

/** The refusals of people: at signing in, with their factors, and in what they may do. */
export const sessionCodes: Readonly<Partial<Record<ErrorCode, Provoke>>> = {
  async invalid_credentials(app, from) {
    const { id, username } = await app.user()
    const answer = await app.client().post('/session', { username, password: newPassword() }, from)
    return { answer, user: id, type: 'session.refused' }
  },
  async too_many_attempts(app, from) {
    const { id, username } = await app.user()
    const send = () => app.client().post('/session', { username, password: newPassword() }, from)
    for (let i = 0; i < 10; i++) await send()
    return { answer: await send(), user: id, type: 'session.refused' }
  },
  async invalid_code(app, from) {
    const owner = await app.signedIn()
    await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    const answer = await client.post('/session/totp', { code: '000000' }, from)
    return { answer, user: owner.user.id, type: 'second_factor.refused', reason: 'invalid_code' }
  },
  async expired(app, from) {
    const owner = await app.signedIn()
    await enrolApp(app, owner)
    const { client } = await passwordStep(app, owner.user)
    for (let i = 0; i < 5; i++) await client.post('/session/totp', { code: '000000' })
    return { answer: await client.post('/session/totp', { code: '000000' }, from), user: owner.user.id }
  },
  async csrf(app, from) {
    const owner = await app.signedIn()
    const headers = { ...from.headers, ...foreign }
    return { answer: await owner.post('/tokens', {}, { headers }), user: null }
  },
  async forbidden(app, from) {
    const owner = await app.signedIn()
    return { answer: await owner.get('/admin/users', from), user: owner.user.id }
  },
  async reauthentication_required(app, from) {
    const owner = await app.signedIn()
    app.clock.advance({ minutes: 11 })
    return { answer: await owner.post('/api-keys', { name: 'a' }, from), user: owner.user.id }
  },
  async stronger_factor_required(app, from) {
    const owner = await app.signedIn()
    await enrolApp(app, owner)
    const { password } = app
    return { answer: await owner.post('/session/reauthentication', { password }, from), user: owner.user.id }
  },
  async enrolment_required(app, from) {
    const owner = await app.signedIn()
    return { answer: await owner.get('/api/mfa', from), user: owner.user.id }
  },
  async password_change_required(app, from) {
    const [owner, admin] = [await app.user(), await app.admin()]
    const { body } = await admin.post(`/admin/users/${owner.id}/password`, {})
    const client = app.client()
    await client.post('/session', { username: owner.username, password: body.temporaryPassword })
    return { answer: await client.post('/tokens', {}, from), user: owner.id }
  },
  async required_by_policy(app, from) {
    const owner = await app.signedIn(await app.user({ organizationId: 'strict' }))
    await enrolApp(app, owner)
    const strict = { kind: 'organization', id: 'strict' } as const
    await app.keyward.policies.replace(strict, { mfa: { enforceMfa: true } })
    return { answer: await owner.delete('/mfa/totp', from), user: owner.user.id }
  },
  async setter_not_compliant(app, from) {
    const admin = await app.admin()
    return { answer: await admin.put(platform, { mfa: { enforceMfa: true } }, from), user: admin.user.id }
  },
  async last_admin(app, from) {
    const last = await app.admin()
    for (const { id, admin } of (await app.keyward.users.list({ limit: 100 })).rows)
      if (admin && id !== last.user.id) await app.keyward.users.update(id, { admin: false })
    return { answer: await last.delete(`/admin/users/${last.user.id}`, from), user: last.user.id }
  },
  async already_registered(app, from) {
    const [owner, thief] = [await app.signedIn(), await app.signedIn()]
    const { device } = await enrolKey(owner)
    const theirs = await owner.post('/mfa/security-keys/options')
    const id = String(theirs.body.excludeCredentials[0].id)
    const tamper = {
      parts: () => ({ credentialId: Buffer.from(id, 'base64url') }),
      json: (json: object) => ({ ...json, id, rawId: id }),
    }
    const answer = await registerKey(thief, device, { name: 'mine', tamper, from })
    return { answer, user: thief.user.id }
  },
}
