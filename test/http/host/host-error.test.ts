import assert from 'node:assert/strict'
import { createContext, runInContext } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import type { IncomingMessage } from 'node:http'
import { describe, it } from 'mocha'
import { replyTo } from '../../../src/http/host/host-error.js'

const made = (message: string, more: object): Error => Object.assign(new Error(message), more)
const requestWith = (headers: object, parsed?: unknown) => ({
  message: { headers } as IncomingMessage,
  parsed,
})

function zlibError(): unknown {
  try {
    return gunzipSync('not gzip')
  } catch (error) {
    return error
  }
}

describe('replyTo', () => {
  it('knows what body parsers refuse by status and type', () => {
    for (const [type, status, code] of [
      ['entity.parse.failed', 400, 'invalid_request'],
      ['entity.verify.failed', 403, 'forbidden'],
      ['request.aborted', 400, 'invalid_request'],
      ['request.size.invalid', 400, 'invalid_request'],
      ['querystring.parse.rangeError', 400, 'invalid_request'],
      ['entity.too.large', 413, 'payload_too_large'],
      ['parameters.too.many', 413, 'payload_too_large'],
      ['charset.unsupported', 415, 'unsupported_media_type'],
      ['encoding.unsupported', 415, 'unsupported_media_type'],
    ] as const) {
      const reply = replyTo(made('my words', { type, status, expose: true, body: 'my words' }))
      assert.deepEqual([reply?.status, (reply?.body as { code?: string }).code], [status, code])
      assert.ok(!JSON.stringify(reply).includes('my words'))
    }
  })

  it('knows them where the parser is another copy, or lives in another realm', () => {
    const parse = `try { JSON.parse('{') } catch (e) { Object.assign(e, { status: 400, body: '{' }) }`
    const foreign: unknown = runInContext(parse, createContext())
    assert.ok(!(foreign instanceof Error))
    assert.equal((replyTo(foreign)?.body as { code?: string }).code, 'malformed_json')
  })

  it('takes an error of zlib for the parser’s only while a compressed body is unread', () => {
    const gzip = { 'content-encoding': 'gzip' }
    assert.equal(replyTo(zlibError(), requestWith(gzip))?.status, 400)
    for (const request of [undefined, requestWith({}), requestWith(gzip, { a: 1 })]) {
      assert.equal(replyTo(zlibError(), request), null)
    }
  })

  it('blames the charset where a parser took another one for UTF-8', () => {
    const misread = made('my words', { status: 400, body: 'my words' })
    for (const [type, status] of [
      ['application/json; charset=utf-16', 415],
      ['application/vnd.api+json; charset="UTF-16LE"', 415],
      ['application/json; charset=utf-8', 400],
      ['application/vnd.api+json', 400],
      ['application/json charset=utf-16', 400],
    ] as const) {
      assert.equal(replyTo(misread, requestWith({ 'content-type': type }))?.status, status, type)
    }
  })

  it('leaves the host its own errors', () => {
    for (const more of [
      { status: 413, expose: true },
      { status: 415, expose: true },
      { status: 400 },
      { status: 400, expose: true },
      { status: 400, type: 'StripeInvalidRequestError' },
      { status: 422, type: 'entity.parse.failed' },
      { status: 500, type: 'stream.not.readable' },
      { status: 403, type: 'toString' },
      { statusCode: 403 },
    ]) {
      assert.equal(replyTo(made('the host’s', more)), null, JSON.stringify(more))
    }
  })
})
