import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refusedFields } from '../../../support/problems.js'

/** What the app keeps with a key. */
export function keyMetadataContract(app: () => App): void {
  const plan = { plan: 'pro', seats: 3, tags: ['a', { b: null }] }
  const ofGuard = async (bearer: string) =>
    (await app().client().get('/api/hello', { bearer })).body.authInfo.credential.metadata as unknown

  it('is what the app gave, to guards, and to nobody else', async () => {
    const owner = await app().signedIn()
    const { apiKeys } = app().keyward
    const { apiKey, key } = await apiKeys.create(owner.user.id, { name: 'a', metadata: plan })
    const text = key.reveal()
    for (let use = 0; use < 2; use++) assert.deepEqual(await ofGuard(text), plan)
    for (const answer of [
      await owner.get('/api-keys'),
      await owner.get(`/api-keys/${apiKey.id}`),
      await owner.get(`/api-keys/${apiKey.id}/events`),
      await owner.get('/events'),
      await owner.patch(`/api-keys/${apiKey.id}`, { name: 'b' }),
      await app().client().get('/credential', { bearer: text }),
    ]) {
      assert.equal(answer.status, 200)
      assert.doesNotMatch(answer.text, /metadata|seats/)
    }
    const rotated = await owner.post(`/api-keys/${apiKey.id}/rotation`)
    assert.doesNotMatch(rotated.text, /metadata|seats/)
    assert.deepEqual(await ofGuard(rotated.body.key as string), plan)
  })

  it('is changed and taken away by the app, in every guard from then on', async () => {
    const owner = await app().signedIn()
    const { apiKeys } = app().keyward
    const { apiKey, key } = await apiKeys.create(owner.user.id, { name: 'a' })
    assert.equal(await ofGuard(key.reveal()), undefined)
    await apiKeys.update(owner.user.id, apiKey.id, { metadata: plan })
    assert.deepEqual(await ofGuard(key.reveal()), plan)
    await apiKeys.update(owner.user.id, apiKey.id, { name: 'b' })
    assert.deepEqual(await ofGuard(key.reveal()), plan)
    await apiKeys.update(owner.user.id, apiKey.id, { metadata: null })
    assert.equal(await ofGuard(key.reveal()), undefined)
  })

  it('is no field of any route', async () => {
    const owner = await app().signedIn()
    const { id } = (await owner.post('/api-keys', { name: 'a' })).body
    for (const field of ['metadata', 'limit', 'conditions']) {
      const answers = [
        await owner.post('/api-keys', { name: 'b', [field]: null }),
        await owner.patch(`/api-keys/${String(id)}`, { [field]: { requests: 1, perSeconds: 1 } }),
      ]
      for (const answer of answers) refusedFields(answer, { [field]: 'unknown_field' })
    }
  })

  it('is refused where it is no object, or more than 1 KiB as JSON', async () => {
    const owner = await app().signedIn()
    const { apiKeys } = app().keyward
    const itself: Record<string, unknown> = {}
    itself['itself'] = itself
    const asLong = { text: 'x'.repeat(1024 - '{"text":""}'.length) }
    for (const [metadata, code] of [
      ['text', 'malformed'],
      [7, 'malformed'],
      [['a'], 'malformed'],
      [{ n: 1n }, 'malformed'],
      [itself, 'malformed'],
      [() => ({}), 'malformed'],
      [new Date(), 'malformed'],
      [{ ...asLong, more: 1 }, 'too_long'],
      [{ text: 'ü'.repeat(512) }, 'too_long'],
    ] as const) {
      await assert.rejects(
        apiKeys.create(owner.user.id, { name: 'a', metadata: metadata as never }),
        (error: { code: string; errors: readonly { field: string; code: string }[] }) => {
          assert.deepEqual(
            [error.code, error.errors.map((one) => [one.field, one.code])],
            ['invalid_input', [['metadata', code]]],
          )
          return true
        },
      )
    }
    const { key } = await apiKeys.create(owner.user.id, { name: 'a', metadata: asLong })
    assert.deepEqual(await ofGuard(key.reveal()), asLong)
  })

  it('survives any text that JSON can hold', async () => {
    const owner = await app().signedIn()
    const metadata = JSON.parse('{"__proto__":{"a":1},"nul\\u0000":"\\ud800 \\u2028 🔑","":[]}') as object
    const { key } = await app().keyward.apiKeys.create(owner.user.id, {
      name: 'a',
      metadata: { ...metadata },
    })
    const { text } = await app().client().get('/api/hello', { bearer: key.reveal() })
    const credential = (JSON.parse(text) as { authInfo: { credential: { metadata: object } } }).authInfo
      .credential
    assert.deepEqual(JSON.stringify(credential.metadata), JSON.stringify({ ...metadata }))
  })
}
