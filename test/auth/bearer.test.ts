import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { readBearer } from '../../src/auth/bearer.js'
import { KeywardError } from '../../src/errors.js'
import { plainClient } from '../support/plain-client.js'

const off = { carriers: { basic: false, apiKeyHeader: false }, productName: 'keyward' }
const on = { carriers: { basic: true, apiKeyHeader: true }, productName: 'keyward' }

const read = (headers: Record<string, string[]>, options = off) => readBearer(plainClient(headers), options)
const malformed = (error: unknown) =>
  error instanceof KeywardError && error.code === 'invalid_request' && 'WWW-Authenticate' in error.headers

describe('readBearer', () => {
  it('reads the one word that stands after Bearer as the credential', () => {
    assert.equal(read({ authorization: ['Bearer abc'] }), 'abc')
    assert.equal(read({ authorization: ['bEARER   abc'] }), 'abc')
  })

  it('answers null where there is no credential for us', () => {
    for (const value of [
      '',
      'Basic YTpi',
      'Bearerabc',
      'Digest a="b"',
      ' Bearer abc',
      'Bearer:abc',
      'Bearer\tabc',
    ]) {
      assert.equal(read({ authorization: [value] }), null, value)
    }
    assert.equal(read({}), null)
    assert.equal(read({ 'x-api-key': ['abc'] }), null)
  })

  it('throws for two of them, nothing or two words', () => {
    for (const values of [
      ['Bearer a', 'Bearer b'],
      ['Bearer'],
      ['Bearer '],
      ['Bearer a b'],
      ['Bearer a\u00a0b'],
      ['Bearer \u00a0a'],
      ['Bearer a\u00a0'],
      ['Bearer \va'],
      ['Bearer a\x7f'],
    ]) {
      assert.throws(() => read({ authorization: values }), malformed)
    }
    assert.throws(() => read({ authorization: ['Bearer a'], 'x-api-key': ['b'] }, on), malformed)
    assert.throws(() => read({ 'x-api-key': ['a', 'b'] }, on), malformed)
  })

  it('reads what is too long, or not ASCII, as something that is never valid', () => {
    assert.equal(read({ authorization: [`Bearer ${'x'.repeat(512)}`] })?.length, 512)
    assert.equal(read({ authorization: [`Bearer ${'x'.repeat(513)}`] }), '')
    for (const word of ['é', 'ééé', 'aé', '\u{1f511}'])
      assert.equal(read({ authorization: [`Bearer ${word}`] }), '')
  })

  it('reads the other carriers where they are on', () => {
    const basic = (text: string) => ({ authorization: [`Basic ${Buffer.from(text).toString('base64')}`] })
    assert.equal(read({ 'x-api-key': ['abc'] }, on), 'abc')
    assert.equal(read(basic('abc:'), on), 'abc')
    for (const withPassword of ['abc:secret', 'abc::', 'abc: ']) {
      assert.throws(
        () => read(basic(withPassword), on),
        (error) => error instanceof KeywardError && error.status === 401,
      )
    }
    const { authorization } = basic('abc:')
    const others = ['Digest', 'Basics', ''].map((scheme) =>
      authorization.map((one) => one.replace('Basic', scheme)),
    )
    for (const other of others) assert.equal(read({ authorization: other }, on), null)
    assert.throws(() => read({ authorization: ['Basic '] }, on), malformed)
  })

  it('answers a word, null or a refusal to any headers, quickly', () => {
    const text = fc.string({ unit: 'binary', maxLength: 700 })
    const scheme = fc.constantFrom('Bearer ', 'bearer', 'Basic ', 'BASIC', 'Digest ', '')
    const value = fc.oneof(
      text,
      fc.tuple(scheme, text).map((parts) => parts.join('')),
      fc.tuple(scheme, fc.base64String()).map((parts) => parts.join('')),
    )
    const header = fc.array(value, { maxLength: 3 })
    fc.assert(
      fc.property(header, header, fc.constantFrom(on, off), (authorization, apiKey, options) => {
        try {
          const found = readBearer(plainClient({ authorization, 'x-api-key': apiKey }), options)
          assert.ok(found === null || /^[!-~]{0,512}$/.test(found))
        } catch (error) {
          assert.ok(error instanceof KeywardError && (error.status === 400 || error.status === 401))
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
