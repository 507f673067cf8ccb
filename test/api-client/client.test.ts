import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { keywardClient, paginate, ProblemError } from '../../src/api-client/index.js'
import { json, scriptedFetch } from './scripted-fetch.js'

const baseUrl = 'https://app.example.com/auth/'

describe('keywardClient', () => {
  it('sends a query, and leaves out what is undefined', async () => {
    const { fetch, sent } = scriptedFetch(json({ items: [], nextCursor: null, total: 0 }))
    await keywardClient({ baseUrl, fetch }).apiKeys.list({ q: 'a&b', limit: 2, cursor: undefined })
    assert.equal(sent[0]?.url, 'https://app.example.com/auth/api-keys?q=a%26b&limit=2')
    assert.equal(sent[0]?.init.body, undefined)
  })

  it('sends JSON as JSON, and a form as a form', async () => {
    const { fetch, sent } = scriptedFetch(json({}, { status: 201 }), json({}))
    const client = keywardClient({ baseUrl, fetch })
    await client.tokens.create({ expiresInHours: 1 })
    await client.revoke({ token: 'a+b' })
    assert.deepEqual(
      sent.map(({ init }) => [init.method, init.body, new Headers(init.headers).get('content-type')]),
      [
        ['POST', '{"expiresInHours":1}', 'application/json'],
        ['POST', 'token=a%2Bb', 'application/x-www-form-urlencoded'],
      ],
    )
  })

  it('sends the token that it has at each request, and headers of all requests and of this one', async () => {
    const { fetch, sent } = scriptedFetch(json({}), json({}))
    const tokens = ['first', undefined]
    const client = keywardClient({
      ...{ baseUrl, fetch },
      token: async () => tokens.shift(),
      headers: { 'X-All': 'a', 'X-One': 'a' },
    })
    await client.credential({ headers: { 'X-One': 'b' } })
    await client.credential()
    const headers = sent.map(({ init }) => new Headers(init.headers))
    assert.deepEqual(
      headers.map((each) => [each.get('authorization'), each.get('x-all'), each.get('x-one')]),
      [
        ['Bearer first', 'a', 'b'],
        [null, 'a', 'a'],
      ],
    )
  })

  it('says what cookies a browser sends only where it was told, and follows no redirect', async () => {
    const { fetch, sent } = scriptedFetch(json({}), json({}))
    await keywardClient({ baseUrl, fetch }).credential()
    await keywardClient({ baseUrl, fetch, credentials: 'include' }).credential()
    assert.deepEqual(
      sent.map(({ init }) => ['credentials' in init && init.credentials, init.redirect]),
      [
        [false, 'manual'],
        ['include', 'manual'],
      ],
    )
  })

  it('makes no other route of an id: an empty one, dots, a slash', async () => {
    const { fetch, sent } = scriptedFetch(new Response(null, { status: 204 }))
    const { sessions } = keywardClient({ baseUrl, fetch })
    for (const id of ['', '.', '..', undefined as unknown as string])
      await assert.rejects(sessions.remove(id), TypeError)
    await sessions.remove('../a?b')
    assert.deepEqual(
      sent.map(({ url }) => url),
      ['https://app.example.com/auth/sessions/..%2Fa%3Fb'],
    )
  })

  it('makes a change depend on the version that was read, and tries one without storing it', async () => {
    const answer = (): Response => json({ policy: {}, effective: {} }, { headers: { ETag: '"3"' } })
    const { fetch, sent } = scriptedFetch(answer, answer, answer)
    const { policies } = keywardClient({ baseUrl, fetch }).admin
    const { etag } = await policies.getOrganization('acme')
    await policies.setOrganization('acme', { mfa: { enforceMfa: true } }, { ifMatch: etag })
    await policies.tryOrganization('acme', {})
    assert.equal(etag, '"3"')
    assert.equal(new Headers(sent[1]?.init.headers).get('if-match'), '"3"')
    assert.equal(sent[1]?.init.body, '{"mfa":{"enforceMfa":true}}')
    assert.equal(sent[2]?.url, 'https://app.example.com/auth/admin/policies/organizations/acme?dryRun=1')
  })

  it('answers events as a file that can be read while it comes', async () => {
    const { fetch, sent } = scriptedFetch(
      new Response('{}\n', { headers: { 'Content-Type': 'application/x-ndjson' } }),
    )
    const file = await keywardClient({ baseUrl, fetch }).events.download('application/x-ndjson', { limit: 3 })
    assert.equal(await file.text(), '{}\n')
    assert.equal(new Headers(sent[0]?.init.headers).get('accept'), 'application/x-ndjson')
  })

  it('ends by the signal that it is given', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    const client = keywardClient({ baseUrl: 'http://localhost:1/auth' })
    await assert.rejects(client.credential({ signal }), /enough/)
  })
})

