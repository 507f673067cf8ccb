import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'

export function withoutDevicesContract(framework: Framework): void {
  describe('an app that names no device clients', () => {
    const app = appFor(framework, { options: { deviceClients: {} } })

    it('has no routes for devices', () => {
      const paths = app()
        .keyward.adapter.routes()
        .map(({ path }) => path)
      assert.deepEqual(
        paths.filter((path) => path.startsWith('/device')),
        [],
      )
    })
  })
}
