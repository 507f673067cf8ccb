import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'
import { path } from './scene.js'

export function passkeysOffContract(framework: Framework): void {
  describe('POST /session/passkey where passkeys are off', () => {
    const app = appFor(framework)

    it('the route for passkeys does not exist where passkeys are off', async () => {
      assert.equal((await app().client().post(path, { response: {} })).status, 404)
    })
  })
}
