import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import supertest from 'supertest'
import type { Response } from 'supertest'
import type { Clock } from './clock.js'
import { assertDocumented } from './documented.js'
import { hostHeader } from './host.js'
import { assertNoSecret, noteSecret } from './secrets.js'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options' | 'trace'

/** What goes with a request beside method, path and JSON body. */
export interface Extra {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly bearer?: string
  /** Text sent as it is, with `type` as its content type. */
  readonly raw?: string
  readonly type?: string
  /** Leaves the cookies at home. */
  readonly anonymous?: boolean
}

type Answer = Promise<Response>

/** A browser, or a CLI, that checks of every answer what must hold of all of them. */
export interface TestClient {
  readonly cookies: Map<string, string>
  get(path: string, extra?: Extra): Answer
  post(path: string, body?: unknown, extra?: Extra): Answer
  put(path: string, body?: unknown, extra?: Extra): Answer
  patch(path: string, body?: unknown, extra?: Extra): Answer
  delete(path: string, extra?: Extra): Answer
  send(method: Method, path: string, body?: unknown, extra?: Extra): Answer
}

/** Where the client finds the app; `mount` stands before every path but the host's own. */
export interface Place {
  readonly server: Server
  readonly mount: string
  readonly clock: Clock
}

const secretFields = [
  ...(['key', 'token', 'credential', 'temporaryPassword', 'secret'] as const),
  ...(['device_code', 'access_token'] as const),
]
/** The answers that may be kept, as long as they are asked for again. */
const keptAnswers = [
  ['/ssh/authorized_keys/', 'private, no-cache'],
  ['/openapi.json', 'no-cache'],
] as const
const codeFields = ['recoveryCodes', 'codes'] as const
const passwordFields = ['password', 'currentPassword', 'newPassword'] as const

export function testClient(place: Place): TestClient {
  const cookies = new Map<string, string>()
  return {
    cookies,
    get: (path, extra) => send('get', path, undefined, extra),
    post: (path, body, extra) => send('post', path, body, extra),
    put: (path, body, extra) => send('put', path, body, extra),
    patch: (path, body, extra) => send('patch', path, body, extra),
    delete: (path, extra) => send('delete', path, undefined, extra),
    send,
  }

  async function send(method: Method, path: string, body?: unknown, extra: Extra = {}): Promise<Response> {
    // Ids sort by their millisecond.
    place.clock.advance({ ms: 1 })
    notePasswords(body)
    const url = path.startsWith('/api/') ? path : place.mount + path
    const agent = supertest(place.server)
    const request = agent[method](url)
      .redirects(0)
      .ok(() => true)
    for (const [name, value] of Object.entries(headersOf(extra))) {
      // superagent hands arrays on to node:http, which sends a line for each.
      if (value !== undefined) void request.set(name, value as string)
    }
    if (extra.raw !== undefined) void request.type(extra.type ?? 'application/json').send(extra.raw)
    else if (body !== undefined)
      void request.type(extra.type ?? 'application/json').send(JSON.stringify(body))
    const response = await request
    check(response, { method, path })
    keepCookies(response)
    return response
  }

  function headersOf({ headers, bearer, anonymous }: Extra): NonNullable<Extra['headers']> {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return {
      ...(jar !== '' && !anonymous && { Cookie: jar }),
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...headers,
    }
  }

  function keepCookies(response: Response): void {
    for (const line of setCookies(response)) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
  }
}

/** The Set-Cookie lines of an answer. */
export function setCookies(response: Response): readonly string[] {
  return (response.headers['set-cookie'] as unknown as string[] | undefined) ?? []
}

/** What must hold of every answer: no secret but in the one that makes it, the standing headers, the form of errors. */
function check(response: Response, { method, path }: { method: Method; path: string }): void {
  const where = `the answer to ${method} ${path.split('?')[0] ?? ''}`
  assertNoSecret(`${JSON.stringify(response.headers)}\n${response.text}`, where)
  noteIssued(response)
  assert.notEqual(response.status, 500, `${where} is a 500`)
  if (path.startsWith('/api/') || response.headers[hostHeader.toLowerCase()] !== undefined) return
  // A host's own parser, or its router, refused before keyward had a say.
  if (response.status === 400 && !isProblem(response) && !('error' in Object(response.body))) return
  assert.equal(response.headers['x-content-type-options'], 'nosniff', where)
  const { 'content-type': type = '', 'content-security-policy': policy } = response.headers
  if (!/^text\/html\b/.test(type)) {
    assert.equal(policy, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'", where)
  }
  if (/^(text|application)\//.test(type))
    assert.match(type, /; charset=utf-8(;|$)/, `${where} says no charset`)
  const kept = response.status >= 400 ? undefined : keptAnswers.find(([start]) => path.startsWith(start))
  assert.equal(response.headers['cache-control'], kept?.[1] ?? 'no-store', where)
  if (response.status >= 400 && isProblem(response)) checkProblem(response, where)
  assertDocumented(response, { method, path })
}

function isProblem({ headers }: Response): boolean {
  return /^application\/problem\+json\b/.test(String(headers['content-type']))
}

/** RFC 9457, with what the contract adds. */
function checkProblem({ body, status, headers }: Response, where: string): void {
  if (Object.keys(body as object).length === 0) return
  const { type, title, detail, code, requestId } = body
  assert.equal(body.status, status, where)
  for (const text of [type, title, detail, code, requestId]) assert.equal(typeof text, 'string', where)
  assert.match(code, /^[a-z]+(_[a-z]+)*$/, where)
  const known = ['type', 'title', 'status', 'detail', 'code', 'errors', 'methods', 'scopes', 'requestId']
  assert.deepEqual(
    Object.keys(body as object).filter((key) => !known.includes(key)),
    [],
    where,
  )
  assert.equal(code === 'invalid_input', status === 422, where)
  if (status === 401) assert.match(headers['www-authenticate'] ?? '', /^Bearer realm="keyward"/, where)
}

function noteIssued(response: Response): void {
  const body = Object(response.body) as Record<string, unknown>
  for (const field of secretFields) if (typeof body[field] === 'string') noteSecret(body[field])
  if (typeof body.url === 'string') noteSecret(/#(.*)/.exec(body.url)?.[1] ?? '')
  for (const field of codeFields) {
    if (Array.isArray(body[field])) body[field].forEach((code) => noteSecret(String(code)))
  }
  for (const line of setCookies(response)) noteSecret(/=([^;]*)/.exec(line)?.[1] ?? '')
}

function notePasswords(body: unknown): void {
  const given = Object(body) as Record<string, unknown>
  for (const field of passwordFields) if (typeof given[field] === 'string') noteSecret(given[field])
}
