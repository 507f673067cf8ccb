import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { newConfiguredSecret } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import type { App } from '../../../support/app.js'

/** Passwords that are too long to be hashed, and a pepper. */
export function passwordHashingContract(app: () => App, framework: Framework): void {
  describe('a password of more than 1024 bytes', () => {
    it('is made by nobody, the host’s own code included, and signs nobody in', async () => {
      const { keyward } = app()
      const password = newPassword().padEnd(1025, 'x')
      const tooLong = { code: 'invalid_input', status: 422 }
      await assert.rejects(keyward.users.create({ username: 'long-winded', password }), tooLong)
      assert.equal(await keyward.users.byUsername('long-winded'), null)
      const { id, username } = await app().user()
      await assert.rejects(keyward.users.setPassword(id, password), tooLong)
      assert.equal((await app().client().post('/session', { username, password })).status, 422)
      assert.equal(
        (await app().client().post('/session', { username, password: app().password })).status,
        201,
      )
    })
  })

  describe('with a pepper', () => {
    const pepper = newConfiguredSecret()
    const peppered = appFor(framework, { options: { passwords: { peppers: [pepper] } } })

    it('a hash made before is good, and made anew at the next sign-in', async () => {
      const { id, username } = await peppered().user()
      const { password, store } = peppered()
      const hashes = new Set<string | null | undefined>()
      for (let i = 0; i < 3; i++) {
        assert.equal((await peppered().client().post('/session', { username, password })).status, 201)
        hashes.add((await store.users.byId(id))?.passwordHash)
      }
      assert.equal(hashes.size, 1)
      assert.match([...hashes][0] ?? '', /,keyid=[0-9a-f]{8}\$/)
      const wrong = { username, password: newPassword() }
      refused(await peppered().client().post('/session', wrong), 401, 'invalid_credentials')
    })
  })
}
