import assert from 'node:assert/strict'
import { beforeEach, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused, refusedFields } from '../../../support/problems.js'

/** How many requests a key may make, by what the app or an administrator has said. */
export function keyLimitContract(app: () => App): void {
  const limit = { requests: 3, perSeconds: 60 }
  const get = (bearer: string, path = '/api/hello') => app().client().get(path, { bearer })
  const statuses = async (times: number, one: () => Promise<{ readonly status: number }>) => {
    const found: number[] = []
    for (let i = 0; i < times; i++) found.push((await one()).status)
    return found
  }
  const limited = async (more: object = {}) => {
    const owner = await app().signedIn()
    const { apiKeys } = app().keyward
    const { apiKey, key } = await apiKeys.create(owner.user.id, { name: 'a', limit, ...more })
    return { owner, id: apiKey.id, key: key.reveal() }
  }
  // Each test begins with a window.
  beforeEach(() => {
    app().clock.advance({ ms: 60_000 - (app().clock.now() % 60_000) })
  })

  it('lets so many requests pass under all guards together, and answers the next 429 until the window ends', async () => {
    const { key } = await limited()
    app().clock.advance({ ms: 500 })
    assert.deepEqual(
      [await get(key), await get(key, '/api/optional'), await get(key, '/api/reports')].map(
        ({ status }) => status,
      ),
      [200, 200, 200],
    )
    const answer = await get(key, '/api/keys-only')
    refused(answer, 429, 'rate_limited')
    assert.equal(answer.headers['retry-after'], '60')
    app().clock.advance({ seconds: 60 })
    assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 429])
  })

  it('counts a request that passes two guards once', async () => {
    const { key } = await limited()
    assert.deepEqual(await statuses(4, () => get(key, '/api/twice')), [200, 200, 200, 429])
  })

  it('counts no request that is refused, and none of other keys', async () => {
    const { owner, key } = await limited({ scopes: ['reports:read'] })
    assert.deepEqual(await statuses(4, () => get(key, '/api/both-scopes')), [403, 403, 403, 403])
    const other = (await owner.post('/api-keys', { name: 'b' })).body.key as string
    assert.deepEqual(await statuses(4, () => get(other)), [200, 200, 200, 200])
    assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 429])
    assert.deepEqual(await statuses(1, () => get(other)), [200])
  })

  it('counts on through a change of the key and its rotation, and beside the limit of a guard', async () => {
    const { owner, id, key } = await limited()
    assert.deepEqual(await statuses(2, () => get(key)), [200, 200])
    await app().keyward.apiKeys.update(owner.user.id, id, { name: 'b' })
    assert.deepEqual(await statuses(1, () => get(key)), [200])
    const rotated = (await owner.post(`/api-keys/${id}/rotation`)).body.key as string
    refused(await get(rotated, '/api/limited-keys'), 429, 'rate_limited')
    await app().keyward.apiKeys.update(owner.user.id, id, { limit: { requests: 5, perSeconds: 60 } })
    // A guard’s own limit of one holds as well.
    assert.deepEqual(await statuses(2, () => get(rotated, '/api/limited-keys')), [200, 429])
  })

  it('is shown to the owner, who cannot change it', async () => {
    const { owner, id } = await limited()
    assert.deepEqual((await owner.get(`/api-keys/${id}`)).body.limit, limit)
    assert.deepEqual((await owner.get('/api-keys')).body.items[0].limit, limit)
    const rotated = (await owner.post(`/api-keys/${id}/rotation`)).body
    assert.deepEqual(rotated.limit, limit)
    const changed = (await owner.patch(`/api-keys/${id}`, { allowedAddresses: ['10.0.0.0/8'] })).body
    assert.deepEqual([changed.limit, changed.allowedAddresses], [limit, ['10.0.0.0/8']])
  })

  it('is taken away by the app, at once', async () => {
    const { owner, id, key } = await limited()
    assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 429])
    const freed = await app().keyward.apiKeys.update(owner.user.id, id, { limit: null })
    assert.equal(freed.limit, null)
    assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 200])
  })

  it('is refused where it makes no sense', async () => {
    const { owner, id } = await limited()
    for (const nonsense of [
      { requests: 0, perSeconds: 1 },
      { requests: 1.5, perSeconds: 1 },
      { requests: 1, perSeconds: 86_401 },
      { requests: 1, perMinute: 1 },
      'many',
    ]) {
      const update = app().keyward.apiKeys.update(owner.user.id, id, { limit: nonsense as never })
      await assert.rejects(update, { code: 'invalid_input' })
    }
    assert.deepEqual((await owner.get(`/api-keys/${id}`)).body.limit, limit)
  })

  it('is set by an administrator with a recent proof, for an API key and nothing else', async () => {
    const { owner, id, key } = await limited()
    const admin = await app().admin()
    const patch = (to: unknown, credential = id) =>
      admin.patch(`/admin/credentials/${credential}`, { limit: to })
    const changed = await patch({ requests: 1, perSeconds: 60 })
    assert.equal(changed.status, 200)
    assert.deepEqual(
      [changed.body.id, changed.body.kind, changed.body.limit, changed.body.allowedAddresses],
      [id, 'api_key', { requests: 1, perSeconds: 60 }, []],
    )
    assert.deepEqual(await statuses(2, () => get(key)), [200, 429])
    assert.equal((await patch(null)).body.limit, null)
    assert.deepEqual(await statuses(2, () => get(key)), [200, 200])
    const token = (await owner.post('/tokens', {})).body
    refusedFields(await patch(null, token.id as string), { limit: 'not_an_api_key' })
    refusedFields(await patch({ requests: 0, perSeconds: 60 }), { 'limit.requests': 'out_of_range' })
    refusedFields(await admin.patch(`/admin/credentials/${id}`, {}), { limit: 'required' })
    refused(await patch(null, '00000000-0000-7000-8000-000000000000'), 404, 'not_found')
    refused(await owner.patch(`/admin/credentials/${id}`, { limit: null }), 403, 'forbidden')
    app().clock.advance({ minutes: 10 })
    refused(await patch(null), 403, 'reauthentication_required')
    const updates = app().events.filter(
      ({ type, subject }) => type === 'api_key.updated' && subject?.id === id,
    )
    assert.deepEqual(
      updates.map(({ actor, userId }) => [actor?.id, userId]),
      [1, 2].map(() => [admin.user.id, owner.user.id]),
    )
  })
}
