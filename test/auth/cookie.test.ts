import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import {
  deviceCookie,
  pendingCookie,
  readCookie,
  renderClearedCookie,
  renderCookie,
  renderLastingCookie,
  sessionCookie,
  withCookie,
} from '../../src/auth/cookie.js'
import { secret } from '../../src/crypto/secret.js'
import { plainClient } from '../support/plain-client.js'

const read = (...cookie: string[]) => readCookie(plainClient({ cookie }), 'keyward')

describe('readCookie', () => {
  it('finds a cookie among others', () => {
    assert.equal(read('a=b; keyward=c; d=e'), 'c')
    assert.equal(read('a=b', ' keyward = c '), 'c')
    assert.equal(read('keyward=a=b'), 'a=b')
    assert.equal(read('keyward='), '')
    for (const line of [';keyward=c', ';;keyward=c;', '; ;keyward=c']) assert.equal(read(line), 'c', line)
  })

  it('is nobody’s where its name comes twice, be it with one value or on two lines', () => {
    for (const lines of [['keyward=a; keyward=b'], ['keyward=a;keyward=a'], ['keyward=a', 'x=y; keyward=']]) {
      assert.equal(read(...lines), '', lines.join('\n'))
    }
  })

  it('takes no look-alike from a sibling subdomain', () => {
    const strange = [
      '\u00a0',
      '\u0085',
      '\v',
      '\f',
      '\ufeff',
      '\u200b',
      '\u3000',
      '\u2028',
      '\r',
      '\n',
      '\0',
      '%20',
    ]
    for (const one of strange) {
      assert.equal(read(`${one}keyward=evil; keyward=mine`), 'mine')
      assert.equal(read(`keyward=mine; keyward${one}=evil`), 'mine')
      assert.equal(read(`${one}keyward=evil`), undefined)
      assert.equal(read(`keyward=mine${one}`), `mine${one}`)
    }
    assert.equal(read('\t keyward \t=\t a \t'), 'a')
    for (const line of [
      'xkeyward=a',
      'keyward2=a',
      'Keyward=a',
      'keyward',
      'keywardx',
      '=keyward',
      'x="; keyward2=a"',
    ]) {
      assert.equal(read(line), undefined)
    }
    assert.equal(read(), undefined)
  })

  it('reads a header once, however many pairs it has', () => {
    const line = 'a=b; '.repeat(4000) + ' ;='.repeat(4000) + 'keyward'.repeat(2000)
    let reads = 0
    const client = { ...plainClient(), header: () => (reads++, [line]) }
    assert.equal(readCookie(client, 'keyward'), undefined)
    assert.equal(reads, 1)
  })

  it('reads any text as a header without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (line) => {
        const found = read(line)
        return found === undefined || line.includes('keyward')
      }),
      { numRuns: 2000 },
    )
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

  it('lasts for the 400 days that browsers allow where it is no credential', () => {
    const options = { cookieName: 'acme', insecure: true }
    const line = renderLastingCookie(deviceCookie(options), secret('abc'), options)
    assert.equal(line, 'acme-device=abc; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax')
  })

  it('has a name of its own for each use', () => {
    const options = { cookieName: 'acme', insecure: false }
    assert.equal(pendingCookie(options), '__Host-acme-pending')
    assert.equal(deviceCookie(options), '__Host-acme-device')
    assert.equal(pendingCookie({ ...options, insecure: true }), 'acme-pending')
  })
})

describe('withCookie', () => {
  it('is the client with that cookie alone, and its other headers', () => {
    const client = plainClient({ cookie: ['keyward=old; other=1'], authorization: ['Bearer abc'] })
    const next = withCookie(client, 'keyward', secret('new'))
    assert.deepEqual(next.header('cookie'), ['keyward=new'])
    assert.deepEqual(next.header('authorization'), ['Bearer abc'])
    assert.deepEqual(client.header('cookie'), ['keyward=old; other=1'])
  })
})