describe('ProblemError', () => {
  it('says all that problem details say', async () => {
    const problem = {
      ...{ type: 'about:blank', title: 'Forbidden', status: 403, detail: 'prove again who you are' },
      ...{ code: 'reauthentication_required', methods: ['totp'], requestId: 'r1' },
    }
    const headers = { 'Content-Type': 'application/problem+json; charset=utf-8' }
    const error = await refusal(json(problem, { status: 403, headers }))
    assert.deepEqual(
      [
        error.name,
        error.status,
        error.code,
        error.detail,
        error.methods,
        error.scopes,
        error.errors,
        error.requestId,
      ],
      ['ProblemError', 403, 'reauthentication_required', 'prove again who you are', ['totp'], [], [], 'r1'],
    )
    assert.equal(error.message, 'reauthentication_required: prove again who you are')
  })

  it('lists the fields that are not acceptable, and says when to try again', async () => {
    const errors = [{ field: 'name', code: 'required', message: 'is missing' }]
    assert.deepEqual((await refusal(json({ code: 'invalid_input', errors }, { status: 422 }))).errors, errors)
    const headers = { 'Retry-After': '30' }
    assert.equal((await refusal(json({ code: 'busy' }, { status: 503, headers }))).retryAfter, 30)
  })

  it('takes an error as OAuth has it', async () => {
    const error = await refusal(
      json({ error: 'invalid_grant', error_description: 'it is over' }, { status: 400 }),
    )
    assert.deepEqual([error.status, error.code, error.detail], [400, 'invalid_grant', 'it is over'])
  })

  it('says where something else than keyward answers: a proxy, a page, a redirect', async () => {
    const html = { 'Content-Type': 'text/html' }
    for (const answer of [
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: html }),
      new Response('<html>', { headers: html }),
      new Response(null, { status: 302, headers: { Location: 'https://evil.example.com/' } }),
      new Response('{', { headers: { 'Content-Type': 'application/json' } }),
    ]) {
      const { status } = answer
      const error = await refusal(answer)
      assert.deepEqual([error.status, error.code], [status, 'unexpected_answer'])
    }
  })

  it('is not what fetch throws', async () => {
    const { fetch } = scriptedFetch(() => Promise.reject(new TypeError('fetch failed')))
    await assert.rejects(keywardClient({ baseUrl, fetch }).credential(), {
      name: 'TypeError',
      message: 'fetch failed',
    })
  })

  async function refusal(answer: Response): Promise<ProblemError> {
    const error: unknown = await keywardClient({ baseUrl, fetch: scriptedFetch(answer).fetch })
      .credential()
      .catch((thrown: unknown) => thrown)
    assert.ok(error instanceof ProblemError)
    return error
  }
})

describe('paginate', () => {
  const page = (items: readonly object[], nextCursor: string | null): Response => json({ items, nextCursor })

  it('answers the items of all pages, and asks each page by the same query', async () => {
    const { fetch, sent } = scriptedFetch(
      page([{ id: '1' }, { id: '2' }], 'c1'),
      page([], 'c2'),
      page([{ id: '3' }], null),
    )
    const { apiKeys } = keywardClient({ baseUrl, fetch })
    const found: string[] = []
    for await (const { id } of paginate(apiKeys.list, { sort: 'name', limit: 2 })) found.push(id)
    assert.deepEqual(found, ['1', '2', '3'])
    assert.deepEqual(
      sent.map(({ url }) => new URL(url).search),
      ['?sort=name&limit=2', '?sort=name&limit=2&cursor=c1', '?sort=name&limit=2&cursor=c2'],
    )
  })

  it('asks for no page that nobody reads', async () => {
    const { fetch, sent } = scriptedFetch(page([{ id: '1' }], 'c1'))
    for await (const _ of paginate(keywardClient({ baseUrl, fetch }).sessions.list)) break
    assert.equal(sent.length, 1)
  })

  it('takes the lists of one thing as well', async () => {
    const { fetch, sent } = scriptedFetch(page([{ id: '1' }], null))
    const { apiKeys } = keywardClient({ baseUrl, fetch })
    const events = paginate((query, options) => apiKeys.events('key', query, options))
    assert.equal((await events.next()).done, false)
    assert.equal(sent[0]?.url, 'https://app.example.com/auth/api-keys/key/events')
  })
})
