import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { bodyKind, isOfOtherCharset, isPlain } from '../../src/http/media-type.js'
import { KeywardError } from '../../src/index.js'

const form = 'application/x-www-form-urlencoded'
const kindOf = (type: string | undefined, options = { form: true }): string =>
  bodyKind(type === undefined ? {} : { 'content-type': type }, options)

function isRefused(type: string | undefined, message: RegExp, options = { form: true }): void {
  assert.throws(
    () => kindOf(type, options),
    (error) => {
      assert.ok(error instanceof KeywardError)
      assert.deepEqual([error.code, error.status], ['unsupported_media_type', 415], String(type))
      assert.match(error.message, message, String(type))
      return true
    },
  )
}

describe('bodyKind', () => {
  it('knows JSON and forms, whatever the case and the blanks around the type', () => {
    for (const type of [
      'application/json',
      'Application/JSON',
      ' \tapplication/json ',
      'application/json\t;',
    ]) {
      assert.equal(kindOf(type), 'json', type)
    }
    for (const type of [form, form.toUpperCase(), `${form};charset=utf-8`]) {
      assert.equal(kindOf(type), 'form', type)
    }
  })

  it('takes a form only on a route that takes forms, and says which types the route takes', () => {
    isRefused(form, /must be application\/json$/, { form: false })
    isRefused('text/plain', /must be application\/json$/, { form: false })
    isRefused('text/plain', /application\/x-www-form-urlencoded or application\/json$/)
    assert.equal(kindOf('application/json', { form: false }), 'json')
  })

  it('takes UTF-8 in every spelling that clients have for it', () => {
    for (const charset of ['utf-8', 'UTF-8', 'utf8', '"utf-8"', "'utf-8'", '"u\\tf-8"']) {
      assert.equal(kindOf(`application/json; charset=${charset}`), 'json', charset)
    }
  })

  it('refuses a charset that is not UTF-8, also where one that is stands beside it', () => {
    for (const charset of ['latin1', 'utf-16', 'utf-7', '"utf-8 "', "'utf-8", '""', 'utf--8', 'xutf-8']) {
      isRefused(`application/json; charset=${charset}`, /charset must be utf-8/)
    }
    isRefused('application/json; charset=utf-8; charset=latin1', /charset/)
    isRefused('application/json; CHARSET=latin1; charset=utf-8', /charset/)
  })

  it('minds no other parameter, and no empty one', () => {
    for (const rest of ['; version=1', ';;; charset=utf-8;', '; a="x; charset=latin1"', '; a="\\""; b=c']) {
      assert.equal(kindOf(`application/json${rest}`), 'json', rest)
    }
  })

  it('refuses a type that is not well-formed, or not said', () => {
    for (const type of [
      undefined,
      '',
      'json',
      'application/',
      '/json',
      'application /json',
      'application/json, text/plain',
      'application/json charset=utf-8',
      'application/json; charset',
      'application/json; charset=',
      'application/json; charset="utf-8',
      'application/json; charset = utf-8',
      'application/json\u00a0',
      '\u00a0application/json',
    ]) {
      isRefused(type, /content type must be/)
    }
  })

  it('takes no other type for JSON because it ends in it', () => {
    for (const type of ['application/problem+json', 'text/json', 'application/jsonp', 'application/json5']) {
      isRefused(type, /content type must be/)
    }
  })
})

describe('isOfOtherCharset', () => {
  it('holds for a charset that is not UTF-8, whatever the type is', () => {
    assert.equal(isOfOtherCharset({ 'content-type': 'text/csv; charset=utf-16' }), true)
    assert.equal(isOfOtherCharset({ 'content-type': 'text/csv; charset=utf-8' }), false)
  })

  it('does not hold where no charset is said, or the type is not well-formed', () => {
    for (const headers of [{}, { 'content-type': 'text/csv' }, { 'content-type': 'charset=utf-16' }]) {
      assert.equal(isOfOtherCharset(headers), false)
    }
  })
})

describe('isPlain', () => {
  it('holds for no encoding and for identity, however often and in whatever case', () => {
    for (const encoding of ['', 'identity', 'Identity', 'identity, IDENTITY', ' ,\tidentity,']) {
      assert.equal(isPlain({ 'content-encoding': encoding }), true, encoding)
    }
    assert.equal(isPlain({}), true)
  })

  it('does not hold where any of several encodings is another', () => {
    for (const encoding of ['gzip', 'identity, gzip', 'br,identity', 'identityx', 'x-identity']) {
      assert.equal(isPlain({ 'content-encoding': encoding }), false, encoding)
    }
  })
})
