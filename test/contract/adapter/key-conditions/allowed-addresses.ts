import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused, refusedFields } from '../../../support/problems.js'

/** What may be given as the addresses of a key, and how it is answered. */
export function allowedAddressesContract(app: () => App): void {
  const given = ['10.1.2.3/8', '2001:DB8:0::1', '::ffff:192.0.2.7', '10.0.0.0/8', '203.0.113.9/32', '::1/64']
  const shown = ['10.0.0.0/8', '2001:db8::1', '192.0.2.7', '203.0.113.9', '::/64']

  it('are answered in one spelling, each once, and everywhere where the key is shown', async () => {
    const owner = await app().signedIn()
    const made = await owner.post('/api-keys', { name: 'a', allowedAddresses: given })
    assert.deepEqual([made.status, made.body.allowedAddresses], [201, shown])
    const id = String(made.body.id)
    assert.deepEqual((await owner.get(`/api-keys/${id}`)).body.allowedAddresses, shown)
    assert.deepEqual((await owner.get('/api-keys')).body.items[0].allowedAddresses, shown)
    const rotated = await owner.post(`/api-keys/${id}/rotation`)
    assert.deepEqual([rotated.status, rotated.body.allowedAddresses], [201, shown])
    assert.deepEqual((await owner.get(`/api-keys/${id}`)).body.allowedAddresses, shown)
  })

  it('are none where none are given, which is anywhere', async () => {
    const owner = await app().signedIn()
    for (const [name, more] of [
      ['a', {}],
      ['b', { allowedAddresses: [] }],
    ] as const) {
      assert.deepEqual((await owner.post('/api-keys', { name, ...more })).body.allowedAddresses, [])
    }
  })

  it('are refused where one is no address, or there are more than 20', async () => {
    const owner = await app().signedIn()
    const { id } = (await owner.post('/api-keys', { name: 'a' })).body
    const many = (count: number) => Array.from({ length: count }, (_, n) => `10.0.0.${String(n)}`)
    for (const [allowedAddresses, errors] of [
      [['10.0.0.1', 'office.example', '10.0.0.0/33'], { '1': 'malformed', '2': 'malformed' }],
      [
        ['', ' 10.0.0.1', '10.0.0.1 ', 'fe80::1%eth0'],
        { '0': 'malformed', '1': 'malformed', '2': 'malformed', '3': 'malformed' },
      ],
      [[7, null], { '0': 'wrong_type', '1': 'wrong_type' }],
      [['1'.repeat(65)], { '0': 'too_long' }],
    ] as const) {
      const fields = Object.fromEntries(
        Object.entries(errors).map(([index, code]) => [`allowedAddresses.${index}`, code]),
      )
      refusedFields(await owner.post('/api-keys', { name: 'b', allowedAddresses }), fields)
      refusedFields(await owner.patch(`/api-keys/${String(id)}`, { allowedAddresses }), fields)
    }
    for (const [allowedAddresses, code] of [
      [many(21), 'out_of_range'],
      ['10.0.0.1', 'wrong_type'],
      [null, 'wrong_type'],
      [{ length: 1 }, 'wrong_type'],
    ] as const) {
      const answer = await owner.post('/api-keys', { name: 'b', allowedAddresses })
      refusedFields(answer, { allowedAddresses: code })
    }
    assert.equal((await owner.post('/api-keys', { name: 'b', allowedAddresses: many(20) })).status, 201)
  })

  it('are changed after a recent proof alone, which a new name does not take', async () => {
    const owner = await app().signedIn()
    const { id } = (await owner.post('/api-keys', { name: 'a', allowedAddresses: ['10.0.0.1'] })).body
    const patch = (change: object) => owner.patch(`/api-keys/${String(id)}`, change)
    app().clock.advance({ minutes: 10 })
    for (const allowedAddresses of [[], ['10.0.0.1'], ['10.0.0.2']]) {
      refused(await patch({ name: 'b', allowedAddresses }), 403, 'reauthentication_required')
    }
    const renamed = await patch({ name: 'c' })
    assert.deepEqual([renamed.status, renamed.body.allowedAddresses], [200, ['10.0.0.1']])
    await owner.post('/session/reauthentication', { password: app().password })
    const changed = await patch({ allowedAddresses: ['10.0.0.2/31', '10.0.0.3/31'] })
    assert.deepEqual([changed.status, changed.body.allowedAddresses], [200, ['10.0.0.2/31']])
    assert.deepEqual(
      [changed.body.name, (await patch({ allowedAddresses: [] })).body.allowedAddresses],
      ['c', []],
    )
    const updates = app().events.filter(
      ({ type, subject }) => type === 'api_key.updated' && subject?.id === id,
    )
    assert.equal(updates.length, 3)
  })

  it('of another user’s key are no more there than the key', async () => {
    const { id } = (await (await app().signedIn()).post('/api-keys', { name: 'a' })).body
    const other = await app().signedIn()
    refused(await other.patch(`/api-keys/${String(id)}`, { allowedAddresses: [] }), 404, 'not_found')
  })

  it('are not undone by a limit that is set at the same time: one of the two is refused, or both hold', async () => {
    const owner = await app().signedIn()
    const { apiKeys } = app().keyward
    for (let round = 0; round < 20; round++) {
      const { id } = (await owner.post('/api-keys', { name: `k${String(round)}` })).body
      const limit = { requests: 5, perSeconds: 60 }
      const [addresses, limited] = await Promise.allSettled([
        apiKeys.update(owner.user.id, id as string, { allowedAddresses: ['10.0.0.1'] }),
        apiKeys.update(owner.user.id, id as string, { limit }),
      ])
      const key = await apiKeys.get(owner.user.id, id as string)
      assert.deepEqual(key.allowedAddresses, addresses.status === 'fulfilled' ? ['10.0.0.1'] : [])
      assert.deepEqual(key.limit, limited.status === 'fulfilled' ? limit : null)
      for (const one of [addresses, limited])
        if (one.status === 'rejected') assert.equal(one.reason.code, 'conflict')
      assert.ok([addresses, limited].some(({ status }) => status === 'fulfilled'))
    }
  })
}
