import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { compare } from 'bcryptjs'
import { linesIn } from '../../../src/cli/line-reader.js'
import { passwordHashes } from '../../../src/credentials/password-hashes.js'
import { passwords } from '../../../src/credentials/password.js'
import { readImportedUser } from '../../../src/import/imported-user.js'
import {
  bcrypt,
  betterAuthScrypt,
  djangoPbkdf2,
  nodeScrypt,
  passlibPbkdf2,
  phcScrypt,
} from '../../../src/legacy-passwords/index.js'
import { legacyHashes } from '../../support/legacy-passwords.js'
import { newKeys } from '../../support/ssh-keys.js'
import type { Parser } from '../parser.js'
import { bytesOf, checkPlain, inputOf, taken } from '../parser.js'

const verifiers = [
  bcrypt(compare, { cost: 4 }),
  djangoPbkdf2({ iterations: 1000 }),
  passlibPbkdf2({ rounds: 1000 }),
  phcScrypt({ ln: 10 }),
  betterAuthScrypt(),
  nodeScrypt(),
]
const hashes = passwordHashes(passwords(), { verifiers, rehash: true })
const digest = hash('sha256', randomBytes(16))
const person = {
  username: 'ada',
  displayName: 'Ada',
  totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DP', confirmedAt: 1_700_000_000_000 },
  sshKeys: [{ name: 'laptop', publicKey: newKeys['ssh-ed25519']() }],
  apiKeys: [{ name: 'backup', sha256: digest, scopes: ['jobs:read'], expiresAt: null }],
}

/** What apps bring along. */
export const importParsers: readonly Parser[] = [
  {
    name: 'line of an import',
    seeds: [JSON.stringify(person), '{"userId":7,"admin":true}', ' ', '{"__proto__":{"admin":true}}', '\xff'],
    words: [
      '"totp":null',
      '"sha256":',
      digest,
      '"apiKeys":[',
      '{',
      '}',
      '1e999',
      '\\u0000',
      '__proto__',
      ',',
      '\xc3',
    ],
    most: 262_200,
    check(input) {
      for (const line of [input, bytesOf(input)]) {
        const read = taken(() => readImportedUser(line))
        if (!read) continue
        checkPlain(read)
        for (const { sha256 } of read.apiKeys ?? []) assert.match(sha256, /^[0-9a-f]{64}$/)
        assert.deepEqual(readImportedUser(JSON.stringify(read)), read)
      }
    },
  },
  {
    name: 'file of an import',
    seeds: ['{"a":1}\n{"b":2}\n', '\n\n', 'a\r\nb', 'x'.repeat(100)],
    words: ['\n', '\r', '\0', 'abcdefgh'],
    most: 4096,
    async check(input) {
      const bytes = bytesOf(input)
      const most = 20
      const lines = await linesOf([bytes], most)
      const middle = bytes.length >> 1
      assert.deepEqual(await linesOf([bytes.subarray(0, middle), bytes.subarray(middle)], most), lines)
      const wanted = inputOf(bytes)
        .split('\n')
        .map((line) => line.slice(0, most + 1))
      assert.deepEqual(lines, wanted.at(-1) === '' ? wanted.slice(0, -1) : wanted)
    },
  },
  {
    name: 'hash of a password',
    seeds: [
      ...Object.values(legacyHashes).map((make) => make('a password')),
      ...verifiers.map(({ dummy }) => dummy ?? ''),
      `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
      `$argon2id$v=19$m=19456,t=2,p=1,keyid=abc$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    ],
    words: [
      '$',
      'm=',
      't=',
      'ln=',
      ',',
      '999999999',
      '0',
      '=',
      '$2b$',
      'pbkdf2_sha1',
      '$scrypt$',
      '$pbkdf2-sha512$',
      ':',
    ],
    most: 4096,
    check(input) {
      assert.equal(typeof hashes.isReadable(input), 'boolean')
      if (!hashes.isReadable(input)) return
      assert.ok(input.length <= 1024)
      // What is run is bounded, whatever a hash asks for.
      const asked = [...input.matchAll(/(?:^pbkdf2_sha\d+\$|^\$pbkdf2(?:-sha\d+)?\$|[mt]=)(\d+)/g)]
      assert.ok(asked.every(([, cost]) => Number(cost) <= 10_000_000))
    },
  },
]

async function linesOf(chunks: readonly Buffer[], most: number): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of linesIn(oneByOne(chunks), most)) lines.push(inputOf(line))
  return lines
}

async function* oneByOne(chunks: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}
