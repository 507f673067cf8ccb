import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { it } from 'mocha'
import { KeywardError } from '../../../src/errors.js'
import type { PrivateKeyFile } from '../../../src/ssh/key-file/file.js'
import { privateKeyFile } from '../../../src/ssh/key-file/file.js'
import type { Lock } from '../../../src/ssh/key-file/lock.js'
import type { ReadPrivateKey } from '../../../src/ssh/key-file/reader.js'
import { privateKeyReader } from '../../../src/ssh/key-file/reader.js'
import { describeWithOpenSsh } from '../../support/openssh.js'
import type { KeyFile, KeyFileOptions } from '../../support/private-key-files.js'
import { newKeyFile, newPassphrase, noteKey, ppk } from '../../support/private-key-files.js'
import { countThreads } from '../../support/threads.js'

const sizes: readonly Pick<KeyFileOptions, 'type' | 'bits'>[] = [
  { type: 'ed25519' },
  { type: 'ecdsa', bits: 256 },
  { type: 'ecdsa', bits: 384 },
  { type: 'ecdsa', bits: 521 },
  { type: 'rsa', bits: 2048 },
]
const generated: readonly KeyObject[] = [
  generateKeyPairSync('ed25519').privateKey,
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
]

describeWithOpenSsh('tools', 'privateKeyReader', () => {
  const reader = privateKeyReader()
  const passphrase = newPassphrase()
  const read = (text: string, given?: string): Promise<ReadPrivateKey> =>
    reader.read(privateKeyFile(text), { userId: randomUUID(), passphrase: given })

  for (const size of sizes) {
    for (const format of [undefined, 'PEM', 'PKCS8'] as const) {
      if (size.type === 'ed25519' && format !== undefined) continue
      const title = `${size.type} ${String(size.bits ?? '')} of ssh-keygen in ${format ?? 'its own format'}`
      it(`reads ${title}, encrypted or not`, async () => {
        await reads(newKeyFile({ ...size, format }))
        await reads(newKeyFile({ ...size, format, passphrase }), passphrase)
      })
    }
  }

  it('reads every cipher that OpenSSH has for its format without authentication', async () => {
    for (const cipher of ['aes128-ctr', 'aes192-ctr', 'aes256-cbc', '3des-cbc']) {
      await reads(newKeyFile({ type: 'ed25519', passphrase, more: ['-Z', cipher, '-a', '1'] }), passphrase)
    }
  })

  it('reads PKCS#8 and PuTTY’s format 2, encrypted or not', async () => {
    for (const key of generated) {
      for (const file of [ppk(key), pkcs8(key)]) await reads(file)
      await reads(ppk(key, passphrase), passphrase)
      for (const cipher of ['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc']) {
        await reads(pkcs8(key, { cipher, passphrase }), passphrase)
      }
    }
  })

  it('answers PKCS#8 that Node.js loads, whatever the format was', async () => {
    for (const key of generated) {
      const { pkcs8: der } = await read(ppk(key).text)
      const again = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
      assert.ok(again.equals(key))
    }
  })

  it('tells a missing and a wrong passphrase from a key that can’t be read', async () => {
    const [own, putty] = [
      newKeyFile({ type: 'ed25519', passphrase }),
      ppk(generateKeyPairSync('ed25519').privateKey, passphrase),
    ]
    const sec1 = newKeyFile({ type: 'ecdsa', format: 'PEM', passphrase })
    const [key = assert.fail()] = generated
    for (const { text } of [own, putty, sec1, pkcs8(key, { cipher: 'aes-256-cbc', passphrase })]) {
      for (const none of [undefined, '']) await refused(read(text, none), 'passphrase', 'passphrase_required')
      for (const other of ['x', 'x'.repeat(2000)])
        await refused(read(text, other), 'passphrase', 'wrong_passphrase')
    }
  })

  it('does not care for a passphrase where none is needed', async () =>
    reads(newKeyFile({ type: 'ed25519' }), 'x'))

  it('refuses a key whose halves do not belong together', async () => {
    const [one, other] = [newKeyFile({ type: 'ed25519' }), newKeyFile({ type: 'ed25519' })]
    await refused(read(mixed(one, other)), 'privateKey', 'malformed_key')
    const [ec, ecToo] = [ppk(newEc()).text, ppk(newEc()).text]
    const crossed = ec.slice(0, ec.indexOf('Private-Lines')) + ecToo.slice(ecToo.indexOf('Private-Lines'))
    await refused(read(crossed), 'privateKey', 'malformed_key')
  })

  it('refuses keys that SSH has no name for, and RSA that is too short', async () => {
    const [edwards, koblitz] = [
      generateKeyPairSync('ed448').privateKey,
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
    ]
    const short = generateKeyPairSync('rsa', { modulusLength: 2040 }).privateKey
    for (const key of [edwards, koblitz, short])
      await refused(read(pem(key)), 'privateKey', 'unsupported_type')
  })

  it('ends a thread that takes too long, and only then goes on with the next', async () => {
    using threads = countThreads()
    const impatient = privateKeyReader(2000)
    const file = privateKeyFile(newKeyFile({ type: 'ed25519', passphrase }).text)
    const busy = { name: 'KeywardError', code: 'busy', status: 503 }
    const endless = { ...file, lock: endlessLock(file) }
    const users = Array.from({ length: 6 }, () => randomUUID())
    await Promise.all(
      users.map((userId) => assert.rejects(impatient.read(endless, { userId, passphrase }), busy)),
    )
    await threads.ended()
    assert.deepEqual([threads.most, threads.alive], [2, 0])
    assert.ok(await read(newKeyFile({ type: 'ed25519' }).text))
  })

  it('leaves the event loop free while an encrypted key is read', async () => {
    const reading = read(newKeyFile({ type: 'ed25519', passphrase }).text, passphrase)
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    try {
      await reading
    } finally {
      clearInterval(counting)
    }
    // The KDF alone takes a third of a second: on this thread there would be none.
    assert.ok(turns > 5, `only ${String(turns)} turns of the event loop`)
  })

  async function reads({ text, publicKey }: KeyFile, given?: string): Promise<void> {
    const { half, pkcs8: der } = await read(text, given)
    assert.equal(half.line, publicKey)
    assert.equal(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).type, 'private')
  }
})

