import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { KeywardError } from '../../../../src/index.js'
import { interruptedStore } from '../../../support/interrupted-store.js'
import { appFor } from '../../../support/suite.js'

/** What ends the tokens of a user, and with the last the sessions that could make some. */
const ways: Readonly<Record<string, (app: App, userId: string) => Promise<unknown>>> = {
  async 'was disabled for a moment'({ keyward: { users } }, id) {
    await users.disable(id)
    await users.enable(id)
  },
  'was given a temporary password': ({ keyward: { users } }, id) => users.resetPassword(id),
  'had their sessions ended': ({ keyward: { users } }, id) => users.endSessions(id),
}

export function overtakenTokensContract(framework: Framework): void {
  describe('a thief with a session, who makes tokens while it ends', () => {
    const store = interruptedStore()
    const app = appFor(framework, { over: (inner) => store.over(inner) })

    it('is told of no full list once the owner is gone', async () => {
      for (let moment = 0; ; moment++) {
        const { keyward, signedIn } = app()
        const thief = await signedIn()
        const { answer, happened } = await store.before(
          moment,
          () => keyward.users.remove(thief.user.id),
          () => thief.post('/tokens', {}),
        )
        if (!happened) return
        assert.ok([401, 409].includes(answer.status), `moment ${String(moment)}: ${String(answer.status)}`)
      }
    })

    for (const [title, end] of Object.entries(ways)) {
      it(`has none that works once the owner ${title}`, async function () {
        this.timeout(120_000)
        for (let moment = 0; ; moment++) {
          const thief = await app().signedIn()
          const { answer, happened } = await store.before(
            moment,
            () => end(app(), thief.user.id),
            () => thief.post('/tokens', {}),
          )
          if (!happened) {
            assert.equal(answer.status, 201)
            assert.ok(moment > 1)
            return
          }
          assert.ok([401, 409].includes(answer.status), `moment ${String(moment)}: ${String(answer.status)}`)
        }
      })
    }

    it('has none by the app either, which was asked to make it before', async () => {
      let last: 'none' | 'refused' | 'made' = 'none'
      for (let moment = 0; ; moment++) {
        const { keyward, signedIn } = app()
        const { user } = await signedIn()
        const { answer, happened } = await store.before(
          moment,
          () => keyward.users.disable(user.id),
          () => keyward.tokens.create(user.id).then(() => 'made' as const, refusedByConflict),
        )
        if (!happened) break
        last = answer
      }
      assert.equal(last, 'refused')
    })
  })
}

function refusedByConflict(error: unknown): 'refused' {
  assert.ok(error instanceof KeywardError)
  assert.equal(error.code, 'conflict')
  return 'refused'
}
