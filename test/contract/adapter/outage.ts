import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'

export function outageContract(framework: Framework): void {
  describe('GHSA-8fpg-xm3f-6cx3: while the database can’t be asked', () => {
    let app: App
    let owner: TestClient
    let username: string
    let bearer: string
    before(async () => {
      app = await startApp(framework, { throttled: true })
      const signedIn = await app.signedIn()
      owner = signedIn
      username = signedIn.user.username
      bearer = (await owner.post('/api-keys', { name: 'a' })).body.key
      for (const table of ['api_key', 'session', 'user']) {
        await app.database.dataSource.query(`ALTER TABLE keyward_${table} RENAME TO gone_${table}`)
      }
    })
    after(() => app.close())

    it('no guard opens', async () => {
      for (const path of ['/api/hello', '/api/optional', '/api/vault']) {
        for (const answer of [await app.client().get(path, { bearer }), await owner.get(path)]) {
          refused(answer, 503, 'unavailable')
          assert.ok(Number(answer.headers['retry-after']) >= 1)
          assert.equal(answer.body.hello, undefined)
        }
      }
    })

    it('nothing is acknowledged', async () => {
      refused(await app.client().post('/revoke', { token: bearer }), 503, 'unavailable')
      refused(await owner.delete('/sessions'), 503, 'unavailable')
      refused(await app.client().post('/session', { username, password: app.password }), 503, 'unavailable')
    })

    it('no failure is counted against the user', async () => {
      for (let i = 0; i < 12; i++) {
        refused(await app.client().post('/session', { username, password: app.password }), 503, 'unavailable')
      }
      for (const table of ['api_key', 'session', 'user']) {
        await app.database.dataSource.query(`ALTER TABLE gone_${table} RENAME TO keyward_${table}`)
      }
      assert.equal((await app.client().post('/session', { username, password: app.password })).status, 201)
      assert.equal((await app.client().get('/api/hello', { bearer })).status, 200)
      assert.equal((await owner.get('/session')).status, 200)
    })
  })
}
