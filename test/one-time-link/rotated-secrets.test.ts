import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { createKeyward } from '../../src/index.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

describe('one-time links under a former secret', () => {
  const [newest, former] = [newConfiguredSecret(), newConfiguredSecret()]
  const app = appFor(expressFramework, { options: { secrets: [newest, former] } })

  it('work while the secret is configured, and it counts as in use until they are gone', async () => {
    const { store, user, client, clock, keyward } = app()
    const before = createKeyward({ store, secrets: [former], origins: [origin], now: clock.now })
    const { id } = await user({ passwordHash: null })
    const { url } = await before.users.invite(id)
    const code = url.reveal().split('#')[1] ?? ''
    noteSecret(code)
    assert.equal((await keyward.secretsInUse()).length, 1)
    const used = await client().post('/one-time-links/invitation', { code, newPassword: newPassword() })
    assert.equal(used.status, 204)
    assert.deepEqual(await keyward.secretsInUse(), [])
  })
})
