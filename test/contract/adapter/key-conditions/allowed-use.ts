import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { Extra } from '../../../support/client.js'
import { invalidToken, refused } from '../../../support/problems.js'

/** Where a key may be used from, decided at each use. */
export function allowedUseContract(app: () => App): void {
  const bound = async (allowedAddresses: readonly string[], more: object = {}) => {
    const owner = await app().signedIn()
    const { id, key } = (await owner.post('/api-keys', { name: 'a', allowedAddresses, ...more })).body
    return { owner, id: id as string, key: key as string }
  }
  const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
  const use = (key: string, ip: string, path = '/api/hello') =>
    app()
      .client()
      .get(path, { bearer: key, ...from(ip) })
  const by = (headers: Extra['headers'], ip: string) =>
    app()
      .client()
      .get('/api/hello', { headers: { ...headers, 'X-Forwarded-For': ip } })

  it('let a key in from there, and refuse it from elsewhere, each time anew', async () => {
    const { key } = await bound(['192.0.2.0/24', '2001:db8::/32'])
    for (let round = 0; round < 3; round++) {
      for (const ip of ['192.0.2.7', '::ffff:192.0.2.8', '2001:db8::5', '192.0.2.9:4711']) {
        assert.equal((await use(key, ip)).status, 200, ip)
      }
      for (const ip of ['192.0.3.7', '2001:db9::5', '::ffff:192.0.3.7', '127.0.0.1']) {
        refused(await use(key, ip), 403, 'address_not_allowed')
      }
    }
  })

  it('refuse a client that has no address', async () => {
    const { key } = await bound(['0.0.0.0/0', '::/0'])
    assert.equal((await use(key, '203.0.113.1')).status, 200)
    for (const ip of ['unknown', '_hidden', '1'.repeat(300)]) {
      refused(await use(key, ip), 403, 'address_not_allowed')
    }
  })

  it('hold for each way to send a key, also where a guard lets nobody pass', async () => {
    const { key } = await bound(['192.0.2.7'])
    const basic = { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
    for (const headers of [basic, { 'X-API-Key': key }]) {
      assert.equal((await by(headers, '192.0.2.7')).status, 200)
      refused(await by(headers, '192.0.2.8'), 403, 'address_not_allowed')
    }
    for (const path of ['/api/optional', '/api/limited', '/api/reports', '/api/twice', '/api/page']) {
      refused(await use(key, '192.0.2.8', path), 403, 'address_not_allowed')
    }
    assert.equal((await use(key, '192.0.2.7', '/api/twice')).status, 200)
  })

  it('hold for keyward’s own routes', async () => {
    const { key } = await bound(['192.0.2.7'])
    const credential = (ip: string) =>
      app()
        .client()
        .get('/credential', { bearer: key, ...from(ip) })
    assert.equal((await credential('192.0.2.7')).status, 200)
    refused(await credential('192.0.2.8'), 403, 'address_not_allowed')
  })

  it('hold from the change on: narrowed, widened, and after a rotation', async () => {
    const { owner, id, key } = await bound([])
    assert.equal((await use(key, '192.0.2.8')).status, 200)
    const bind = (...allowedAddresses: string[]) => owner.patch(`/api-keys/${id}`, { allowedAddresses })
    await bind('192.0.2.7')
    refused(await use(key, '192.0.2.8'), 403, 'address_not_allowed')
    await bind('192.0.2.7', '192.0.2.8')
    assert.equal((await use(key, '192.0.2.8')).status, 200)
    await bind('192.0.2.7')
    const rotated = (await owner.post(`/api-keys/${id}/rotation`, { overlapSeconds: 60 })).body.key as string
    for (const secret of [key, rotated]) {
      assert.equal((await use(secret, '192.0.2.7')).status, 200)
      refused(await use(secret, '192.0.2.8'), 403, 'address_not_allowed')
    }
    await bind()
    assert.equal((await use(rotated, '192.0.2.8')).status, 200)
  })

  it('say nothing of a key that is good for nothing any more', async () => {
    const { owner, id, key } = await bound(['192.0.2.7'], { expiresInDays: 7 })
    await owner.patch(`/api-keys/${id}`, { disabled: true })
    invalidToken(await use(key, '192.0.2.8'))
    await owner.patch(`/api-keys/${id}`, { disabled: false })
    refused(await use(key, '192.0.2.8'), 403, 'address_not_allowed')
    app().clock.advance({ days: 7 })
    invalidToken(await use(key, '192.0.2.8'))
  })

  it('are no use of the key where they refuse it, and leave few rows that count each refusal', async () => {
    const { owner, id, key } = await bound(['192.0.2.7'])
    const attempts = 60
    for (let i = 0; i < attempts; i++) {
      const post = app()
        .client()
        .post('/api/hello', {}, { bearer: key, ...from('198.51.100.9') })
      refused(await post, 403, 'address_not_allowed')
    }
    assert.equal((await owner.get(`/api-keys/${id}`)).body.lastUsedAt, null)
    const { items } = (await owner.get(`/api-keys/${id}/events`)).body
    const rows = (items as { type: string; reason: string | null; ip: string; outcome: string }[]).filter(
      ({ reason }) => reason === 'address_not_allowed',
    )
    assert.ok(rows.length > 0 && rows.length <= 3, String(rows.length))
    for (const row of rows) {
      assert.deepEqual([row.type, row.ip, row.outcome], ['credential.refused', '198.51.100.9', 'refused'])
    }
    const told = app().events.filter(
      ({ reason, ip }) => reason === 'address_not_allowed' && ip === '198.51.100.9',
    )
    const counted = told as unknown as readonly { readonly count?: number }[]
    assert.equal(
      counted.reduce((sum, { count = 1 }) => sum + count, 0),
      attempts,
    )
  })
}
