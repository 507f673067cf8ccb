import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, it } from 'mocha'
import { mpint, PacketError, packetReader, string } from '../../src/ssh/packet.js'
import { publicBlobOf, publicHalf, publicKeyOf } from '../../src/ssh/public-half.js'

describe('publicHalf', () => {
  it('takes RSA of 2048 to 8192 bits', () => {
    const rsa = (bits: number): Buffer => {
      const modulus = randomBytes(bits / 8)
      modulus.writeUInt8(modulus.readUInt8() | 0x80)
      modulus.writeUInt8(modulus.readUInt8(modulus.length - 1) | 1, modulus.length - 1)
      return Buffer.concat([string('ssh-rsa'), mpint(Buffer.from([1, 0, 1])), mpint(modulus)])
    }
    for (const bits of [2048, 3072, 8192]) assert.equal(publicHalf(rsa(bits))?.type, 'ssh-rsa')
    for (const bits of [1024, 2040, 8200, 16_384]) assert.equal(publicHalf(rsa(bits)), null)
  })

  it('finds no public half in a key of another type', () => {
    for (const type of ['ssh-dss', 'sk-ssh-ed25519@openssh.com', 'ssh-ed25519-cert-v01@openssh.com', '']) {
      assert.equal(publicHalf(Buffer.concat([string(type), string('x')])), null)
    }
  })
})

describe('a public key in wire format', () => {
  const keys = [
    generateKeyPairSync('ed25519'),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ...['P-256', 'P-384', 'P-521'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
  ].map(({ publicKey }) => publicKey)

  it('stands for the same key again', () => {
    for (const key of keys) {
      const blob = publicBlobOf(key) ?? assert.fail()
      assert.ok(publicKeyOf(blob).equals(createPublicKey(key.export({ type: 'spki', format: 'pem' }))))
    }
  })

  it('is refused when it is cut, prolonged or off its curve', () => {
    for (const key of keys) {
      const blob = publicBlobOf(key) ?? assert.fail()
      for (const bad of [blob.subarray(0, -1), Buffer.concat([blob, Buffer.from([0])])]) {
        assert.throws(() => publicKeyOf(bad))
      }
    }
    const point = string(Buffer.from([4]), randomBytes(64))
    const off = Buffer.concat([string('ecdsa-sha2-nistp256'), string('nistp256'), point])
    assert.throws(() => publicKeyOf(off))
  })
})

describe('SSH’s data types', () => {
  it('are read as they were written', () => {
    const reader = packetReader(Buffer.concat([string('a', Buffer.from('b')), Buffer.from([1, 0, 0, 0, 7])]))
    assert.deepEqual([reader.text(), reader.flag(), reader.uint32()], ['ab', true, 7])
    reader.end()
    assert.throws(() => reader.byte(), PacketError)
  })

  it('have one form for a number (RFC 4251, section 5)', () => {
    const cases = { '': '00000000', '00': '00000000', '0080': '000000020080', '7f': '000000017f' }
    for (const [magnitude, expected] of Object.entries(cases)) {
      assert.equal(mpint(Buffer.from(magnitude, 'hex')).toString('hex'), expected)
    }
  })

  it('are not read past their end', () => {
    for (const bytes of ['', '000000', '00000001', 'ffffffff00', '0000000561']) {
      const reader = packetReader(Buffer.from(bytes, 'hex'))
      assert.throws(() => reader.string(), PacketError)
    }
    assert.throws(() => packetReader(Buffer.from([1])).end(), PacketError)
  })
})
