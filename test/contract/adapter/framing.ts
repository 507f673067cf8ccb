import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Framework } from '../../support/host.js'
import type { RawAnswer } from '../../support/raw-request.js'
import { rawRequest } from '../../support/raw-request.js'
import { appFor } from '../../support/suite.js'

const nobody = JSON.stringify({ username: 'nobody', password: 'b' })
const chunked = (text: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n`),
    Buffer.from(text),
    Buffer.from('\r\n0\r\n\r\n'),
  ])

/** How an empty body may come. */
const empty: Readonly<Record<string, readonly [headers: string, body: string]>> = {
  'chunked, without a type': ['Transfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  'chunked, as JSON': ['Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n', '0\r\n\r\n'],
  'chunked, as text': ['Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n', '0\r\n\r\n'],
  'chunked, with a trailer': ['Transfer-Encoding: chunked\r\nTrailer: X-A\r\n', '0\r\nX-A: b\r\n\r\n'],
  'of length 0, as a form': ['Content-Length: 0\r\nContent-Type: application/x-www-form-urlencoded\r\n', ''],
  'of length 0, as a file': ['Content-Length: 0\r\nContent-Type: multipart/form-data; boundary=x\r\n', ''],
  'of length 0, of no type that there is': ['Content-Length: 0\r\nContent-Type: ;;\r\n', ''],
  'not mentioned': ['', ''],
  'not mentioned, but for its type': ['Content-Type: application/json\r\n', ''],
}

const taken = [
  'application/json; odata.metadata=minimal',
  'application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8',
  'application/json ; charset=utf-8',
  'application/json; charset="utf-8"',
  'application/json; charset="UTF\\-8"',
  'application/json; charset=utf8',
  "application/json; charset='utf-8'",
  'Application/JSON; Charset=UTF-8; version="1;2, \\"3\\""',
  'application/json;',
  'application/json; charset=utf-8;',
]

const refusedFor: readonly (readonly [type: string, reason: RegExp])[] = [
  ['application/json; charset=latin1', /charset/],
  ['application/json; charset=utf-16', /charset/],
  ['application/json; charset=', /content type/],
  ['application/json; charset=utf-8; charset=iso-8859-1', /charset/],
  ['application/json charset=utf-8', /content type/],
  ['application/json, application/json', /content type/],
  ['application/problem+json', /content type/],
  ['application/vnd.api+json', /content type/],
  ['text/plain; charset=application/json', /content type/],
  ['text/plain; a="application/json"', /content type/],
]

/** What was sent, whatever HTTP and the parser in front say of it. */
export function framingContract(framework: Framework): void {
  for (const parser of [undefined, ...framework.parsers]) {
    describe(`what was sent, ${parser === undefined ? 'without a parser' : `after ${parser}`}`, () => {
      const app = appFor(framework, { parser, options: { passkeys: true } })
      const post = (path: string, headers: string, body: string | Buffer, version = '1.1') => {
        const head = `POST /auth${path} HTTP/${version}\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`
        return rawRequest(app().server, Buffer.concat([Buffer.from(head), Buffer.from(body)]))
      }
      const sized = (body: string | Buffer): string =>
        `Content-Length: ${String(Buffer.byteLength(body))}\r\n`

      for (const [how, [headers, body]] of Object.entries(empty)) {
        it(`is an empty object where the body is empty: ${how}`, async () => {
          assert.equal((await post('/session/passkey/options', headers, body)).status, 200)
        })
      }

      it('is the same in one piece, in chunks, in HTTP/1.0 and after 100 Continue', async () => {
        const type = 'Content-Type: application/json\r\n'
        for (const answer of [
          await post('/session', type + sized(nobody), nobody),
          await post('/session', `${type}Transfer-Encoding: chunked\r\n`, chunked(nobody)),
          await post('/session', type + sized(nobody), nobody, '1.0'),
          await post('/session', `${type}Expect: 100-continue\r\n${sized(nobody)}`, nobody),
        ]) {
          says(answer, 401, /invalid_credentials/)
        }
        assert.equal((await post('/session/passkey/options', '', '', '1.0')).status, 200)
      })

      if (parser !== undefined) return

      it('may have any parameters beside its type', async () => {
        for (const type of taken) {
          const answer = await post('/session', `Content-Type: ${type}\r\n${sized(nobody)}`, nobody)
          says(answer, 401, /invalid_credentials/, type)
        }
      })

      it('is refused by what is wrong with it: the type, the charset or the encoding', async () => {
        for (const [type, reason] of [...refusedFor, ['', /content type/] as const]) {
          const header = type === '' ? '' : `Content-Type: ${type}\r\n`
          says(await post('/session', header + sized(nobody), nobody), 415, reason, type)
        }
        for (const [encoding, body] of [
          ['gzip', gzipSync(nobody)],
          ['br', brotliCompressSync(nobody)],
          ['deflate', deflateSync(nobody)],
          ['identity, gzip', gzipSync(nobody)],
          ['zstd', nobody],
        ] as const) {
          const headers = `Content-Type: application/json\r\nContent-Encoding: ${encoding}\r\n`
          says(await post('/session', headers + sized(body), body), 415, /content encoding/, encoding)
        }
        const plain = 'Content-Type: application/json\r\nContent-Encoding: Identity\r\n'
        says(await post('/session', plain + sized(nobody), nobody), 401, /invalid_credentials/)
      })
    })
  }
}

function says({ status, text }: RawAnswer, expected: number, reason: RegExp, what = ''): void {
  const [, detail = ''] = /"detail":"([^"]*)"/.exec(text) ?? []
  const [, code = ''] = /"code":"([^"]*)"/.exec(text) ?? []
  assert.deepEqual([status, reason.test(`${detail} ${code}`)], [expected, true], `${what}: ${text}`)
}
