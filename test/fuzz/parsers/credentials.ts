import assert from 'node:assert/strict'
import { readBearer } from '../../../src/auth/bearer.js'
import { readCookie } from '../../../src/auth/cookie.js'
import { parseName } from '../../../src/credentials/name.js'
import { allScopes, parseScopes } from '../../../src/credentials/scope.js'
import { parseUsername, usernameKey } from '../../../src/credentials/username.js'
import { claimedKind, isWellFormed, kindOf, mint } from '../../../src/crypto/secret.js'
import { plainClient } from '../../support/plain-client.js'
import type { Parser } from '../parser.js'
import { taken } from '../parser.js'

const options = { carriers: { basic: true, apiKeyHeader: true }, productName: 'keyward' }
const someKey = mint('kw', 'api_key').reveal()
const scopeOptions = {
  scopes: { 'jobs:read': 'Read jobs', 'jobs:write': 'Write jobs' },
  introspection: true,
  requireScopes: false,
} as const

/** What credentials are read from, and what is said of them. */
export const credentialParsers: readonly Parser[] = [
  {
    name: 'bearer header',
    seeds: [
      'Bearer abc',
      `bEARER  ${someKey}`,
      `Basic ${Buffer.from('abc:').toString('base64')}`,
      'Bearer \u00a0a',
    ],
    words: ['Bearer ', 'Basic ', 'basic', 'Digest ', ' ', '\t', ':', '=', '\u00a0', '\x7f', 'YTo='],
    most: 1100,
    check(input) {
      const word = taken(() => readBearer(plainClient({ authorization: [input] }), options))
      if (word === undefined || word === null) return
      assert.match(word, /^[!-~]{0,512}$/)
      // What it was read as is read as itself.
      if (word !== '') assert.equal(readBearer(plainClient({ 'x-api-key': [word] }), options), word)
    },
  },
  {
    name: 'secret',
    seeds: [someKey, mint('acme', 'token').reveal(), mint('kw', 'one_time_link').reveal()],
    words: ['kwk_', 'kw', '_', 'k', 't', someKey.slice(-6)],
    most: 200,
    check(input) {
      const kind = kindOf('kw', input)
      if (!isWellFormed(input)) return assert.equal(kind, null)
      assert.match(input, /^.{1,8}[^_]?_[0-9A-Za-z]{36}$/su)
      if (kind !== null) assert.equal(claimedKind('kw', input), kind)
      // Any other character in its place is another checksum.
      const other = input.endsWith('0') ? '1' : '0'
      assert.equal(isWellFormed(input.slice(0, -1) + other), false)
    },
  },
  {
    name: 'cookie header',
    seeds: ['__Host-keyward=abc', 'a=b; __Host-keyward = x=y\t;c', '__Host-keyward=1;__Host-keyward=2'],
    words: ['__Host-keyward', '=', ';', '; ', '\t', ' ', '"', '\u00a0', '__proto__='],
    most: 8192,
    check(input) {
      const value = readCookie(plainClient({ cookie: [input] }), '__Host-keyward')
      if (value === undefined || value === '') return
      assert.match(value, /^[^;\t ](?:[^;]*[^;\t ])?$/)
      assert.equal(readCookie(plainClient({ cookie: [`__Host-keyward=${value}`] }), '__Host-keyward'), value)
    },
  },
  {
    name: 'name of a credential',
    seeds: ['laptop', '  CI of Ada\u2019s ', 'e\u0301', '\ufdfa', 'a\u200db'],
    words: ['\u0130', '\u03a3', '\ufb01', '\u00ad', '\u200b', '\u3164', '\ud800', ' ', '\u2028'],
    most: 1000,
    check(input) {
      const name = taken(() => parseName(input))
      if (name) assert.deepEqual(parseName(name.name), name)
    },
  },
  {
    name: 'user name',
    seeds: ['ada', ' Ada@Example.com\u200b', '\u212a\u0130', '\uff21da', '\u03d4\u0301'],
    words: ['@', '.', '\u0130', '\u03d2', '\u1e9e', '\u0345', '\u00ad', '\u3000', '\ufdfa'],
    most: 1000,
    check(input) {
      const name = taken(() => parseUsername(input))
      if (name !== undefined) assert.equal(name, input)
      const key = usernameKey(input)
      assert.equal(usernameKey(key), key)
    },
  },
  {
    name: 'scopes',
    seeds: ['jobs:read', 'jobs:write jobs:read jobs:read', '*', 'keyward:introspect', '__proto__'],
    words: ['jobs:read', 'jobs:write', ' ', '*', 'keyward:', '__proto__', 'constructor', 'toString'],
    most: 1024,
    check(input) {
      const given = input.split(' ')
      for (const kind of ['user', 'service'] as const) {
        const scopes = taken(() => parseScopes(given, scopeOptions, { kind }))
        if (scopes === undefined || scopes === allScopes) continue
        assert.ok(scopes.every((scope) => given.includes(scope)))
        assert.ok(kind === 'service' || scopes.every((scope) => Object.hasOwn(scopeOptions.scopes, scope)))
        assert.deepEqual(parseScopes(scopes, scopeOptions, { kind }), scopes)
      }
    },
  },
]
