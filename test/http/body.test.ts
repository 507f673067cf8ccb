import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import { parseForm, readBody } from '../../src/http/body.js'

const json = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
const form = { ...json, 'content-type': 'application/x-www-form-urlencoded' }

function read(
  chunks: readonly (string | Buffer)[],
  headers: object = json,
  parsed?: unknown,
): Promise<unknown> {
  const message = Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), { headers })
  return readBody({ message: message as unknown as IncomingMessage, parsed }, { form: true })
}
const refusal = (code: string) => (error: unknown) => error instanceof KeywardError && error.code === code

describe('readBody', () => {
  it('reads JSON that comes in pieces, even in the middle of a character', async () => {
    const bytes = Buffer.from('{"a":"é"}')
    assert.deepEqual(await read([bytes.subarray(0, 7), bytes.subarray(7)]), { a: 'é' })
  })

  it('counts an empty body as an empty object', async () => {
    for (const chunks of [[], [''], [' \n']]) assert.deepEqual(await read(chunks), {})
    assert.deepEqual(await read([], { 'content-length': '0', 'content-type': 'text/plain' }), {})
    assert.deepEqual(await read([], {}), {})
  })

  it('stops at 64 KiB, said or not', async () => {
    const full = `"${'x'.repeat(65_534)}"`
    assert.equal(await read([full]), JSON.parse(full))
    await assert.rejects(read([full, ' ']), refusal('payload_too_large'))
    await assert.rejects(read(Array<string>(200).fill('x'.repeat(1000))), refusal('payload_too_large'))
    const said = { 'content-type': 'application/json', 'content-length': '65537' }
    await assert.rejects(read(['x'], said), refusal('payload_too_large'))
  })

  it('refuses what is no UTF-8, no JSON, compressed or of another type', async () => {
    await assert.rejects(read([Buffer.from([0x22, 0xff, 0x22])]), refusal('malformed_json'))
    await assert.rejects(read(['{']), refusal('malformed_json'))
    const gzipped = { ...json, 'content-encoding': 'gzip' }
    await assert.rejects(read([gzipSync('{}')], gzipped), refusal('unsupported_media_type'))
    await assert.rejects(
      read(['a=b'], { ...json, 'content-type': 'text/plain' }),
      refusal('unsupported_media_type'),
    )
    await assert.rejects(read(['{}'], { 'transfer-encoding': 'chunked' }), refusal('unsupported_media_type'))
  })

  it('does not wait for a client that went away', async () => {
    const message = Object.assign(new Readable({ read: () => undefined }), { headers: json })
    const body = readBody(
      { message: message as unknown as IncomingMessage, parsed: undefined },
      { form: false },
    )
    message.destroy()
    await assert.rejects(body, refusal('invalid_request'))
  })

  it('takes what the host’s parser made of it', async () => {
    assert.deepEqual(await read([], json, { a: 1 }), { a: 1 })
    assert.deepEqual(await read([], json, '{"a":1}'), { a: 1 })
    assert.deepEqual(await read([], json, Buffer.from('{"a":1}')), { a: 1 })
    assert.deepEqual(await read([], form, { token: 'x' }), { token: 'x' })
    await assert.rejects(read([], json, '{'), refusal('malformed_json'))
  })

  it('answers a value or a refusal to any bytes', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(json, form),
      async (bytes, headers) => {
        await read([Buffer.from(bytes)], headers).catch((error: unknown) => {
          assert.ok(error instanceof KeywardError && error.status === 400)
        })
      },
    )
    await fc.assert(property, { numRuns: 1000 })
  })
})

describe('parseForm', () => {
  it('reads each parameter, and makes an array of one that is sent twice', () => {
    assert.deepEqual(parseForm('a=1&b=%C3%A9+x&c'), { a: '1', b: 'é x', c: '' })
    assert.ok(Array.isArray(parseForm('a=1&a=2').a))
  })

  it('makes own properties only', () => {
    const parsed = parseForm('__proto__=x&constructor=y')
    assert.deepEqual(Object.keys(parsed), ['__proto__', 'constructor'])
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype)
  })

  it('is quick with thousands of parameters', () => {
    const start = performance.now()
    parseForm(Array.from({ length: 16_000 }, (_, i) => i.toString(36)).join('&'))
    parseForm('a&'.repeat(32_000))
    assert.ok(performance.now() - start < 500)
  })
})
