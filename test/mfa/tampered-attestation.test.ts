import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'mocha'
import type { Tamper } from '../support/authenticator.js'
import { softwareAuthenticator } from '../support/authenticator.js'
import { coseOf, newKeys, signWith } from '../support/authenticator-data.js'
import type { Cbor } from '../support/cbor.js'
import { encodeCbor } from '../support/cbor.js'
import { androidKeyDescription, certificate, revocationListAt } from '../support/certificate.js'
import { register } from '../support/security-keys.js'
import type { Case } from './tampered-response.js'

type Statement = Map<string, Cbor>

const es256 = newKeys(-7)
const ofAnother = certificate(es256.publicKey, es256)
const one = Buffer.from([1])

const cases: readonly Case[] = [
  statement('a statement where there is to be none', (format) => ({
    format,
    statement: new Map([['alg', -7]]),
  })),
  statement('an unknown format', (_, statement) => ({ format: 'home-made', statement })),
  statement('a format that is a number', (_, statement) => ({ format: 1, statement })),
  statement('a format that is null', (_, statement) => ({ format: null, statement })),
  statement('a format named as a member of every object', (_, statement) => ({
    format: 'constructor',
    statement,
  })),
  statement('a statement that is a list', (format) => ({ format, statement: [] })),
  statement('a statement that is null', (format) => ({ format, statement: null })),
  ...['packed', 'fido-u2f', 'tpm', 'apple', 'android-key', 'android-safetynet', 'compound'].flatMap(
    (format) => [
      statement(`an empty statement as ${format}`, () => ({ format, statement: new Map() })),
      statement(`junk as ${format}`, () => ({ format, statement: junk() })),
      statement(`certificates that are none as ${format}`, () => ({
        format,
        statement: junk().set('x5c', [Buffer.alloc(64, 0x30), Buffer.alloc(0)]),
      })),
    ],
  ),
  object('an attestation object with more behind it', (bytes) => Buffer.concat([bytes, one])),
  object('an attestation object cut off', (bytes) => bytes.subarray(0, -1)),
  object('an attestation object that is a number', () => one),
  object('an attestation object that is a list', () => encodeCbor(['fmt', 'none'])),
  object('an attestation object without members', () => encodeCbor(new Map())),
  object('authenticator data that is a text', () =>
    encodeCbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', 'x'.repeat(200)],
      ]),
    ),
  ),
  object('a map without end', (bytes) =>
    Buffer.concat([Buffer.from([0xbf]), bytes.subarray(1), Buffer.from([0xff])]),
  ),
  object('a list of four thousand million', () => Buffer.from([0x9a, 0xff, 0xff, 0xff, 0xff])),
  object('a byte string of four thousand million', () => Buffer.from([0x5a, 0xff, 0xff, 0xff, 0xff])),
  object('twenty thousand tags in each other', () => Buffer.alloc(20_000, 0xc1)),
  object('twenty thousand lists in each other', () => Buffer.alloc(20_000, 0x81)),
]

