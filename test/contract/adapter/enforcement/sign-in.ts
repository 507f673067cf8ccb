import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { origin } from '../../../support/app.js'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { enrolApp, passwordStep, registerKey } from '../../../support/factors.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import { codeAt } from '../../../support/totp.js'
import type { EnforcementScene } from './scene.js'

/** A sign-in without the factor that is demanded gets a ticket to enrol it. */
export function enforcedSignInContract(app: () => App, scene: EnforcementScene): void {
  describe('a sign-in where the policy demands a second factor', () => {
    ticketContract(app, scene)
    ticketLimitsContract(app, scene)
  })
}

/** The ticket, and the factor that it is exchanged for. */
function ticketContract(app: () => App, { organization, ticketFor }: EnforcementScene): void {
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
}

/** What is asked for before there is a ticket, and what a ticket may not do. */
function ticketLimitsContract(app: () => App, { organization, ticketFor }: EnforcementScene): void {
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
}
