import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { interruptedStore } from '../../../support/interrupted-store.js'
import { refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'

export function overtakenConditionsContract(framework: Framework): void {
  describe('an API key that two people bind at once', () => {
    const store = interruptedStore()
    const app = appFor(framework, { over: (inner) => store.over(inner) })

    it('keeps the addresses of the first, and the other is told of a conflict', async () => {
      let conflicts = 0
      for (let moment = 0; ; moment++) {
        const { keyward, signedIn } = app()
        const owner = await signedIn()
        const { id } = (await owner.post('/api-keys', { name: 'shared' })).body
        const { answer, happened } = await store.before(
          moment,
          () => keyward.apiKeys.update(owner.user.id, id, { allowedAddresses: ['10.0.0.1'] }),
          () => owner.patch(`/api-keys/${id}`, { allowedAddresses: ['10.0.0.2'] }),
        )
        if (!happened) break
        if (answer.status === 200) continue
        conflicts++
        refused(answer, 409, 'conflict')
        assert.deepEqual((await owner.get(`/api-keys/${id}`)).body.allowedAddresses, ['10.0.0.1'])
      }
      assert.ok(conflicts > 0)
    })
  })
}
