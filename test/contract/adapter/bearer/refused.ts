import assert from 'node:assert/strict'
import { it } from 'mocha'
import { mint } from '../../../../src/crypto/secret.js'
import { invalidToken, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { BearerScene } from './scene.js'

/** What is no credential, and where none is looked for. */
export function refusedBearerContract(app: () => App, { hello, owned }: BearerScene): void {
  it('CVE-2026-27840: is refused unless it is whole', async () => {
    const { key, token } = await owned()
    for (const secret of [key, token]) {
      const short = [secret.slice(0, -1), secret.slice(0, 20), secret.slice(1), secret.slice(4), `${secret}0`]
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
}
