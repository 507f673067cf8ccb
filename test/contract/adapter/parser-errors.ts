import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { rawRequest } from '../../support/raw-request.js'
import { appFor } from '../../support/suite.js'

const nobody = JSON.stringify({ username: 'nobody', password: 'my words' })
const short = (compressed: Buffer): Buffer => compressed.subarray(0, -9)

/** What a parser of the host's refuses before keyward has a say. */
const refusals: Readonly<
  Record<string, readonly [headers: string, body: string | Buffer, statuses: readonly number[]]>
> = {
  'is no gzip': ['Content-Type: application/json\r\nContent-Encoding: gzip\r\n', 'not gzip', [400]],
  'is no brotli': [
    'Content-Type: application/json\r\nContent-Encoding: br\r\n',
    'my words are no brotli',
    [400],
  ],
  'is no deflate': ['Content-Type: application/json\r\nContent-Encoding: deflate\r\n', 'my words', [400]],
  'is gzip that breaks off': [
    ...([
      'Content-Type: application/json\r\nContent-Encoding: gzip\r\n',
      short(gzipSync(nobody)),
      [400],
    ] as const),
  ],
  'is brotli that breaks off': [
    ...([
      'Content-Type: application/json\r\nContent-Encoding: br\r\n',
      short(brotliCompressSync(nobody)),
      [400],
    ] as const),
  ],
  'is a form that is no gzip': [
    ...([
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\n',
      'my=words',
      [400],
    ] as const),
  ],
  'is of an encoding that nobody knows': [
    ...(['Content-Type: application/json\r\nContent-Encoding: rot13\r\n', nobody, [415]] as const),
  ],
  'is no JSON': ['Content-Type: application/json\r\n', '{"password":"my words"', [400]],
  'is of another charset': ['Content-Type: application/json; charset=latin1\r\n', nobody, [415]],
  'is of UTF-16': [
    ...([
      'Content-Type: application/json; charset=utf-16\r\n',
      Buffer.from(nobody, 'utf16le'),
      [415],
    ] as const),
  ],
  'says UTF-16 and is none': ['Content-Type: application/json; charset=utf-16\r\n', nobody, [415]],
  'is a form of UTF-16': [
    'Content-Type: application/x-www-form-urlencoded; charset=utf-16\r\n',
    Buffer.from('username=nobody&password=my+words', 'utf16le'),
    [415],
  ],
  'is too large': ['Content-Type: application/json\r\n', `"${'my words '.repeat(300_000)}"`, [413]],
  'unpacks to too much': [
    ...([
      'Content-Type: application/json\r\nContent-Encoding: gzip\r\n',
      gzipSync(`"${'a'.repeat(3_000_000)}"`),
      [413],
    ] as const),
  ],
  'has thousands of fields': [
    // One on Koa reads the first thousand, which are no fields of ours.
    ...(['Content-Type: application/x-www-form-urlencoded\r\n', 'a=1&'.repeat(5000), [413, 415]] as const),
  ],
}

const compressed = 'Content-Type: application/json\r\nContent-Encoding'

/** What it takes for the framework's own 400, 413 and 415. */
const ofTheHost = [
  [400, 'Content-Type: application/json\r\n', '{"password":"my words"'],
  [413, 'Content-Type: application/json\r\n', `"${'my words '.repeat(300_000)}"`],
  [415, `${compressed}: rot13\r\n`, nobody],
] as const

/** The host's error handling, where it is `errorHandler()`. */
export function parserErrorsContract(framework: Framework): void {
  describe('what a body parser of the host’s refuses', () => {
    const [parser] = framework.parsers
    const app = appFor(framework, { parser })

    for (const [what, [headers, body, statuses]] of Object.entries(refusals)) {
      it(`is answered as problem details, without a word of it: what ${what}`, async () => {
        const length = `Content-Length: ${String(Buffer.byteLength(body))}\r\n`
        const head = `POST /auth/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}${length}\r\n`
        const { status, text } = await rawRequest(
          app().server,
          Buffer.concat([Buffer.from(head), Buffer.from(body)]),
        )
        assert.ok(statuses.includes(status), `${String(status)}${text}`)
        assert.match(text, /content-type: application\/problem\+json; charset=utf-8/i)
        assert.match(text, /"code":"[a-z_]+"/)
        assert.doesNotMatch(text, /node_modules|\bat \w+|my words|zlib/)
      })
    }

    it('leaves the connection usable for deflate that is none of it, and reads what is', async () => {
      const body = deflateSync(nobody)
      const headers = `Content-Type: application/json\r\nContent-Encoding: deflate\r\nContent-Length: ${String(body.length)}\r\n`
      const head = `POST /auth/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`
      const { status, text } = await rawRequest(app().server, Buffer.concat([Buffer.from(head), body]))
      assert.equal(status, 401, text)
    })
  })

  describe('errorHandler({ own: true })', () => {
    const [parser] = framework.parsers
    const app = appFor(framework, { parser, errors: 'own' })

    for (const [expected, headers, body] of ofTheHost) {
      it(`leaves the ${String(expected)} of a body parser to the host`, async () => {
        const length = `Content-Length: ${String(Buffer.byteLength(body))}\r\n`
        const head = `POST /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}${length}\r\n`
        const { status, text } = await rawRequest(app().server, head + body)
        assert.equal(status, expected)
        assert.doesNotMatch(text, /application\/problem\+json/)
      })
    }

    it('answers keyward’s refusals', async () => {
      refused(await app().client().get('/api/hello'), 401, 'unauthenticated')
      refused(await app().client().get('/api/hello', { bearer: 'of-nobody' }), 401, 'invalid_token')
    })

    it('is refused with an option that does not exist', () => {
      for (const given of [{ own: 'yes' }, { owned: true }, null]) {
        assert.throws(() => app().keyward.adapter.errorAnswer(given as object), TypeError)
      }
    })
  })
}
