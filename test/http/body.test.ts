import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import { parseForm, readBody } from '../../src/http/body.js'
import { stoppedTime } from '../support/stopped-time.js'

const json = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
const form = { ...json, 'content-type': 'application/x-www-form-urlencoded' }

/** A message whose parser or client has done something to it. */
function streamOf(chunks: readonly (string | Buffer)[], headers: object = json): IncomingMessage {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)))
  return Object.assign(stream, { headers }) as unknown as IncomingMessage
}

function read(
  chunks: readonly (string | Buffer)[],
  headers: object = json,
  parsed?: unknown,
): Promise<unknown> {
  return readBody({ message: streamOf(chunks, headers), parsed }, { form: true })
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

  it('reads a stream that the host has paused', async () => {
    const message = streamOf(['{"a":1}'])
    message.pause()
    assert.deepEqual(await readBody({ message, parsed: undefined }, { form: false }), { a: 1 })
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

  it('waits thirty seconds for a body, however often a slow client sends a byte of it', async () => {
    using time = stoppedTime()
    const message = Object.assign(new Readable({ read: () => undefined }), { headers: json })
    const body = readBody(
      { message: message as unknown as IncomingMessage, parsed: undefined },
      { form: false },
    )
    const refused: unknown[] = []
    body.catch((error: unknown) => refused.push(error))
    for (let second = 1; second <= 29; second++) {
      message.push(' ')
      time.advance(1000)
      await turn()
    }
    assert.equal(refused.length, 0)
    time.advance(1000)
    await turn()
    const [error] = refused
    assert.ok(error instanceof KeywardError && error.code === 'invalid_request')
    // What goes on sending is not listened to.
    assert.equal(error.headers['Connection'], 'close')
  })

  it('takes what the host’s parser made of it', async () => {
    assert.deepEqual(await read([], json, { a: 1 }), { a: 1 })
    assert.deepEqual(await read([], json, '{"a":1}'), { a: 1 })
    assert.deepEqual(await read([], json, Buffer.from('{"a":1}')), { a: 1 })
    assert.deepEqual(await read([], form, { token: 'x' }), { token: 'x' })
    await assert.rejects(read([], json, '{'), refusal('malformed_json'))
  })

  it('reads what was sent where a parser left `{}` for a type that is not its own', async () => {
    for (const left of [{}, Object.create(null), null, '', Buffer.alloc(0), []]) {
      assert.deepEqual(await read(['{"a":1}'], json, left), { a: 1 })
      assert.deepEqual(await read(['token=x'], form, left), { token: 'x' })
      await assert.rejects(
        read(['a'], { ...json, 'content-type': 'text/plain' }, left),
        refusal('unsupported_media_type'),
      )
    }
  })

  it('takes `{}` for what was sent where the parser says that it read it, or has', async () => {
    const unread = streamOf(['{"a":1}'])
    assert.deepEqual(await readBody({ message: unread, parsed: {}, claimed: true }, { form: false }), {})
    const message = streamOf(['{}'])
    for await (const _ of message);
    assert.deepEqual(await readBody({ message, parsed: {} }, { form: false }), {})
  })

  it('refuses what somebody read and kept, and waits for nothing', async () => {
    const message = streamOf(['{"a":1}'])
    for await (const _ of message);
    await assert.rejects(
      readBody({ message, parsed: undefined }, { form: false }),
      refusal('invalid_request'),
    )
    const empty = streamOf([])
    for await (const _ of empty);
    assert.deepEqual(await readBody({ message: empty, parsed: undefined }, { form: false }), {})
    const gone = new Readable({ read: () => undefined }).destroy()
    await new Promise((resolve) => gone.once('close', resolve))
    const left = {
      message: Object.assign(gone, { headers: json }) as unknown as IncomingMessage,
      parsed: undefined,
    }
    await assert.rejects(readBody(left, { form: false }), refusal('invalid_request'))
  })

  it('stops at 64 KiB also what a parser took more of', async () => {
    const long = 'x'.repeat(65_536)
    for (const parsed of [{ a: long }, JSON.stringify(long), Buffer.from(JSON.stringify(long))]) {
      await assert.rejects(read([], json, parsed), refusal('payload_too_large'))
    }
  })

  it('reads text where the host has set an encoding on the stream', async () => {
    const message = streamOf(['{"a":"é"}']).setEncoding('utf8')
    assert.deepEqual(await readBody({ message, parsed: undefined }, { form: false }), { a: 'é' })
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

  it('keeps no more of a parameter the oftener it is sent', () => {
    const parsed = parseForm('a&'.repeat(32_000))
    assert.deepEqual(Object.keys(parsed), ['a'])
    assert.ok(Array.isArray(parsed.a) && parsed.a.length === 1)
  })
})