async function refused(reading: Promise<unknown>, field: string, code: string): Promise<void> {
  await assert.rejects(reading, (error: unknown) => {
    assert.ok(error instanceof KeywardError)
    assert.deepEqual(
      error.errors?.map((reason) => [reason.field, reason.code]),
      [[field, code]],
    )
    assert.equal(error.cause, undefined)
    return true
  })
}

function newEc(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

function pkcs8(key: KeyObject, encryption?: Encryption): KeyFile {
  const { publicKey } = ppk(key)
  return { text: noteKey(pem(key, encryption), publicKey), publicKey }
}

interface Encryption {
  readonly cipher: string
  readonly passphrase: string
}

function pem(key: KeyObject, encryption?: Encryption): string {
  return key.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString()
}

/** The private part of one file in OpenSSH's format behind the public part of the other. */
function mixed(one: KeyFile, other: KeyFile): string {
  const [a, b] = [one, other].map(({ text }) => Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64'))
  // The header with an Ed25519 public key has 98 bytes before the length of the private part.
  const bytes = Buffer.concat([a?.subarray(0, 98) ?? '', b?.subarray(98) ?? ''] as Buffer[])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`
}

/** A lock that a header would not be let through with. */
function endlessLock({ lock }: PrivateKeyFile): Lock {
  if (lock?.kdf.name !== 'bcrypt') return assert.fail('it is not encrypted')
  return { ...lock, kdf: { ...lock.kdf, rounds: 2 ** 31 } }
}
