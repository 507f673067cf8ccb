import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../../support/app.js'
import { enrolKey, touch } from '../../../support/factors.js'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

/** The second step by a security key. */
export function securityKeyStepContract(app: () => App, scene: SecondStepScene): void {
  describe('POST /session/security-key', () => {
    acceptedAnswerContract(app, scene)
    refusedAnswerContract(app, scene)
  })
}

/** Which answers of a key count, and how often. */
function acceptedAnswerContract(app: () => App, { pending }: SecondStepScene): void {
  it('a touch of the enrolled security key signs in', async () => {
    const owner = await app().signedIn()
    const { device, id } = await enrolKey(owner)
    const client = await pending(owner.user)
    const answer = await touch(client, '/session/security-key', { device })
    assert.deepEqual([answer.status, answer.body.session.amr], [201, ['pwd', 'hwk']])
    const [key] = (await client.get('/mfa')).body.securityKeys
    assert.deepEqual([key.id, Date.parse(key.lastUsedAt)], [id, app().clock.now() - 1])
  })

  it('lets each of several keys in, and no one else’s', async () => {
    const owner = await app().signedIn()
    const [first, second] = [await enrolKey(owner), await enrolKey(owner)]
    for (const { device } of [first, second]) {
      assert.equal((await touch(await pending(owner.user), '/session/security-key', { device })).status, 201)
    }
    const stranger = await app().signedIn()
    const foreign = await enrolKey(stranger)
    const theirs = await (await pending(stranger.user)).post('/session/security-key/options')
    const client = await pending(owner.user)
    const options = await client.post('/session/security-key/options')
    const { allowCredentials } = theirs.body
    const response = foreign.device.assert({ ...(options.body as object), allowCredentials }, { origin })
    refused(await client.post('/session/security-key', { response }), 401, 'invalid_code')
  })

  it('accepts an answer once, to a challenge of this sign-in', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner)
    const [first, second] = [await pending(owner.user), await pending(owner.user)]
    const options = await first.post('/session/security-key/options')
    const response = device.assert(options.body as object, { origin })
    refused(await second.post('/session/security-key', { response }), 401, 'invalid_code')
    assert.equal((await first.post('/session/security-key', { response })).status, 201)
    refused(await second.post('/session/security-key', { response }), 401, 'invalid_code')
  })

  it('uses the challenge up whatever the verdict', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner)
    const client = await pending(owner.user)
    const options = await client.post('/session/security-key/options')
    const good = device.assert(options.body as object, { origin })
    const bad = { ...good, response: { ...good.response, signature: 'AAAA' } }
    refused(await client.post('/session/security-key', { response: bad }), 401, 'invalid_code')
    refused(await client.post('/session/security-key', { response: good }), 401, 'invalid_code')
  })
}

/** Answers that are too many, too late, or from a key that cannot be trusted. */
function refusedAnswerContract(app: () => App, { withApp, pending }: SecondStepScene): void {
  it('takes five answers; the sixth is too late, right or not', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner)
    const client = await pending(owner.user)
    const tamper = { signature: () => Buffer.from('no') }
    for (let i = 0; i < 5; i++) {
      const wrong = await touch(client, '/session/security-key', { device, tamper })
      refused(wrong, 401, 'invalid_code')
    }
    refused(await touch(client, '/session/security-key', { device }), 410, 'expired')
  })

  it('an answer of a security key comes too late after five minutes', async () => {
    const owner = await app().signedIn()
    const { device } = await enrolKey(owner)
    const client = await pending(owner.user)
    const options = await client.post('/session/security-key/options')
    app().clock.advance({ minutes: 5 })
    const response = device.assert(options.body as object, { origin })
    refused(await client.post('/session/security-key', { response }), 401, 'invalid_code')
  })

  it('refuses a cloned key, and marks it', async () => {
    const owner = await app().signedIn()
    const { device, id } = await enrolKey(owner)
    for (let i = 0; i < 3; i++) {
      assert.equal((await touch(await pending(owner.user), '/session/security-key', { device })).status, 201)
    }
    device.setCounter(1)
    refused(await touch(await pending(owner.user), '/session/security-key', { device }), 401, 'invalid_code')
    assert.ok(
      app().events.some(({ type, subject }) => type === 'security_key.suspected' && subject?.id === id),
    )
    // Not even with the right counter; and the second step is still asked for.
    device.setCounter(100)
    const client = await pending(owner.user)
    refused(await client.post('/session/security-key/options'), 409, 'no_factor')
  })

  it('is no clone that two tabs use at once, whichever answer comes first', async () => {
    for (const order of [(all: number[]) => all, (all: number[]) => all.reverse()]) {
      const owner = await app().signedIn()
      const { device, id } = await enrolKey(owner)
      const tabs = [await pending(owner.user), await pending(owner.user)]
      const asked = []
      for (const tab of tabs) asked.push((await tab.post('/session/security-key/options')).body as object)
      const answers = asked.map((options) => device.assert(options, { origin }))
      const statuses = []
      for (const i of order([0, 1])) {
        const answer = await tabs[i]?.post('/session/security-key', { response: answers[i] })
        statuses.push(answer?.status)
      }
      assert.equal(statuses[0], 201)
      assert.ok(
        !app().events.some(({ type, subject }) => type === 'security_key.suspected' && subject?.id === id),
      )
      const next = await pending(owner.user)
      assert.equal((await touch(next, '/session/security-key', { device })).status, 201)
    }
  })

  for (const [kind, code] of [
    ['totp', '000000'],
    ['recovery-code', 'AAAA-BBBB-CCCC-DDDD'],
  ] as const) {
    it(`leaves a trace of a ${kind} that it refuses`, async () => {
      const { user } = await withApp()
      const client = await pending(user)
      const seen = app().events.length
      refused(await client.post(`/session/${kind}`, { code }), 401, 'invalid_code')
      assert.deepEqual(
        app()
          .events.slice(seen)
          .map(({ type, outcome, subject }) => [type, outcome, subject?.id]),
        [['second_factor.refused', 'refused', user.id]],
      )
    })
  }

  it('answers 422 for what is no answer of a key', async () => {
    const owner = await app().signedIn()
    await enrolKey(owner)
    const client = await pending(owner.user)
    for (const response of [{}, { id: 'a' }, { id: 1, response: [] }]) {
      const answer = await client.post('/session/security-key', { response })
      refusedFields(answer, { response: 'malformed_response' })
    }
  })
}
