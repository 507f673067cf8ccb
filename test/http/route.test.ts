import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { apiKey, apiKeyWithSecret } from '../../src/http/answer/credential.js'
import { created, noContent, ok, route } from '../../src/http/route.js'

const key = {
  ...{ id: 'k', name: 'laptop', hint: 'kwk_…', scopes: ['*'], allowedAddresses: [], disabled: false },
  ...{
    createdAt: '2026-01-15T12:00:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
    lastUsedIp: null,
    limit: null,
  },
}
const described = { summary: 'Tells.', level: 'anon' } as const

describe('route', () => {
  it('lets a handler answer what the route says that it answers', async () => {
    const made = route('get', '/key', {
      ...described,
      operation: 'getKey',
      answers: { 200: apiKey, 204: null },
      handler: ({ path }) => Promise.resolve(path === '' ? noContent : ok(key)),
    })
    assert.equal(made.operation, 'getKey')
    assert.deepEqual(Object.keys(made.answers ?? {}), ['200', '204'])
    assert.ok(apiKey.safeParse(key).success)
  })

  it('does not compile with a handler that answers another status, or a body that lacks a field', () => {
    const named = { ...described, operation: 'createKey', answers: { 201: apiKeyWithSecret } }
    const incomplete = route('post', '/key', {
      ...named,
      // @ts-expect-error the secret is missing
      handler: () => Promise.resolve(created(key, '/key/k')),
    })
    const other = route('post', '/key', {
      ...named,
      // @ts-expect-error it is a 201
      handler: () => Promise.resolve(ok({ ...key, key: 'secret' })),
    })
    const silent = route('post', '/key', {
      ...described,
      operation: 'createKey',
      // @ts-expect-error every route of the API says what it answers
      handler: () => Promise.resolve(noContent),
    })
    assert.deepEqual(
      [incomplete, other, silent].map(({ path }) => path),
      ['/key', '/key', '/key'],
    )
  })
})
