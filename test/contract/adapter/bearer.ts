import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { mint } from '../../../src/crypto/secret.js'
import type { Extra } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function bearerContract(framework: Framework): void {
  describe('a bearer credential', () => {
    const app = appFor(framework)
    const hello = (headers: Extra['headers'], path = '/api/hello') => app().client().get(path, { headers })
    const owned = async () => {
      const owner = await app().signedIn()
      return {
        owner,
        session: owner.cookies.get('keyward') ?? '',
        key: (await owner.post('/api-keys', { name: `${Math.random()}` })).body.key as string,
        token: (await owner.post('/tokens', {})).body.token as string,
      }
    }
    const malformed = async (headers: Extra['headers']) => {
      for (const path of ['/api/hello', '/api/optional', '/credential']) {
        const answer = await hello(headers, path)
        refused(answer, 400, 'invalid_request')
        const challenge = 'Bearer realm="keyward", error="invalid_request"'
        assert.equal(answer.headers['www-authenticate'], challenge)
      }
    }

    it('is accepted whatever the case of the scheme, and with more than one space', async () => {
      const { key, token } = await owned()
      for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR', 'Bearer  ']) {
        for (const secret of [key, token]) {
          assert.equal((await hello({ Authorization: `${scheme} ${secret}` })).status, 200)
        }
      }
    })

    it('GHSA-xmf8-cvqr-rfgj: followed by nothing, or by more than one word, is a malformed request', async () => {
      const { key } = await owned()
      for (const value of ['Bearer', 'Bearer ', `Bearer ${key} ${key}`, `Bearer ${key}\tx`, 'Bearer a b c']) {
        await malformed({ Authorization: value })
      }
    })

    it('must be the only Authorization header, also beside itself', async () => {
      const { key } = await owned()
      await malformed({ Authorization: [`Bearer ${key}`, 'Bearer x'] })
      await malformed({ Authorization: [`Bearer ${key}`, `Bearer ${key}`] })
      await malformed({ Authorization: ['Basic x', `Bearer ${key}`] })
    })

    it('CVE-2026-27840: is refused unless it is whole', async () => {
      const { key, token } = await owned()
      for (const secret of [key, token]) {
        const short = [
          secret.slice(0, -1),
          secret.slice(0, 20),
          secret.slice(1),
          secret.slice(4),
          `${secret}0`,
        ]
        const other = secret.at(-1) === 'A' ? 'B' : 'A'
        const changed = [
          `${secret.slice(0, -1)}${other}`,
          secret.toUpperCase(),
          `"${secret}"`,
          `${secret},`,
          `${secret}=`,
        ]
        for (const text of [...short, ...changed])
          invalidToken(await hello({ Authorization: `Bearer ${text}` }))
      }
    })

    it('gets one answer whether it is unknown, expired, revoked, disabled, of the wrong kind or its owner disabled', async () => {
      const { admin, clock, client } = app()
      const administrator = await admin()
      const { owner, key, token, session } = await owned()
      const gone = (await owner.post('/tokens', {})).body
      await owner.delete(`/tokens/${gone.id}`)
      const off = (await owner.post('/api-keys', { name: 'off' })).body
      await owner.patch(`/api-keys/${off.id}`, { disabled: true })
      const late = (await owner.post('/tokens', { expiresInHours: 1 })).body
      const other = await owned()
      await administrator.patch(`/admin/users/${other.owner.user.id}`, { disabled: true })
      clock.advance({ hours: 1 })
      const bad = [
        mint('kw', 'api_key').reveal(),
        mint('kw', 'token').reveal(),
        mint('other', 'api_key').reveal(),
        gone.token,
        off.key,
        late.token,
        session,
        other.key,
        other.token,
        'x',
        'kwk_',
        `kwh_${key.slice(4)}`,
        `kwt_${key.slice(4)}`,
        'undefined',
        '[object Object]'.replace(' ', ''),
      ]
      const bodies = new Set<string>()
      for (const bearer of bad) {
        for (const path of ['/api/hello', '/api/optional', '/api/reports', '/credential']) {
          const answer = await client().get(path, { bearer })
          invalidToken(answer)
          bodies.add(JSON.stringify({ ...answer.body, requestId: '' }))
        }
      }
      assert.equal(bodies.size, 1)
      for (const bearer of [key, token])
        assert.equal((await client().get('/api/hello', { bearer })).status, 200)
    })

    it('SimpleLogin PR 2132: a digest out of the database is no credential', async () => {
      await owned()
      const dump = await app().database.dump()
      const rows = Object.values(dump).flat()
      const digests = rows.flatMap((row) =>
        [row.digest, row.key_id, row.id].filter((text) => typeof text === 'string'),
      )
      assert.ok(digests.length > 6)
      for (const digest of digests.slice(0, 60)) {
        for (const text of [digest, `kwk_${digest}`.slice(0, 40)]) {
          invalidToken(await hello({ Authorization: `Bearer ${text}` }))
          unauthenticated(await hello({ Cookie: `keyward=${text}` }))
        }
      }
    })

    it('of 9 KiB, or not in ASCII, is refused without a look-up', async () => {
      const { key } = await owned()
      for (const text of [
        'x'.repeat(9 * 1024),
        key + 'x'.repeat(9 * 1024),
        'é'.repeat(40),
        `${key}é`,
        '\u00ff',
      ]) {
        invalidToken(await hello({ Authorization: `Bearer ${text}` }))
      }
    })

    it('CVE-2026-26196: is never read from the query string or a form', async () => {
      const { key } = await owned()
      const form = { raw: `access_token=${key}`, type: 'application/x-www-form-urlencoded' }
      const json = { raw: JSON.stringify({ access_token: key }) }
      unauthenticated(await app().client().get(`/api/hello?access_token=${key}`))
      unauthenticated(await app().client().get(`/api/hello?token=${key}&api_key=${key}&key=${key}`))
      for (const extra of [form, json]) {
        unauthenticated(await app().client().post('/api/hello', undefined, extra))
        const optional = await app().client().post('/api/optional', undefined, extra)
        assert.deepEqual([optional.status, optional.body.hello], [200, null])
      }
    })

    it('decides: the cookie beside it is not looked at', async () => {
      const { owner, key } = await owned()
      const answer = await owner.get('/api/hello', { bearer: key })
      assert.equal(answer.body.authInfo.credential.kind, 'api_key')
      invalidToken(await owner.get('/api/hello', { bearer: 'rubbish' }))
      invalidToken(await owner.get('/api/optional', { bearer: 'rubbish' }))
      refused(await owner.get('/api/hello', { headers: { Authorization: 'Bearer' } }), 400, 'invalid_request')
    })

    it('is none with another scheme, or with Basic while that is off: then the cookie counts', async () => {
      const { owner, key } = await owned()
      const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
      for (const Authorization of [
        basic,
        'Digest username="a"',
        key,
        `Token ${key}`,
        `Bearer,${key}`,
        'Negotiate x',
      ]) {
        unauthenticated(await hello({ Authorization }))
        assert.equal((await owner.get('/api/hello', { headers: { Authorization } })).status, 200)
      }
    })

    it('in X-API-Key is none while that is off', async () => {
      const { owner, key } = await owned()
      unauthenticated(await hello({ 'X-API-Key': key }))
      assert.equal((await owner.get('/api/hello', { headers: { 'X-API-Key': 'x' } })).status, 200)
      assert.equal((await hello({ 'X-API-Key': 'x', Authorization: `Bearer ${key}` })).status, 200)
    })

    it('GHSA-2vg6-77g8-24mp: does not outlive its owner', async () => {
      const administrator = await app().admin()
      const { owner, key, token } = await owned()
      assert.equal((await administrator.delete(`/admin/users/${owner.user.id}`)).status, 204)
      for (const bearer of [key, token]) invalidToken(await app().client().get('/api/hello', { bearer }))
      unauthenticated(await owner.get('/session'))
    })
  })

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
