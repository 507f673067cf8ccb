import assert from 'node:assert/strict'
import { it } from 'mocha'
import { invalidToken, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

const fields = [
  'allowedAddresses',
  'createdAt',
  'disabled',
  'expiresAt',
  'hint',
  'id',
  'lastUsedAt',
  'lastUsedIp',
  'limit',
  'name',
  'scopes',
]

const day = 24 * 3_600_000

/** What a new API key is, and how long it lives. */
export function createdApiKeyContract(app: () => App): void {
  it('answers 201 with the key, once, and where it is found', async () => {
    const { signedIn, clock, mounting } = app()
    const client = await signedIn()
    const made = await client.post('/api-keys', { name: '  laptop  ' })
    assert.equal(made.status, 201)
    assert.deepEqual(Object.keys(made.body as object).sort(), [...fields, 'key'].sort())
    assert.match(made.body.key, /^kwk_[0-9A-Za-z]{36}$/)
    const { key, ...shown } = made.body
    assert.deepEqual(shown, {
      id: shown.id,
      name: 'laptop',
      hint: `${key.slice(0, 8)}…${key.slice(-4)}`,
      scopes: ['*'],
      allowedAddresses: [],
      limit: null,
      createdAt: new Date(clock.now()).toISOString(),
      expiresAt: new Date(clock.now() + 30 * day).toISOString(),
      lastUsedAt: null,
      lastUsedIp: null,
      disabled: false,
    })
    const { location = '' } = made.headers
    assert.equal(location, `${mounting.path}/api-keys/${shown.id}`)
    const found = await client.get(location.slice(mounting.path.length))
    assert.deepEqual([found.status, found.body], [200, shown])
    assert.deepEqual((await client.get('/api-keys')).body, { items: [shown], nextCursor: null, total: 1 })
  })

  it('lasts as long as was chosen', async () => {
    const { signedIn, clock } = app()
    const client = await signedIn()
    for (const expiresInDays of [7, 30, 60, 90, null]) {
      const { status, body } = await client.post('/api-keys', {
        name: `for ${expiresInDays}`,
        expiresInDays,
      })
      assert.equal(status, 201)
      const end = expiresInDays === null ? null : new Date(clock.now() + expiresInDays * day).toISOString()
      assert.equal(body.expiresAt, end)
    }
  })

  it('refuses a life in days that the policy does not offer', async () => {
    const client = await app().signedIn()
    for (const expiresInDays of [0, 1, -7, 8, 7.5, 91, 365, 1e308]) {
      const answer = await client.post('/api-keys', { name: 'a', expiresInDays })
      refusedFields(answer, { expiresInDays: 'expiry_not_allowed' })
    }
    for (const expiresInDays of ['30', 'none', true, [30], { $gt: 0 }]) {
      refusedFields(await client.post('/api-keys', { name: 'a', expiresInDays }), {
        expiresInDays: 'wrong_type',
      })
    }
  })

  it('the key is refused from the moment that it expires', async () => {
    const { signedIn, client, clock } = app()
    const { key } = (await (await signedIn()).post('/api-keys', { name: 'a', expiresInDays: 7 })).body
    clock.advance({ days: 6, hours: 23, minutes: 59 })
    assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
    clock.advance({ minutes: 1 })
    invalidToken(await client().get('/api/hello', { bearer: key }))
  })
}
