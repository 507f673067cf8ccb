import assert from 'node:assert/strict'
import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { describe, it } from 'mocha'
import { decrypt, encrypt } from '../../src/crypto/aead.js'
import { keyIdOf } from '../../src/crypto/derive.js'
import { digester } from '../../src/crypto/digest.js'
import type { KeyProvider } from '../../src/crypto/keyring.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import { rowMacs } from '../../src/crypto/row-mac.js'
import type { SealedText } from '../../src/crypto/seal.js'
import { SealError, sealer } from '../../src/crypto/seal.js'

const configured = 'a configured secret of thirty-two bytes'
const place = { table: 'totp', id: 'row 1', column: 'secret', userId: 'ada' }
const plain = Buffer.from('20 bytes of a secret')

/** What is stored must be read by later versions too: each answer is computed here again from the standards alone. */
describe('what is stored of secrets', () => {
  it('has a key for each purpose (HKDF-SHA-256)', () => {
    const mac = createHmac('sha256', hkdf('keyward digest')).update('a text').digest('hex')
    assert.equal(digester([configured]).digest('a text').digest, mac)
    assert.equal(keyIdOf(configured), hkdf('keyward key id').toString('hex').slice(0, 8))
  })

  it('is proved in each row by a key of its own, over the table and the values', () => {
    const { macOf } = rowMacs<{ id: string; limit: number }>([configured], 'a_table', ({ id, limit }) => [
      id,
      limit,
    ])
    const text = '["a_table","1",7]'
    const mac = createHmac('sha256', hkdf('keyward row mac')).update(text).digest('hex')
    assert.deepEqual(macOf({ id: '1', limit: 7 }), { mac, keyId: keyIdOf(configured) })
  })

  it('has labels that no digest can equal', () => {
    const label = createHmac('sha256', hkdf('keyward digest')).update('label:a text').digest('hex')
    assert.equal(digester([configured]).label('a text'), label)
  })

  it('is sealed by a data key of its own, bound to its place, and that by the key for sealing, bound to its id', async () => {
    const { text, keyId } = await sealer(localKeyProvider([configured])).seal(plain, place)
    const [version, wrapped = '', ciphertext = '', ...more] = text.split('.')
    assert.deepEqual([version, more, keyId], ['1', [], keyIdOf(configured)])
    const dataKey = opened(hkdf('keyward seal'), wrapped, `keyward data key ${keyId}`)
    assert.equal(dataKey.length, 32)
    const associated = '["keyward","1","totp","row 1","secret","ada"]'
    assert.deepEqual(opened(dataKey, ciphertext, associated), plain)
  })

  it('is read in its one version and form only', async () => {
    const { seal, open } = sealer(localKeyProvider([configured]))
    const { text, keyId } = await seal(plain, place)
    for (const other of [`2${text.slice(1)}`, `${text}.`, `${text}.more`, text.slice(2)]) {
      await assert.rejects(open({ text: other as SealedText, keyId }, place), SealError)
    }
  })

  it('leaves no data key behind', async () => {
    const seen: Buffer[] = []
    const local = localKeyProvider([configured])
    const watched: KeyProvider = {
      wrap: (dataKey) => local.wrap(noted(dataKey)),
      unwrap: async (wrapped) => noted(await local.unwrap(wrapped)),
    }
    const { seal, open, rewrap } = sealer(watched)
    const sealed = await seal(plain, place)
    await open(sealed, place)
    await rewrap(sealed)
    await assert.rejects(open(sealed, { ...place, id: 'other' }), SealError)
    assert.equal(seen.length, 5)
    for (const dataKey of seen) assert.deepEqual(dataKey, Buffer.alloc(32))

    function noted(dataKey: Buffer): Buffer {
      seen.push(dataKey)
      return dataKey
    }
  })

  it('is opened by no other key and at no other place', () => {
    const key = Buffer.alloc(32, 1)
    const sealed = encrypt(key, plain, 'a')
    assert.equal(decrypt(Buffer.alloc(32, 2), sealed, 'a'), null)
    assert.equal(decrypt(key, sealed, 'b'), null)
    assert.deepEqual(decrypt(key, sealed, 'a'), plain)
  })

  it('is no less than a nonce and a tag, however it was cut', () => {
    const key = Buffer.alloc(32, 1)
    const whole = encrypt(key, Buffer.alloc(0), 'a')
    assert.deepEqual(decrypt(key, whole, 'a'), Buffer.alloc(0))
    for (let length = 0; length < whole.length; length++) {
      assert.equal(decrypt(key, whole.subarray(0, length), 'a'), null)
    }
  })
})

function hkdf(info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', configured, '', info, 32))
}

/** AES-256-GCM (NIST SP 800-38D): 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
function opened(key: Buffer, base64url: string, associated: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(associated)).setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
}
