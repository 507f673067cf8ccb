import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { newKeys } from '../support/ssh-keys.js'
import { appFor } from '../support/suite.js'

describe('a call of the app’s own that is refused', () => {
  const app = appFor(expressFramework)

  /** What the audit has of refusals since so many events. */
  async function refusals(): Promise<readonly unknown[]> {
    const { rows } = await app().keyward.events.list({ type: 'request.refused' }, { limit: 100 })
    // The clock stands still, so that the two have one time.
    return rows
      .toSorted((one, other) => (String(one.reason) < String(other.reason) ? 1 : -1))
      .map(({ actor, reason, userId, note }) => [actor?.kind, reason, userId, note])
  }

  it('is in the audit, with who made it and whom it was about', async () => {
    const { keyward, user } = app()
    const [owner, boss] = [await user(), await user({ admin: true })]
    const publicKey = newKeys['ssh-ed25519']()
    await keyward.sshKeys.create(owner.id, { name: 'a', publicKey })
    await assert.rejects(keyward.sshKeys.create(boss.id, { name: 'a', publicKey }), { code: 'key_in_use' })
    const operator = keyward.asOperator({ name: 'root', reason: 'he left' })
    await assert.rejects(operator.users.disable(boss.id), { code: 'last_admin' })
    assert.deepEqual(await refusals(), [
      ['operator', 'last_admin', boss.id, 'he left'],
      ['host', 'key_in_use', boss.id, null],
    ])
  })

  it('leaves no word of what is only not there or not acceptable', async () => {
    const { keyward } = app()
    const before = await refusals()
    await assert.rejects(keyward.users.disable('nobody'), { code: 'not_found' })
    await assert.rejects(keyward.users.create({ username: '' }), { code: 'invalid_input' })
    assert.deepEqual(await refusals(), before)
  })
})
