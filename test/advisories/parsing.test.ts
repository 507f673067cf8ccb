import assert from 'node:assert/strict'
import { it } from 'mocha'
import { origin } from '../support/app.js'
import { rawRequest } from '../support/raw-request.js'
import { refused, refusedFields, unauthenticated } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { onBoth } from './on-both.js'

/** Bodies that cost much to parse, to keep or to answer. */
const heavy: Readonly<Record<string, string>> = {
  'thousands of fields': `{${Array.from({ length: 5000 }, (_, i) => `"k${String(i)}":1`).join(',')}}`,
  'the same field again and again': `{${Array.from({ length: 5000 }, () => '"name":1').join(',')}}`,
  'deep arrays': `{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  'deep objects': `{"name":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
  'a long number': `{"name":${'9'.repeat(60_000)}}`,
  'a long text': JSON.stringify({ name: 'x'.repeat(60_000) }),
  escapes: `{"name":"${'\\u0041'.repeat(10_000)}"}`,
}

/** Authorization headers that parsers fell over. */
const malformed = [
  '',
  ' ',
  'Bearer',
  'Bearer ',
  'Bearer  ',
  'Basic',
  'Basic !!!!',
  'Bearer \u00ff',
  'Basic \u00ff\u00fe',
  'Bearer a b',
  ':',
  '=',
  ',',
  'Bearer,',
  'undefined',
  'Bearer %E0%A4%A',
  'Bearer '.repeat(500),
  `Bearer ${'x'.repeat(8000)}`,
  'Digest username="',
]

onBoth('parsing', (app) => {
  it('GHSA-xmf8-cvqr-rfgj: a malformed Authorization header is refused, and nothing falls over it', async () => {
    for (const Authorization of malformed) {
      for (const path of ['/api/hello', '/session', '/credential', '/ssh/authorized_keys/x']) {
        const { status } = await app().client().get(path, { headers: { Authorization } })
        assert.ok([400, 401].includes(status), `${String(status)} to ${Authorization.slice(0, 20)}`)
      }
    }
  })

  it('CVE-2022-31093: a malformed address or parameter is answered, and nobody waits for ever', async () => {
    const client = await app().signedIn()
    const addresses = ['%zz', '%', '%00', '%ff', '%E0%A4%A', '..%2f..', '%F0%9F%94%91', 'x'.repeat(6000)]
    for (const address of addresses) {
      for (const path of [`/api-keys/${address}`, `/sessions/${address}`, `/device/${address}`]) {
        const { status } = await client.get(path)
        assert.ok([400, 404, 405].includes(status), `${String(status)} to ${path.slice(0, 40)}`)
      }
      for (const path of [`/api-keys?cursor=${address}`, `/sign-in?to=${address}`]) {
        const { status } = await client.get(path)
        assert.ok([200, 400, 404, 422].includes(status), `${String(status)} to ${path.slice(0, 40)}`)
      }
    }
    const { server, mounting } = app()
    for (const target of ['//', `${mounting.path}/session?\\`, '*', '/%']) {
      const request = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
      const { status } = await rawRequest(server, request)
      assert.ok(status >= 400 && status < 500, `${String(status)} to ${target}`)
    }
  })

  it('CVE-2025-6203, CVE-2025-12044, CVE-2025-59043: a body that is costly to read is refused in few words', async () => {
    const owner = await app().signedIn()
    for (const [what, raw] of Object.entries(heavy)) {
      for (const send of [
        () => app().client().post('/session', undefined, { raw }),
        () => owner.post('/api-keys', undefined, { raw }),
      ]) {
        const { status, text } = await send()
        assert.ok([400, 422].includes(status), `${String(status)} to ${what}`)
        assert.ok(text.length < 10_000, what)
      }
    }
    assert.equal((await owner.get('/session')).status, 200)
  })

  it('CVE-2023-6337, CVE-2024-8185: what nobody vouched for fills no memory: bodies end at 64 KiB, unread', async () => {
    const { server, mounting } = app()
    const head = [
      `POST ${mounting.path}/session HTTP/1.1`,
      ...['Host: localhost', 'Content-Type: application/json', 'Connection: close'],
    ]
    const endless = [...head, 'Content-Length: 10000000000', '', '{'].join('\r\n')
    assert.equal((await rawRequest(server, endless)).status, 413)
    const chunk = `10000\r\n${'x'.repeat(0x1_0000)}\r\n`
    const chunked = [...head, 'Transfer-Encoding: chunked', '', chunk + chunk].join('\r\n')
    assert.equal((await rawRequest(server, chunked)).status, 413)
  })

  it('GHSA-7rqj-j65f-68wh: a name is judged in the form in which it is kept and found', async () => {
    const admin = await app().admin()
    for (const username of ['ａda', 'ada＠evil', 'ad\u00ada', 'ada\u0000', 'ﬁne', 'ada\u202e', 'K\u212a']) {
      const answer = await admin.post('/admin/users', { username, password: newPassword() })
      refusedFields(answer, { username: 'invalid_characters' })
    }
    const { username } = await app().user({ username: 'Turing' })
    const taken = await admin.post('/admin/users', { username: 'tURING', password: newPassword() })
    refused(taken, 409, 'username_taken')
    // And a key's name: two that look the same are the same.
    const owner = await app().signedIn()
    assert.equal((await owner.post('/api-keys', { name: 'caf\u00e9' })).status, 201)
    for (const name of ['cafe\u0301', 'CAF\u00c9', 'ｃafé']) {
      refused(await owner.post('/api-keys', { name }), 409, 'name_taken')
    }
    assert.equal(username, 'Turing')
  })

  it('CVE-2026-33503, CVE-2026-33504: a forged cursor is refused, or finds nothing that is not one’s own', async () => {
    const [owner, thief] = [await app().signedIn(), await app().signedIn()]
    for (let i = 0; i < 3; i++) await owner.post('/api-keys', { name: `key ${String(i)}` })
    const { nextCursor } = (await owner.get('/api-keys?limit=1')).body
    const forged = [
      "' OR 1=1 --",
      "0' UNION SELECT digest FROM keyward_api_key --",
      '{"id":{"$gt":""}}',
      '["a","b"]',
      '\u0000',
      'Z'.repeat(64),
    ].flatMap((text) => [text, Buffer.from(text).toString('base64url')])
    for (const cursor of [...forged, String(nextCursor)]) {
      for (const path of ['/api-keys', '/tokens', '/sessions', '/events', '/ssh-keys']) {
        const answer = await thief.get(`${path}?cursor=${encodeURIComponent(cursor)}`)
        if (answer.status !== 200) refused(answer, 422, 'invalid_input')
        else assert.ok(!answer.text.includes(owner.user.id) && !answer.text.includes('key '), path)
      }
    }
    assert.equal((await owner.get('/api-keys')).body.items.length, 3)
  })

  it('CVE-2024-47764: nothing that somebody chose stands in a cookie, or divides one', async () => {
    const { username } = await app().user()
    const headers = {
      Host: 'localhost; Domain=evil.example',
      Cookie: 'keyward="; Domain=evil.example; Path=/"',
      'User-Agent': 'a\tb; HttpOnly=no',
      Origin: origin,
    }
    const query = '?name=evil%0d%0aSet-Cookie:%20a=b'
    const answer = await app()
      .client()
      .post(`/session${query}`, { username, password: app().password }, { headers })
    const lines = (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? []
    for (const line of lines) assert.match(line, /^keyward(-pending)?=[\w-]*(; [\w=/, :]+)*$/)
    assert.ok(!JSON.stringify(answer.headers).includes('evil'))
    unauthenticated(
      await app()
        .client()
        .get('/session', { headers: { Cookie: headers.Cookie } }),
    )
  })
})
