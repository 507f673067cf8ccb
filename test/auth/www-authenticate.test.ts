import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { challenged } from '../../src/auth/www-authenticate.js'
import type { ErrorCode, ErrorDetail } from '../../src/errors.js'

const challengeOf = (code: ErrorCode, detail: ErrorDetail = {}, productName = 'Acme'): string | undefined =>
  challenged(code, { productName }, detail).headers['WWW-Authenticate']

describe('challenged', () => {
  it('names the error where a credential was sent, and none where there was none (RFC 6750, section 3.1)', () => {
    assert.equal(challengeOf('unauthenticated'), 'Bearer realm="Acme"')
    assert.equal(challengeOf('invalid_token'), 'Bearer realm="Acme", error="invalid_token"')
    assert.equal(challengeOf('invalid_request'), 'Bearer realm="Acme", error="invalid_request"')
  })

  it('names the scopes that are missing', () => {
    assert.equal(
      challengeOf('insufficient_scope', { scopes: ['read', 'write'] }),
      'Bearer realm="Acme", error="insufficient_scope", scope="read write"',
    )
    assert.equal(
      challengeOf('insufficient_scope'),
      'Bearer realm="Acme", error="insufficient_scope", scope=""',
    )
  })

  it('lets no name of a product end the quoted string of its realm', () => {
    assert.equal(challengeOf('unauthenticated', {}, 'A "b"\\, é\r\n[c]~!#'), 'Bearer realm="A b, [c]~!#"')
  })

  it('has no stack, and leaves all other errors theirs', () => {
    const { stackTraceLimit } = Error
    const { stack } = challenged('unauthenticated', { productName: 'Acme' })
    assert.ok(!stack?.includes('\n    at '), stack)
    assert.equal(Error.stackTraceLimit, stackTraceLimit)
    assert.ok(new Error('another').stack?.includes('\n    at '))
  })
})
