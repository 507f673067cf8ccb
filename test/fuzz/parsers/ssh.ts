import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { agentRequest, messagesIn } from '../../../src/ssh/agent/protocol.js'
import { loginRequest } from '../../../src/ssh/agent/login-request.js'
import { derValues } from '../../../src/ssh/der.js'
import { beginsAsDer, numbersOfDer } from '../../../src/ssh/key-file/der-key.js'
import { privateKeyFile } from '../../../src/ssh/key-file/file.js'
import { wholeKey } from '../../../src/ssh/key-file/object.js'
import type { PrivateNumbers } from '../../../src/ssh/key-file/numbers.js'
import {
  beginsAsOpenSsh,
  beginsAsPpk,
  numbersOfOpenSsh,
  numbersOfPpk,
} from '../../../src/ssh/key-file/wire-key.js'
import { PacketError, string } from '../../../src/ssh/packet.js'
import { openSshPrivateKey } from '../../../src/ssh/openssh-private-key.js'
import { parsePublicKey } from '../../../src/ssh/public-key.js'
import { publicBlobOf, publicHalf } from '../../../src/ssh/public-half.js'
import { isSignedBy } from '../../../src/ssh/signature.js'
import { readStrings, writeStrings } from '../../../src/ssh/wire.js'
import { signRequest, testHost } from '../../support/agent-client.js'
import { ppk } from '../../support/private-key-files.js'
import { blobOf, ed25519Point, newKeys } from '../../support/ssh-keys.js'
import type { Parser } from '../parser.js'
import { bytesOf, inputOf, taken } from '../parser.js'

const host = testHost()
const point = ed25519Point()
const ed25519 = generateKeyPairSync('ed25519').privateKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const half = publicHalf(publicBlobOf(createPublicKey(ed25519)) ?? Buffer.alloc(0)) ?? assert.fail('no key')
/** Each of these was once tried as the beginning of the line's end, which took longer by the square of how many there were. */
const manyEnds = `ssh-ed25519 AAAA ${'\\n'.repeat(8000)}.`
const openSshFile = openSshPrivateKey(ed25519.export({ type: 'pkcs8', format: 'der' }), half).toString()
const lines = Object.values(newKeys).map((make) => make())
const publicBlob = blobOf(['ssh-ed25519', point])
const rfc4716 = `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "a \\\nb"\n${publicBlob.toString('base64')}\n---- END SSH2 PUBLIC KEY ----`
const pem = (key: typeof ec, type: 'pkcs8' | 'sec1' | 'pkcs1', lock = {}): string =>
  key.export({ type, format: 'pem', ...lock }).toString()
const locked = { cipher: 'aes-256-cbc', passphrase: 'none at all' }
const pemWords = [
  ...[
    '-----BEGIN ',
    '-----END ',
    'PRIVATE KEY-----',
    'OPENSSH ',
    'RSA ',
    'EC ',
    'ENCRYPTED ',
    '\n',
    '\\n',
    ' ',
  ],
  ...[
    'Proc-Type: 4,ENCRYPTED\n',
    'DEK-Info: AES-256-CBC,',
    'PuTTY-User-Key-File-2: ',
    'Private-Lines: 1',
    '"',
  ],
]
const wireWords = ['\0\0\0\x01', '\0\0\0\x20', '\xff\xff\xff\xff', '\0', 'ssh-ed25519', 'ssh-rsa', 'nistp256']

