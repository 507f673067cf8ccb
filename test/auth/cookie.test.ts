import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { readCookie, renderClearedCookie, renderCookie, sessionCookie } from '../../src/auth/cookie.js'
import { secret } from '../../src/crypto/secret.js'

const read = (...cookie: string[]) =>
  readCookie({ method: 'GET', ip: () => undefined, headers: { cookie } }, 'keyward')

describe('readCookie', () => {
  it('finds a cookie among others', () => {
    assert.equal(read('a=b; keyward=c; d=e'), 'c')
    assert.equal(read('a=b', ' keyward = c '), 'c')
    assert.equal(read('keyward=a=b'), 'a=b')
    assert.equal(read('keyward='), '')
  })

  it('takes the first of two, and no look-alike', () => {
    assert.equal(read('keyward=a; keyward=b'), 'a')
    for (const line of ['xkeyward=a', 'keyward2=a', 'Keyward=a', 'keyward', '=keyward', 'x="; keyward2=a"']) {
      assert.equal(read(line), undefined)
    }
    assert.equal(read(), undefined)
  })

  it('reads any header, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (line) => {
        const found = read(line)
        return found === undefined || line.includes('keyward')
      }),
      { numRuns: 2000 },
    )
    const start = performance.now()
    read('a=b;'.repeat(4000), ' ;='.repeat(4000), 'keyward'.repeat(2000))
    assert.ok(performance.now() - start < 50)
  })
})

describe('renderCookie', () => {
  it('pins the cookie to this host over https', () => {
    const options = { cookieName: 'keyward', insecure: false }
    const line = renderCookie(sessionCookie(options), secret('abc'), options)
    assert.equal(line, '__Host-keyward=abc; Path=/; HttpOnly; SameSite=Lax; Secure')
    const cleared = renderClearedCookie(sessionCookie(options), options)
    assert.equal(cleared, '__Host-keyward=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure')
  })

  it('goes without Secure on this machine', () => {
    const options = { cookieName: 'acme', insecure: true }
    const line = renderCookie(sessionCookie(options), secret('abc'), options)
    assert.equal(line, 'acme=abc; Path=/; HttpOnly; SameSite=Lax')
  })
})
