import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Extra } from '../../../support/client.js'
import type { Framework } from '../../../support/host.js'
import { invalidToken, refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'

/** HTTP Basic and X-API-Key, where a host accepts them. */
export function carriersContract(framework: Framework): void {
  describe('the other carriers, switched on', () => {
    const app = appFor(framework, { options: { carriers: { basic: true, apiKeyHeader: true } } })
    const hello = (headers: Extra['headers']) => app().client().get('/api/hello', { headers })
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    const newKey = async (body: object = {}) =>
      (await (await app().signedIn()).post('/api-keys', { name: 'a', ...body })).body.key as string

    it('take the key as user name of HTTP Basic, with an empty password', async () => {
      const key = await newKey()
      for (const Authorization of [
        basic(`${key}:`),
        basic(key),
        basic(`${key}:`).replace('Basic', 'bAsIc'),
      ]) {
        assert.equal((await hello({ Authorization })).status, 200)
      }
      invalidToken(await hello({ Authorization: basic(`${key}:x`) }))
      invalidToken(await hello({ Authorization: basic('ada:secret') }))
      invalidToken(await hello({ Authorization: basic(`x:${key}`) }))
      for (const Authorization of ['Basic', 'Basic ', basic(':'), basic(':x'), 'Basic a b', 'Basic ====']) {
        const { status } = await hello({ Authorization })
        assert.ok(status === 400 || status === 401, `${status}`)
      }
    })

    it('take the key in X-API-Key, and nothing beside it', async () => {
      const key = await newKey()
      assert.equal((await hello({ 'X-API-Key': key })).status, 200)
      invalidToken(await hello({ 'X-API-Key': 'rubbish' }))
      for (const headers of [
        { 'X-API-Key': key, Authorization: `Bearer ${key}` },
        { 'X-API-Key': key, Authorization: basic(`${key}:`) },
        { 'X-API-Key': [key, key] },
        { 'X-API-Key': '' },
        { 'X-API-Key': `${key} ${key}` },
      ]) {
        refused(await hello(headers), 400, 'invalid_request')
      }
    })

    it('CVE-2026-28699: hold the key to its scopes', async () => {
      const key = await newKey({ scopes: ['reports:read'] })
      for (const headers of [{ 'X-API-Key': key }, { Authorization: basic(`${key}:`) }]) {
        assert.equal((await app().client().get('/api/reports', { headers })).status, 200)
        refused(await app().client().post('/api/reports', {}, { headers }), 403, 'insufficient_scope')
      }
    })
  })
}
