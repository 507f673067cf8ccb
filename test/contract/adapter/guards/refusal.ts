import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'

export function guardRefusalContract(framework: Framework): void {
  describe(`a guard’s refusal, as ${framework.name} answers it by itself`, () => {
    let host: App
    before(async () => {
      host = await startApp(framework, { errors: 'default' })
    })
    after(() => host.close())

    it('has the status and the headers', async () => {
      const client = host.client()
      const none = await client.get('/api/hello')
      assert.deepEqual([none.status, none.headers['www-authenticate']], [401, 'Bearer realm="keyward"'])
      const bad = await client.get('/api/hello', { bearer: 'rubbish' })
      const challenge = 'Bearer realm="keyward", error="invalid_token"'
      assert.deepEqual([bad.status, bad.headers['www-authenticate']], [401, challenge])
      const owner = await host.signedIn()
      assert.equal((await owner.post('/api/hello', {}, { headers: { Origin: 'null' } })).status, 403)
      host.clock.advance({ minutes: 10 })
      assert.equal((await owner.get('/api/vault')).status, 403)
    })
  })
}
