import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../../src/errors.js'
import { numbersOfDer } from '../../../src/ssh/key-file/der-key.js'
import { privateKeyFile } from '../../../src/ssh/key-file/file.js'
import { wholeKey } from '../../../src/ssh/key-file/object.js'
import { privateKeyReader } from '../../../src/ssh/key-file/reader.js'
import { ed25519WithPublicHalf, forgedPrivateKeys } from '../../support/forged-private-keys.js'
import { newPassphrase } from '../../support/private-key-files.js'
import { countThreads } from '../../support/threads.js'

describe('a private key made to cost whoever loads it', () => {
  const reader = privateKeyReader()
  const forged = forgedPrivateKeys(newPassphrase())

  for (const [attack, { text, passphrase, code = 'unsupported_type' }] of Object.entries(forged)) {
    it(`is refused before OpenSSL is given a number of it: ${attack}`, async () => {
      assert.deepEqual(await refusalOf(async () => read(text, passphrase)), ['privateKey', code])
    }).timeout(60_000)
  }

  it('is never read beside another of the same user’s', async () => {
    using threads = countThreads()
    const { text = '' } = forged['DSA under BEGIN RSA'] ?? {}
    const all = await Promise.all(Array.from({ length: 20 }, () => refusalOf(() => read(text), 'busy')))
    assert.deepEqual([threads.begun, threads.most], [1, 1])
    assert.equal(all.filter((refusal) => refusal === 'busy').length, 19)
  }).timeout(60_000)

  function read(text: string, passphrase?: string) {
    return reader.read(privateKeyFile(text), { userId: 'ada', passphrase })
  }
})

describe('the numbers of a private key', () => {
  const keys = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  ]
  const files = [
    ...keys.map((key) =>
      key.export({ type: key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1', format: 'der' }),
    ),
    ...keys.map((key) => key.export({ type: 'pkcs8', format: 'der' })),
    newEd25519(),
  ]

  it('are taken as they were written', () => {
    for (const file of files) assert.ok(wholeKey(numbersOfDer(file) ?? assert.fail()))
  })

  it('are taken in no other way: any byte changed is a refusal, or the same key', () => {
    const change = fc.record({
      file: fc.constantFrom(...files),
      at: fc.nat(1300),
      byte: fc.nat(255),
      // More, less or the same number of bytes.
      cut: fc.nat(3),
      put: fc.uint8Array({ maxLength: 3 }),
    })
    fc.assert(
      fc.property(change, ({ file, at, byte, cut, put }) => {
        const start = at % file.length
        const changed = Buffer.concat([
          file.subarray(0, start),
          Buffer.from([byte, ...put]),
          file.subarray(start + 1 + cut),
        ])
        const read = keyOf(changed)
        if (read === null) return
        const same = keyOf(file)
        assert.ok(same?.publicBlob.equals(read.publicBlob))
      }),
      { numRuns: 3000 },
    )
  }).timeout(120_000)
})

function newEd25519(): Buffer {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return ed25519WithPublicHalf(Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url'))
}

/** `null` when it is refused. */
function keyOf(bytes: Buffer) {
  try {
    const numbers = numbersOfDer(bytes)
    return numbers && wholeKey(numbers)
  } catch (error) {
    assert.ok(error instanceof Error)
    return null
  }
}

async function refusalOf(reading: () => Promise<unknown>, otherwise = '') {
  try {
    await reading()
  } catch (error) {
    assert.ok(error instanceof KeywardError, String(error))
    const [reason] = error.errors ?? []
    if (!reason && error.code === otherwise) return error.code
    return reason ? [reason.field, reason.code] : error.code
  }
  return assert.fail('not refused')
}
