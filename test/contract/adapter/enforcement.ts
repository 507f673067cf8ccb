import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../src/index.js'
import type { App } from '../../support/app.js'
import { origin } from '../../support/app.js'
import { softwareAuthenticator } from '../../support/authenticator.js'
import type { TestClient } from '../../support/client.js'
import { enrolApp, enrolKey, passwordStep, registerKey, touch } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'
import { codeAt } from '../../support/totp.js'

type Owner = TestClient & { readonly user: UserRow }

export function enforcementContract(framework: Framework): void {
  const app = appFor(framework)

  /** An organisation of its own, an administrator who has both factors, and a way to set its policy. */
  async function organization(): Promise<{
    readonly organizationId: string
    readonly admin: Owner
    demand(mfa: object, enforcement?: object): Promise<void>
    member(given?: Partial<UserRow>): Promise<UserRow>
  }> {
    const organizationId = `organization-${String(Math.random())}`
    const admin = await app().admin()
    await enrolApp(app(), admin)
    const { device } = await enrolKey(admin)
    return {
      organizationId,
      admin,
      async demand(mfa, enforcement = {}) {
        const path = `/admin/policies/organizations/${organizationId}`
        await touch(admin, '/session/reauthentication/security-key', { device })
        assert.equal((await admin.put(path, { mfa, enforcement })).status, 200)
      },
      member: (given = {}) => app().user({ organizationId, ...given }),
    }
  }

  const ticketFor = async (user: UserRow): Promise<TestClient> => {
    const { client, answer } = await passwordStep(app(), user)
    assert.deepEqual([answer.status, answer.body.status], [202, 'enrolment_required'])
    return client
  }

  describe('a sign-in where the policy demands a second factor', () => {
    it('gives a ticket to enrol one, and no session', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true })
      const user = await member()
      const { client, answer } = await passwordStep(app(), user)
      const { expiresAt, user: shown, ...body } = answer.body
      assert.deepEqual(body, { status: 'enrolment_required', methods: ['security_key', 'totp'] })
      assert.deepEqual([shown.id, Date.parse(expiresAt)], [user.id, app().clock.now() + 900_000])
      assert.deepEqual([...client.cookies.keys()], ['keyward-pending'])
      const session = await client.get('/session')
      assert.deepEqual([session.status, session.body.status], [200, 'enrolment_required'])
      assert.deepEqual(session.body.methods, ['security_key', 'totp'])
      const mfa = (await client.get('/mfa')).body
      assert.deepEqual([mfa.enabled, mfa.policy.enforced, mfa.policy.satisfied], [false, 'mfa', false])
      assert.equal((await client.get('/policy')).body.mfa.enforceMfa, true)
    })

    it('becomes a session once an authenticator app is confirmed', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true })
      const client = await ticketFor(await member())
      const { secret } = (await client.post('/mfa/totp')).body
      refused(await client.post('/mfa/totp/confirmation', { code: '000000' }), 401, 'invalid_code')
      const answer = await client.post('/mfa/totp/confirmation', { code: codeAt(secret, app().clock.now()) })
      assert.deepEqual([answer.status, answer.body.status], [200, 'signed_in'])
      assert.deepEqual(answer.body.session.amr, ['pwd', 'otp'])
      assert.equal(answer.body.recoveryCodes.length, 10)
      assert.deepEqual([...client.cookies.keys()], ['keyward'])
      const { body } = await client.get('/session')
      assert.deepEqual(body.policy, { satisfied: true, missing: [], deadline: null })
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })

    it('becomes a session once a security key is registered', async () => {
      const { demand, member } = await organization()
      await demand({ enforceSecurityKey: true })
      const client = await ticketFor(await member())
      const answer = await registerKey(client, softwareAuthenticator(), { name: 'Blue' })
      assert.deepEqual([answer.status, answer.body.status, answer.body.name], [201, 'signed_in', 'Blue'])
      assert.deepEqual(answer.body.session.amr, ['pwd', 'hwk'])
      assert.equal(answer.body.recoveryCodes.length, 10)
      assert.equal((await client.get('/session')).body.policy.satisfied, true)
    })

    it('has no use for an authenticator app where a security key is demanded', async () => {
      const { demand, member } = await organization()
      await demand({ enforceSecurityKey: true })
      const client = await ticketFor(await member())
      refused(await client.post('/mfa/totp'), 403, 'forbidden')
      refused(await client.post('/mfa/totp/confirmation', { code: '000000' }), 403, 'forbidden')
    })

    it('asks for TOTP first where the key is missing, then for the key', async () => {
      const { demand, member } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const phone = await enrolApp(app(), owner)
      await demand({ enforceSecurityKey: true })
      const { client, answer } = await passwordStep(app(), user)
      assert.deepEqual(answer.body.methods, ['totp', 'recovery_code'])
      const second = await client.post('/session/totp', { code: phone.code() })
      assert.deepEqual([second.status, second.body.status], [202, 'enrolment_required'])
      assert.deepEqual(second.body.methods, ['security_key'])
      const third = await registerKey(client, softwareAuthenticator(), { name: 'Blue' })
      assert.deepEqual([third.status, third.body.session.amr], [201, ['pwd', 'otp', 'hwk']])
      assert.equal(third.body.recoveryCodes, undefined)
      const next = await passwordStep(app(), user)
      assert.deepEqual(next.answer.body.methods, ['security_key', 'recovery_code'])
      const weaker = await next.client.post('/session/totp', { code: phone.code() })
      refused(weaker, 403, 'stronger_factor_required')
    })

    it('turns a recovery code into a ticket where a security key is demanded', async () => {
      const { demand, member } = await organization()
      await demand({ enforceSecurityKey: true })
      const user = await member()
      const first = await ticketFor(user)
      const { recoveryCodes } = (await registerKey(first, softwareAuthenticator(), { name: 'Lost' })).body
      const { client } = await passwordStep(app(), user)
      const answer = await client.post('/session/recovery-code', { code: recoveryCodes[0] })
      assert.deepEqual(
        [answer.status, answer.body.status, answer.body.methods, answer.body.remaining],
        [202, 'enrolment_required', ['security_key'], 9],
      )
      unauthenticated(await client.get('/api/hello'))
      const done = await registerKey(client, softwareAuthenticator(), { name: 'New' })
      assert.deepEqual([done.status, done.body.status], [201, 'signed_in'])
    })

    it('waits until the grace period is over', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true, graceDays: 3 })
      const deadline = app().clock.now() + 3 * 86_400_000
      app().clock.advance({ hours: 1 })
      const user = await member()
      const { client, answer } = await passwordStep(app(), user)
      assert.equal(answer.status, 201)
      const { policy } = (await client.get('/session')).body
      // The later of when it was switched on and when the user was made.
      assert.deepEqual(policy, {
        satisfied: false,
        missing: ['security_key', 'totp'],
        deadline: new Date(user.createdAt + 3 * 86_400_000).toISOString(),
      })
      assert.ok(user.createdAt + 3 * 86_400_000 > deadline)
      assert.equal((await client.get('/api/hello')).status, 200)
      app().clock.advance({ days: 3 })
      await ticketFor(user)
    })

    it('CVE-2026-18963: cannot be completed twice with one ticket', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true })
      const client = await ticketFor(await member())
      const headers = { Cookie: `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}` }
      const tries = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (name) => {
          const options = await client.post('/mfa/security-keys/options', {}, { headers })
          const response = softwareAuthenticator().register(options.body as object, { origin })
          return { name, response }
        }),
      )
      const answers = await Promise.all(
        tries.map((body) => client.post('/mfa/security-keys', body, { headers })),
      )
      assert.equal(answers.filter(({ status }) => status === 201).length, 1)
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        assert.ok([401, 410].includes(answer.status), String(answer.status))
      }
      unauthenticated(await client.post('/mfa/totp', {}, { headers }))
    })

    it('leaves a ticket no way but to enrol', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true })
      const client = await ticketFor(await member())
      for (const path of ['/api-keys', '/sessions', '/events', '/tokens', '/api/hello', '/api/recent']) {
        unauthenticated(await client.get(path))
      }
      unauthenticated(await client.delete('/mfa'))
      unauthenticated(await client.post('/session/reauthentication', { password: app().password }))
      refused(await client.post('/session/totp', { code: '000000' }), 410, 'expired')
      const headers = { Origin: 'https://evil.example' }
      refused(await client.post('/mfa/totp', {}, { headers }), 403, 'csrf')
      app().clock.advance({ minutes: 15 })
      unauthenticated(await client.post('/mfa/totp'))
      unauthenticated(await client.get('/session'))
    })
  })

  describe('a session that the policy has overtaken', () => {
    it('is downgraded: it may look, prove itself, enrol and leave', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      app().clock.advance({ minutes: 11 })
      await demand({ enforceMfa: true })
      for (const [method, path] of [
        ['get', '/api-keys'],
        ['get', '/sessions'],
        ['get', '/events'],
        ['put', '/password'],
        ['delete', '/mfa'],
        ['get', '/api/hello'],
        ['get', '/api/optional'],
      ] as const) {
        const answer = await client.send(method, path, method === 'put' ? {} : undefined)
        refused(answer, 403, 'enrolment_required')
        assert.deepEqual(answer.body.methods, ['security_key', 'totp'])
      }
      const { policy } = (await client.get('/session')).body
      assert.deepEqual([policy.satisfied, policy.missing], [false, ['security_key', 'totp']])
      assert.equal((await client.get('/mfa')).status, 200)
      assert.equal((await client.get('/policy')).status, 200)
      // A stolen old cookie enrols no key of the thief’s.
      refused(await client.post('/mfa/totp'), 403, 'reauthentication_required')
      await client.post('/session/reauthentication', { password: app().password })
      await enrolApp(app(), client)
      assert.equal((await client.get('/api-keys')).status, 200)
      assert.equal((await client.delete('/session')).status, 204)
    })

    it('is downgraded where it came in by TOTP and a key is demanded, and a touch brings it back', async () => {
      const { demand, member } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const phone = await enrolApp(app(), owner)
      const { device } = await enrolKey(owner)
      const { client } = await passwordStep(app(), user)
      await client.post('/session/totp', { code: phone.code() })
      await demand({ enforceSecurityKey: true })
      const answer = await client.get('/api/hello')
      refused(answer, 403, 'enrolment_required')
      assert.deepEqual(answer.body.methods, ['security_key'])
      await touch(client, '/session/reauthentication/security-key', { device })
      assert.equal((await client.get('/api/hello')).status, 200)
    })

    it('is left alone in the grace period', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true, graceDays: 1 })
      const user = await member()
      app().clock.advance({ hours: 23 })
      const client = await app().signedIn(user)
      assert.equal((await client.get('/api/hello')).status, 200)
      app().clock.advance({ hours: 1 })
      refused(await client.get('/api/hello'), 403, 'enrolment_required')
    })
  })

  describe('what the policy demands', () => {
    it('cannot be removed', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      await enrolApp(app(), client)
      await demand({ enforceMfa: true })
      for (const path of ['/mfa/totp', '/mfa']) {
        refused(await client.delete(path), 409, 'required_by_policy')
      }
      const { id } = await enrolKey(client)
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      refused(await client.delete(`/mfa/security-keys/${id}`), 409, 'required_by_policy')
    })

    it('is kept by one of two deletions at once', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const [first, second] = [await enrolKey(client), await enrolKey(client)]
      await demand({ enforceSecurityKey: true })
      const answers = await Promise.all(
        [first, second].map(({ id }) => client.delete(`/mfa/security-keys/${id}`)),
      )
      assert.equal(answers.filter(({ status }) => status === 204).length, 1)
      assert.equal((await client.get('/mfa')).body.securityKeys.length, 1)
    })

    it('may be a kind of key', async () => {
      const { demand, member } = await organization()
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })
      const client = await ticketFor(await member())
      const synced = softwareAuthenticator({ synced: true })
      const answer = await registerKey(client, synced, { name: 'Phone' })
      refusedFields(answer, { response: 'device_not_allowed' })
      const bound = await registerKey(client, softwareAuthenticator(), { name: 'Key' })
      assert.deepEqual([bound.status, bound.body.status], [201, 'signed_in'])
    })

    it('is not satisfied by a key of another kind, which still is a second factor', async () => {
      const { demand, member } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const { device } = await enrolKey(owner, { synced: true })
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })
      const { client, answer } = await passwordStep(app(), user)
      assert.deepEqual(answer.body.methods, ['security_key', 'recovery_code'])
      const second = await touch(client, '/session/security-key', { device })
      assert.deepEqual([second.status, second.body.status], [202, 'enrolment_required'])
      await registerKey(client, softwareAuthenticator(), { name: 'Key' })
      assert.equal((await client.get('/api/hello')).status, 200)
      // From now on the right key alone will do.
      const next = (await passwordStep(app(), user)).client
      const options = (await next.post('/session/security-key/options')).body
      assert.equal(options.allowCredentials.length, 1)
    })

    it('may be vouched for by its maker', async () => {
      const { demand, member } = await organization()
      await demand({ securityKeyKind: 'attested' })
      const client = await app().signedIn(await member())
      assert.equal((await client.post('/mfa/security-keys/options')).body.attestation, 'direct')
      const plain = await registerKey(client, softwareAuthenticator(), { name: 'a' })
      refusedFields(plain, { response: 'device_not_allowed' })
      const vouched = softwareAuthenticator({ attestation: 'certified' })
      assert.equal((await registerKey(client, vouched, { name: 'a' })).status, 201)
    })
  })

  describe('blockCredentials', () => {
    it('stops keys and tokens of those who do not satisfy the policy, until they do', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const { token } = (await client.post('/tokens', {})).body
      await demand({ enforceMfa: true })
      const hello = (bearer: string) => app().client().get('/api/hello', { bearer })
      assert.equal((await hello(key)).status, 200)
      await demand({ enforceMfa: true }, { blockCredentials: true })
      for (const bearer of [key, token]) {
        const answer = await hello(bearer)
        refused(answer, 403, 'enrolment_required')
        assert.deepEqual(answer.body.methods, ['security_key', 'totp'])
      }
      await enrolApp(app(), client)
      for (const bearer of [key, token]) assert.equal((await hello(bearer)).status, 200)
    })
  })

  describe('blockSshKeys', () => {
    it('withholds the SSH keys of those who do not satisfy the policy, until they do', async () => {
      const { keyward, signedIn, admin } = app()
      const { demand, member, organizationId } = await organization()
      await keyward.sshGrants.replace([{ group: 'default', organizationId, account: 'deploy' }])
      const { credential } = (await (await admin()).post('/admin/hosts', { name: organizationId })).body
      const client = await signedIn(await member())
      await client.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      const path = '/ssh/authorized_keys/deploy'
      const lines = async () =>
        (await app().client().get(path, { bearer: credential })).text.split('\n').length - 2
      await demand({ enforceMfa: true }, { blockCredentials: true })
      assert.equal(await lines(), 1)
      await demand({ enforceMfa: true, graceDays: 1 }, { blockSshKeys: true })
      assert.equal(await lines(), 1)
      await demand({ enforceMfa: true }, { blockSshKeys: true })
      assert.equal(await lines(), 0)
      await enrolApp(app(), client)
      assert.equal(await lines(), 1)
    })
  })

  describe('an administrator who demands a factor', () => {
    it('must have it', async () => {
      const admin = await app().admin()
      const platform = '/admin/policies/platform'
      refused(await admin.put(platform, { mfa: { enforceMfa: true } }), 409, 'setter_not_compliant')
      const organization = '/admin/policies/organizations/anything'
      refused(
        await admin.put(organization, { mfa: { enforceSecurityKey: true } }),
        409,
        'setter_not_compliant',
      )
      await enrolApp(app(), admin)
      refused(
        await admin.put(organization, { mfa: { enforceSecurityKey: true } }),
        409,
        'setter_not_compliant',
      )
      assert.equal((await admin.put(organization, { mfa: { enforceMfa: true } })).status, 200)
      // What is no stricter than before is anybody’s to set.
      const other = await app().admin()
      const policy = { mfa: { enforceMfa: true, graceDays: 2 } }
      assert.equal((await other.put(organization, policy)).status, 200)
      assert.equal((await other.put(organization, {})).status, 200)
    })

    it('is told beforehand whom it would stop', async () => {
      const { organizationId, admin, member } = await organization()
      const [plain, ready] = [await app().signedIn(await member()), await app().signedIn(await member())]
      await member()
      await enrolApp(app(), ready)
      await plain.post('/api-keys', { name: 'a' })
      await plain.post('/tokens', {})
      await ready.post('/api-keys', { name: 'a' })
      await plain.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      const path = `/admin/policies/organizations/${organizationId}?dryRun=1`
      const impact = async (policy: object) => (await admin.put(path, policy)).body.impact
      const none = { users: 0, apiKeys: 0, tokens: 0, sshKeys: 0 }
      assert.deepEqual(await impact({ mfa: { enforceMfa: true } }), { ...none, users: 2 })
      assert.deepEqual(await impact({ mfa: { enforceMfa: true, graceDays: 1 } }), none)
      assert.deepEqual(await impact({ mfa: { enforceSecurityKey: true } }), { ...none, users: 3 })
      const enforcement = { blockCredentials: true }
      assert.deepEqual(await impact({ mfa: { enforceMfa: true }, enforcement }), {
        ...none,
        users: 2,
        apiKeys: 1,
        tokens: 1,
      })
      assert.deepEqual(await impact({ mfa: { enforceMfa: true }, enforcement: { blockSshKeys: true } }), {
        ...none,
        users: 2,
        sshKeys: 1,
      })
      assert.equal((await plain.get('/api/hello')).status, 200)
    })

    it('sets fields that exist, within their limits', async () => {
      const admin = await app().admin()
      for (const [mfa, reason] of [
        [{ graceDays: -1 }, { 'mfa.graceDays': 'out_of_range' }],
        [{ graceDays: 366 }, { 'mfa.graceDays': 'out_of_range' }],
        [{ securityKeyKind: 'blue' }, { 'mfa.securityKeyKind': 'not_allowed' }],
        [{ enforceMfa: 'yes' }, { 'mfa.enforceMfa': 'wrong_type' }],
        [{ enforce: true }, { 'mfa.enforce': 'unknown_field' }],
      ] as const) {
        refusedFields(await admin.put('/admin/policies/organizations/x', { mfa }), reason)
      }
    })
  })

  describe('a shorter password', () => {
    it('will do where the policy demands a second factor', async () => {
      const { organizationId, admin, demand } = await organization()
      const body = { username: `short-${String(Math.random())}`, password: 'qZ4)x-7Lw', organizationId }
      refusedFields(await admin.post('/admin/users', body), { password: 'too_short' })
      await demand({ enforceMfa: true })
      assert.equal((await admin.post('/admin/users', body)).status, 201)
      refusedFields(await admin.post('/admin/users', { ...body, password: 'qZ4)x-7' }), {
        password: 'too_short',
      })
    })
  })

  describe('guard({ mfa: true })', () => {
    it('lets a session with a second factor pass, and keys of those who have one', async () => {
      const client = await app().signedIn()
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const none = await client.get('/api/mfa')
      refused(none, 403, 'enrolment_required')
      assert.deepEqual(none.body.methods, ['security_key', 'totp'])
      refused(await app().client().get('/api/mfa', { bearer: key }), 403, 'enrolment_required')
      await enrolApp(app(), client)
      assert.equal((await client.get('/api/mfa')).status, 200)
      assert.equal((await app().client().get('/api/mfa', { bearer: key })).status, 200)
    })

    it('is not passed by a session from before a factor was enrolled, nor by a sign-in of the host’s without one', async () => {
      const user = await app().user()
      const client = await hostSession(app(), user)
      await enrolKey(await app().signedIn(user))
      // The host vouches for `sso`, which is no second factor of ours: the door asks for the key.
      const browser = app().client()
      const again = await browser.post(`/api/sso/${user.id}/sso`)
      assert.deepEqual([again.status, again.body.status], [200, 'second_factor_required'])
      unauthenticated(await client.get('/api/mfa'))
      unauthenticated(await browser.get('/api/mfa'))
    })
  })
}

async function hostSession(app: App, user: UserRow): Promise<TestClient> {
  const client = app.client()
  assert.equal((await client.post(`/api/sso/${user.id}/sso`)).body.status, 'signed_in')
  return client
}