const vouchedCases: readonly (readonly [name: string, attestation: 'self' | 'certified', tamper: Tamper])[] =
  [
    ['a changed signature of the key itself', 'self', { signature: flipped }],
    ['a signature of another key', 'self', { signature: (_, signed) => signWith(es256.privateKey, signed) }],
    ['no signature', 'self', changedStatement((statement) => statement.delete('sig'))],
    ['an empty signature', 'self', { signature: () => Buffer.alloc(0) }],
    ['no algorithm', 'self', changedStatement((statement) => statement.delete('alg'))],
    ['an algorithm by name', 'self', changedStatement((statement) => statement.set('alg', 'ES256'))],
    [
      'another algorithm than the key’s own',
      'self',
      {
        parts: () => ({ publicKey: coseOf(-7, es256.publicKey) }),
        signature: (_, signed) => sign('sha384', signed, es256.privateKey),
        ...changedStatement((statement) => statement.set('alg', -35)),
      },
    ],
    ['a changed signature of the maker', 'certified', { signature: flipped }],
    [
      'a signature of the key in place of the maker’s',
      'certified',
      { signature: (_, signed) => signWith(es256.privateKey, signed) },
    ],
    ['an empty list of certificates', 'certified', changedStatement((statement) => statement.set('x5c', []))],
    ['certificates withdrawn', 'certified', changedStatement((statement) => statement.delete('x5c'))],
    [
      'certificates that are false',
      'certified',
      changedStatement((statement) => statement.set('x5c', false)),
    ],
    [
      'certificates that are a text',
      'certified',
      changedStatement((statement) => statement.set('x5c', 'x5c')),
    ],
    [
      'a certificate that is a text',
      'certified',
      changedStatement((statement) => statement.set('x5c', ['x5c'])),
    ],
    [
      'a certificate cut off',
      'certified',
      changedStatement((statement) => statement.set('x5c', [ofAnother.subarray(0, 200)])),
    ],
    [
      'a certificate of another maker',
      'certified',
      changedStatement((statement) => statement.set('x5c', [ofAnother])),
    ],
    [
      'the statement of another format',
      'certified',
      { statement: (_, statement) => ({ format: 'fido-u2f', statement }) },
    ],
  ]

describe('verifyRegistration', () => {
  for (const attestation of ['none', 'self', 'certified'] as const) {
    it(`accepts an attestation that is not tampered with (${attestation})`, async () => {
      const tamper = { statement: (format: string, statement: Statement) => ({ format, statement }) }
      assert.ok(await register(softwareAuthenticator({ attestation }), { tamper }))
    })
  }

  for (const [name, tamper] of cases) {
    it(`refuses ${name}`, async () => assert.equal(await register(softwareAuthenticator(), { tamper }), null))
  }

  for (const [name, attestation, tamper] of vouchedCases) {
    it(`refuses ${name} (${attestation})`, async () => {
      assert.equal(await register(softwareAuthenticator({ attestation }), { tamper }), null)
    })
  }

  it('fetches nothing that a certificate names (server-side request forgery)', async () => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const tamper = androidKey(`http://127.0.0.1:${String(port)}/secret`)
      assert.equal(await register(softwareAuthenticator({ attestation: 'certified' }), { tamper }), null)
    } finally {
      server.close()
    }
    assert.deepEqual(asked, [])
  })
})

function statement(name: string, change: NonNullable<Tamper['statement']>): Case {
  return [name, { statement: change }]
}

function object(name: string, attestationObject: (bytes: Buffer) => Buffer): Case {
  return [name, { attestationObject }]
}

function changedStatement(change: (statement: Statement) => unknown): Tamper {
  return {
    statement(format, statement) {
      change(statement)
      return { format, statement }
    },
  }
}

/** Every member that some format knows, of about the right type. */
function junk(): Statement {
  return new Map<string, Cbor>([
    ['alg', -7],
    ['sig', Buffer.alloc(70, 0x30)],
    ['ver', '2.0'],
    ['x5c', [ofAnother]],
    ['response', Buffer.from('e30.e30.AAAA')],
    ['certInfo', Buffer.alloc(161, 1)],
    ['pubArea', Buffer.alloc(118, 1)],
  ])
}

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
  return changed
}

/** An Android key under a root of the sender's own, right in all but that; its certificate names an address. */
function androidKey(revocationList: string): Tamper {
  const [device, root] = [newKeys(-7), newKeys(-7)]
  let clientDataHash = Buffer.alloc(0)
  return {
    parts: () => ({ publicKey: coseOf(-7, device.publicKey) }),
    signature(_, signed) {
      clientDataHash = Buffer.from(signed.subarray(-32))
      return signWith(device.privateKey, signed)
    },
    statement(_, statement) {
      const extensions = [androidKeyDescription(clientDataHash), revocationListAt(revocationList)]
      const chain = [certificate(device.publicKey, root, extensions), certificate(root.publicKey, root)]
      return { format: 'android-key', statement: statement.set('x5c', chain) }
    },
  }
}
