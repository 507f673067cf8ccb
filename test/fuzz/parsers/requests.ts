import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { readAddress } from '../../../src/address.js'
import { canonicalRange, isCidr, isIn, plainRange } from '../../../src/cidr.js'
import { deviceIn } from '../../../src/device-name.js'
import { parseForm, readBody } from '../../../src/http/body.js'
import { bodyKind, isPlain } from '../../../src/http/media-type.js'
import { ifMatch, ifNoneMatch } from '../../../src/http/precondition.js'
import { languageRanges } from '../../../src/pages/messages/accept-language.js'
import { formFields, readForm } from '../../../src/pages/visit/form.js'
import { safePath } from '../../../src/pages/visit/safe-path.js'
import { readInput } from '../../../src/input/read-input.js'
import { plainClient } from '../../support/plain-client.js'
import type { Parser } from '../parser.js'
import { bytesOf, checkPlain, taken, takenLater } from '../parser.js'

const site = 'https://app.example.com'
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
]

/** What comes with any request: bodies, headers, addresses, paths to go on to. */
export const requestParsers: readonly Parser[] = [
  {
    name: 'body of a request',
    seeds: [
      'application/json\n\n{"a":"b"}',
      'application/json; charset=utf-8\nidentity\n{"__proto__":{"a":1},"b":[1]}',
      'application/x-www-form-urlencoded\n\na=1&a=2&__proto__=x',
      'text/plain\ngzip\n\x1f\x8b',
      '\n\n',
    ],
    words: [
      'application/json',
      'charset=',
      'utf-8',
      '"',
      '{',
      '}',
      '[',
      '\\u0000',
      '\xef\xbb\xbf',
      '__proto__',
      '%00',
    ],
    most: 4096,
    async check(input) {
      const [type = '', encoding = '', ...rest] = input.split('\n')
      const headers = {
        'transfer-encoding': 'chunked',
        ...(type !== '' && { 'content-type': type }),
        ...(encoding !== '' && { 'content-encoding': encoding }),
      }
      const bytes = bytesOf(rest.join('\n'))
      const stream = Readable.from([bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)])
      const message = Object.assign(stream, { headers }) as unknown as IncomingMessage
      checkPlain(await takenLater(() => readBody({ message, parsed: undefined }, { form: true })))
    },
  },
  {
    name: 'content type and encoding',
    seeds: [
      'application/json; charset="utf-8"',
      "application/json;odata.metadata=minimal;;charset='UTF8'",
      'application/x-www-form-urlencoded',
      'text/html; a="\\"',
    ],
    words: ['application/json', ';', 'charset=', '"', '\\', 'utf-8', '\t', ' ', '/', ','],
    most: 8192,
    check(input) {
      const kind = taken(() => bodyKind({ 'content-type': input }, { form: true }))
      if (kind !== undefined) assert.match(kind, /^(json|form)$/)
      if (isPlain({ 'content-encoding': input })) assert.match(input, /^(identity|[\t ,])*$/i)
    },
  },
  {
    name: 'form',
    seeds: [
      'a=1&b=%C3%A9+x&c',
      'a=1&a=2',
      'a.b[c]=1&a.b[c]=2',
      '__proto__=x&constructor=y&a.b[c]=d',
      '%&%zz&=&=%F0%28',
    ],
    words: ['&', '=', '%', '+', '__proto__', '.', '[', ']', '%00', '\ud800'],
    most: 8192,
    check(input) {
      const fields = parseForm(input)
      checkPlain(fields)
      const given = taken(() => readInput(formFields, fields))
      if (!given) return
      const form = readForm(given)
      for (const name of form.names()) assert.equal(typeof form.text(name), 'string')
      // Written down and read again it is the same.
      assert.deepEqual(parseForm(new URLSearchParams(given).toString()), given)
    },
  },
  {
    name: 'address',
    seeds: ['203.0.113.7:51234', '[2001:DB8::1%eth0]:443', '::ffff:192.0.2.1', '::FFFF:c000:201', '1.2.3.4'],
    words: [':', '::', '[', ']', '%', '.', 'ffff', '0', ':65535', '256'],
    most: 1024,
    check(input) {
      const address = readAddress(input)
      if (address === null) return
      assert.match(address, /^[0-9a-f.:]{2,39}$/)
      assert.equal(readAddress(address), address)
      assert.equal(isIn([address], input), true)
    },
  },
  {
    name: 'CIDR',
    seeds: ['10.0.0.0/8', '2001:db8::/32', '::ffff:10.0.0.0/104', '192.0.2.1', '::/0', '1:2:3:4:5:6:7::'],
    words: ['/', '0', '128', '::', 'ffff', ':', '.', '%', '10'],
    most: 200,
    check(input) {
      const range = canonicalRange(input)
      if (range === null) return assert.equal(isCidr(input), false)
      assert.match(range, /^[0-9a-f.:]+(\/\d{1,3})?$/)
      assert.equal(canonicalRange(range), range)
      assert.equal(isCidr(range), true)
      assert.equal(plainRange(range), range)
      assert.equal(isIn([range], range.split('/')[0] ?? ''), true)
    },
  },
  {
    name: 'Accept-Language',
    seeds: ['en-GB,en;q=0.9,de;q=0.8', '*;q=0', 'de;q=NaN, fr; q=Infinity', ';;;,,,q='],
    words: [',', ';', 'q=', '0.', '-', '*', 'Infinity', 'e9', ' '],
    most: 8192,
    check(input) {
      const ranges = languageRanges(plainClient({ 'accept-language': [input] }))
      assert.ok(ranges.length <= 257 && ranges.join('').length <= 256)
    },
  },
  {
    name: 'User-Agent',
    seeds: agents,
    words: [
      'Chrome/',
      'Version/',
      'Safari/',
      'Android ',
      'iPhone',
      ' OS ',
      '18_',
      'Windows',
      'Firefox/',
      '; K)',
    ],
    most: 4096,
    check(input) {
      const device = deviceIn(input)
      if (device) assert.match(device.name, /^[\w ,]{1,48}$/)
    },
  },
  {
    name: 'path to go on to',
    seeds: [
      '/account?tab=keys#top',
      '/\\evil.example',
      '//evil.example',
      '/.//evil.example',
      '/a/%2e%2e//b',
      '//.\nevilmp\u00cb\u0097',
    ],
    words: ['/', '\\', '..', '.', '\t', '\n', '%2e', '?', '#', '@', 'evil.example', ':', '\u3002', '\ud800'],
    most: 4096,
    check(input) {
      const path = safePath(input)
      if (path === null) return
      assert.equal(safePath(path), path)
      assert.match(path, /^\/(?![/\\])[!-~]*$/)
      assert.equal(new URL(path, site).origin, site)
    },
  },
  {
    name: 'If-Match and If-None-Match',
    seeds: ['"12"', 'W/"3", *', ' * ', '"000"'],
    words: ['"', 'W/', ',', '*', ' ', '9'],
    most: 8192,
    check(input) {
      const version = taken(() => ifMatch([input]))
      if (version !== undefined && version !== null) assert.ok(Number.isSafeInteger(version))
      assert.equal(typeof ifNoneMatch([input], '"1"'), 'boolean')
    },
  },
]
