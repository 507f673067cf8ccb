import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'mocha'
import type { Store } from '../../../src/index.js'
import { origin } from '../../support/app.js'
import { enrolApp, enrolKey, passwordStep } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { interruptedStore } from '../../support/interrupted-store.js'
import { refused } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

const one = { failures: 1, minutes: 15 }
const many = { failures: 100_000, minutes: 15 }
/** A single failure locks. */
const throttle = { perAccountAndAddress: one, perAccount: one, perAddress: many, codesPerAccount: one }

export function overtakenPasswordsContract(framework: Framework): void {
  describe('what is right, while the account is changed at whatever moment', () => {
    const store = interruptedStore()
    const app = appFor(framework, { options: { throttle }, over: (inner) => store.over(inner) })

    for (const [title, others] of Object.entries({ alone: 0, 'beside another': 1 })) {
      it(`a password opens a session, whatever a session ${title} ends meanwhile`, async function () {
        this.timeout(120_000)
        for (let moment = 0; ; moment++) {
          const thief = await app().signedIn()
          for (let i = 0; i < others; i++) await app().signedIn(thief.user)
          // Not recent: nothing but its cookie is needed for that.
          app().clock.advance({ minutes: 30 })
          const { username } = thief.user
          const signIn = () => app().client().post('/session', { username, password: app().password })
          const { answer, happened } = await store.before(
            moment,
            async () => assert.equal((await thief.delete('/sessions')).status, 204),
            signIn,
          )
          assert.equal(answer.status, 201, `moment ${String(moment)}: ${JSON.stringify(answer.body)}`)
          assert.equal((await signIn()).status, 201, `after moment ${String(moment)}`)
          if (happened) continue
          assert.ok(moment > 3)
          return
        }
      })
    }

    it('a code is too late, and no wrong guess', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        const owner = await app().signedIn()
        const phone = await enrolApp(app(), owner)
        const { client } = await passwordStep(app(), owner.user)
        const code = phone.code()
        const { answer, happened } = await store.before(
          moment,
          async () => assert.equal((await owner.delete('/sessions')).status, 204),
          () => client.post('/session/totp', { code }),
        )
        if (!happened) {
          assert.equal(answer.status, 201)
          assert.ok(moment > 3)
          return
        }
        if (answer.status !== 201) refused(answer, 410, 'expired')
        const { client: next } = await passwordStep(app(), owner.user)
        const after = await next.post('/session/totp', { code: phone.code() })
        assert.equal(after.status, 201, `after moment ${String(moment)}: ${JSON.stringify(after.body)}`)
      }
    })
  })

  describe('what is right, while the account is changed again and again', () => {
    const moving = movingStore()
    const app = appFor(framework, {
      throttled: true,
      options: { passkeys: true },
      over: (inner) => moving.over(inner),
    })
    afterEach(() => moving.stop())

    it('a password is never called wrong nor counted, and the owner reads that it was overtaken', async () => {
      const owner = await app().signedIn()
      const { username, id } = owner.user
      const signIn = () => app().client().post('/session', { username, password: app().password })
      moving.start()
      for (let i = 0; i < 13; i++) {
        const answer = await signIn()
        refused(answer, 503, 'busy')
        assert.ok(Number(answer.headers['retry-after']) >= 1)
      }
      moving.stop()
      const back = await signIn()
      assert.equal(back.status, 201)
      const refusals = app().events.filter(({ type, userId }) => type === 'session.refused' && userId === id)
      assert.deepEqual(new Set(refusals.map(({ reason }) => reason)), new Set(['overtaken']))
    })

    it('a wrong password is wrong, and counted, all the same', async () => {
      const { username } = await app().user()
      const signIn = (password: string) => app().client().post('/session', { username, password })
      moving.start()
      for (let i = 0; i < 10; i++) refused(await signIn(newPassword()), 401, 'invalid_credentials')
      refused(await signIn(app().password), 429, 'too_many_attempts')
    })

    it('a passkey is never called wrong', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
      const signIn = async () => {
        const client = app().client()
        const options = (await client.post('/session/passkey/options')).body as object
        return client.post('/session/passkey', { response: device.assert(options, { origin }) })
      }
      moving.start()
      refused(await signIn(), 503, 'busy')
      moving.stop()
      assert.equal((await signIn()).status, 201)
    })
  })
}

/** A store in which, while it is told to, every account moves to another epoch right after it was read. */
function movingStore(): { over(store: Store): Store; start(): void; stop(): void } {
  let isMoving = false
  return {
    over: (store) => ({
      ...store,
      accounts: {
        ...store.accounts,
        async byId(userId) {
          const account = await store.accounts.byId(userId)
          if (isMoving && account) {
            await store.commit([store.accounts.advanceEpoch(userId, account.securityEpoch)])
          }
          return account
        },
      },
    }),
    start: () => (isMoving = true),
    stop: () => (isMoving = false),
  }
}
