import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'mocha'
import type { KeyProvider } from '../../../src/crypto/keyring.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import type { App } from '../../support/app.js'
import { newConfiguredSecret, startApp } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import { enrolApp, passwordStep } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

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

    it('no guard opens, not even an optional one, and each answers 503', async () => {
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
      try {
        for (let i = 0; i < 12; i++) {
          refused(
            await app.client().post('/session', { username, password: app.password }),
            503,
            'unavailable',
          )
        }
      } finally {
        for (const table of ['api_key', 'session', 'user']) {
          await app.database.dataSource.query(`ALTER TABLE gone_${table} RENAME TO keyward_${table}`)
        }
      }
      assert.equal((await app.client().post('/session', { username, password: app.password })).status, 201)
      assert.equal((await app.client().get('/api/hello', { bearer })).status, 200)
      assert.equal((await owner.get('/session')).status, 200)
    })
  })

  describe('while the key provider can’t be asked', () => {
    let away = false
    const local = localKeyProvider([newConfiguredSecret()])
    const reachable = <T>(work: () => Promise<T>): Promise<T> =>
      away ? Promise.reject(new Error('no route to the service')) : work()
    const keyProvider: KeyProvider = {
      wrap: (dataKey) => reachable(() => local.wrap(dataKey)),
      unwrap: (wrapped) => reachable(() => local.unwrap(wrapped)),
    }
    const limits = { throttle: { codesPerAccount: { failures: 10, minutes: 15 } } }
    const app = appFor(framework, { options: { keyProvider, ...limits } })
    afterEach(() => {
      away = false
    })

    it('the second step is not waived, and no failure is counted', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      away = true
      const { client, answer } = await passwordStep(app(), owner.user)
      assert.equal(answer.status, 202)
      for (let i = 0; i < 12; i++) {
        refused(await client.post('/session/totp', { code: '000000' }), 503, 'unavailable')
      }
      unauthenticated(await client.get('/session'))
      away = false
      const later = await passwordStep(app(), owner.user)
      assert.equal((await later.client.post('/session/totp', { code: phone.code() })).status, 201)
    })

    it('what needs no sealed secret goes on', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      away = true
      const { client } = await passwordStep(app(), owner.user)
      const answer = await client.post('/session/recovery-code', { code: phone.recoveryCodes[0] })
      assert.equal(answer.status, 201)
      refused(await client.post('/mfa/totp'), 503, 'unavailable')
    })
  })
}
