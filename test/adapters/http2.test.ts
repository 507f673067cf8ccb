import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'mocha'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { koaFramework } from '../support/koa-host.js'
import { noteSecret } from '../support/secrets.js'

const [plain] = koaFramework.mountings
const json = { 'content-type': 'application/json' }

/** Node's own HTTP/2, which frames bodies without Transfer-Encoding and needs no Content-Length. */
for (const parser of [undefined, ...koaFramework.parsers]) {
  describe(`HTTP/2, ${parser === undefined ? 'without a parser' : `after ${parser}`}`, () => {
    let app: App
    let session: ClientHttp2Session
    const server = createServer()
    before(async () => {
      app = await startApp(koaFramework, { options: { passkeys: true } })
      assert.ok(plain)
      const { keyward } = app
      const host = koaFramework.host({ keyward, mounting: plain, errors: 'problem', proxy: false, parser })
      server.on('request', host as never)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      session = connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
    })
    after(async () => {
      session.close()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
    })

    async function post(path: string, headers: OutgoingHttpHeaders, body?: string | Buffer) {
      const request = { ':method': 'POST', ':path': `/auth${path}`, ...headers }
      const stream = session.request(request, { endStream: body === undefined })
      if (body !== undefined) stream.end(body)
      const answered = once(stream, 'response') as Promise<[OutgoingHttpHeaders]>
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      const [answer] = await answered
      if (!stream.readableEnded) await once(stream, 'end')
      const text = Buffer.concat(chunks).toString()
      return { status: answer[':status'], headers: answer, body: text === '' ? {} : JSON.parse(text) }
    }

    it('takes an empty body for an empty object', async () => {
      for (const headers of [{}, json, { 'content-type': 'text/plain' }, { 'content-length': '0' }]) {
        assert.equal((await post('/session/passkey/options', headers)).status, 200)
        assert.equal((await post('/session/passkey/options', headers, '')).status, 200)
      }
    })

    it('reads a body, whether it says its length or not', async () => {
      const { username } = await app.user()
      const body = JSON.stringify({ username, password: app.password })
      for (const headers of [json, { ...json, 'content-length': String(body.length) }]) {
        const answer = await post('/session', headers, body)
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        for (const line of answer.headers['set-cookie'] ?? []) noteSecret(/=([^;]*)/.exec(line)?.[1] ?? '')
      }
      const made = await post('/session', json, '{')
      assert.deepEqual([made.status, made.body.code], [400, 'malformed_json'])
    })

    it('refuses a body of another type, and one that is too large', async () => {
      assert.equal((await post('/session', { 'content-type': 'text/plain' }, '{}')).status, 415)
      const large = JSON.stringify({ username: 'a', password: 'x'.repeat(80_000) })
      assert.equal((await post('/session', json, large)).status, 413)
      // The connection is for the other streams, too.
      assert.equal((await post('/session/passkey/options', {})).status, 200)
    })

    it('does nothing by half of a request that breaks off', async () => {
      const { length } = app.events
      const headers = { ':method': 'POST', ':path': '/auth/session', ...json }
      const stream = session.request(headers)
      stream.write('{"username":"nobody","password":"b"}')
      stream.close(8)
      await once(stream, 'close')
      assert.equal((await post('/session/passkey/options', {})).status, 200)
      assert.equal(app.events.length, length)
    })
  })
}