/** Keys as they are pasted, the bytes inside them, and what clients of an agent send. */
export const sshParsers: readonly Parser[] = [
  {
    name: 'SSH public key',
    seeds: [
      ...lines,
      rfc4716,
      manyEnds,
      `"${String(lines[0])}"`,
      `\`\`\`sh\n# a\n${String(lines[0])}\n\`\`\``,
    ],
    words: [
      'ssh-ed25519 ',
      'AAAA',
      '=',
      '\\n',
      '\n',
      '\u2028',
      '\u00a0',
      '"',
      '```',
      '#',
      '---- ',
      ':',
      'from="*" ',
    ],
    most: 20_000,
    check(input) {
      const key = taken(() => parsePublicKey(input))
      if (!key) return
      assert.match(`${key.type} ${key.blob}`, /^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}$/)
      assert.deepEqual(parsePublicKey(`${key.type} ${key.blob}`), key)
    },
  },
  {
    name: 'private key file',
    seeds: [
      ...[openSshFile, ppk(ec).text, ppk(ec, locked.passphrase).text],
      ...[pem(ec, 'pkcs8'), pem(ec, 'sec1'), pem(ec, 'pkcs8', locked), pem(ec, 'sec1', locked)],
    ],
    words: pemWords,
    most: 18_000,
    check(input) {
      const file = taken(() => privateKeyFile(input))
      if (!file) return
      assert.ok(['openssh', 'der', 'ppk'].includes(file.format) && file.body.length < input.length)
      if (file.lock?.kdf.name === 'pbkdf2') assert.ok(file.lock.kdf.iterations <= 1_000_000)
      if (file.lock?.kdf.name === 'bcrypt') assert.ok(file.lock.kdf.rounds <= 64)
      const begins = { openssh: beginsAsOpenSsh, der: beginsAsDer, ppk: beginsAsPpk }[file.format]
      assert.equal(typeof begins(Buffer.from(file.body), Buffer.from(file.publicBlob ?? [])), 'boolean')
    },
  },
  {
    name: 'private key in DER',
    seeds: [ed25519, ec, rsa]
      .map((key) => inputOf(key.export({ type: 'pkcs8', format: 'der' })))
      .concat(inputOf(ec.export({ type: 'sec1', format: 'der' }))),
    words: [
      '\x30',
      '\x02\x01\x00',
      '\x04',
      '\x82\x01',
      '\x80',
      '\x84\xff\xff\xff\xff',
      '\xa0',
      '\xa1',
      '\x03',
      '\x05\0',
    ],
    most: 8192,
    check(input) {
      const bytes = bytesOf(input)
      assert.equal(typeof beginsAsDer(bytes), 'boolean')
      orRangeError(() => derValues(bytes))
      orRangeError(() => wholeOf(numbersOfDer(bytes)))
    },
  },
  {
    name: 'private key in OpenSSH’s form',
    seeds: [inputOf(privateKeyFile(openSshFile).body)],
    words: wireWords,
    most: 8192,
    check(input) {
      const bytes = bytesOf(input)
      assert.equal(typeof beginsAsOpenSsh(bytes), 'boolean')
      orRangeError(() => wholeOf(numbersOfOpenSsh(bytes)))
    },
  },
  {
    name: 'private key in PuTTY’s form',
    seeds: [
      inputOf(string(Buffer.alloc(32, 7))),
      inputOf(Buffer.concat([string(Buffer.alloc(31, 7)), Buffer.alloc(9)])),
    ],
    words: wireWords,
    most: 8192,
    check(input) {
      const bytes = bytesOf(input)
      if (beginsAsPpk(bytes, publicBlob)) assert.equal(numbersOfPpk(bytes, publicBlob)?.kind, 'ed25519')
      // The bytes stand for the public half as well.
      assert.equal(typeof beginsAsPpk(string(point), bytes), 'boolean')
    },
  },
  {
    name: 'public key on the wire',
    seeds: lines.map((line) => inputOf(Buffer.from(line.split(' ')[1] ?? '', 'base64'))),
    words: wireWords,
    most: 8192,
    check(input) {
      const bytes = bytesOf(input)
      const strings = readStrings(bytes)
      if (strings) assert.deepEqual(writeStrings(strings), bytes)
      const half = orRangeError(() => publicHalf(bytes))
      if (half) assert.equal(parsePublicKey(half.line).blob, bytes.toString('base64'))
    },
  },
  {
    name: 'message to an agent',
    seeds: [
      ...['\x0b', inputOf(signRequest(publicBlob, Buffer.from('data'), 2)), inputOf(host.bind())],
      inputOf(
        Buffer.concat([string(Buffer.alloc(32)), Buffer.from([50]), string('ada'), string('ssh-connection')]),
      ),
    ],
    words: [...wireWords, '\x0d', '\x1b', 'session-bind@openssh.com', 'publickey', 'ssh-connection'],
    most: 8192,
    async check(input) {
      const bytes = bytesOf(input)
      const request = agentRequest(bytes)
      assert.match(request.kind, /^(list|sign|bind|other)$/)
      if (request.kind === 'sign') loginRequest(request.data)
      loginRequest(bytes)
      assert.equal(isSignedBy(publicBlob, Buffer.alloc(0), bytes), false)
      // However it comes in pieces, it is taken apart into the same messages.
      assert.deepEqual(await messagesOf([bytes]), await messagesOf([bytes.subarray(0, 3), bytes.subarray(3)]))
    },
  },
]

function wholeOf(numbers: PrivateNumbers | null): void {
  // RSA is left to its own test: each trial takes milliseconds of arithmetic on numbers of that size.
  const whole = numbers && numbers.kind !== 'rsa' ? wholeKey(numbers) : null
  if (whole) assert.ok(publicHalf(whole.publicBlob))
}

/** What a reader of bytes answers; `null` where it says that they are laid out wrongly, or that no key has such numbers. */
function orRangeError<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    const isOwn = error instanceof RangeError || error instanceof PacketError
    if (isOwn || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

async function messagesOf(chunks: readonly Buffer[]): Promise<readonly string[] | 'too long'> {
  const messages: string[] = []
  try {
    for await (const message of messagesIn(oneByOne(chunks))) messages.push(inputOf(message))
    return messages
  } catch (error) {
    if (error instanceof PacketError) return 'too long'
    throw error
  }
}

async function* oneByOne(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}
