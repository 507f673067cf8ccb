import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'mocha'
import {
  beginsAsOpenSsh,
  beginsAsPpk,
  numbersOfOpenSsh,
  numbersOfPpk,
} from '../../../src/ssh/key-file/wire-key.js'
import { mpint, PacketError, string, uint32 } from '../../../src/ssh/packet.js'

const [publicKey, seed] = [randomBytes(32), randomBytes(32)]

interface Given {
  readonly check?: readonly [number, number]
  readonly type?: string
  readonly again?: Buffer
  readonly padding?: readonly number[]
}

/** The private part of an Ed25519 key in OpenSSH's format. */
function openSsh({
  check = [7, 7],
  type = 'ssh-ed25519',
  again = publicKey,
  padding = [1, 2, 3],
}: Given): Buffer {
  return Buffer.concat([
    ...check.map(uint32),
    ...[string(type), string(publicKey), string(Buffer.concat([seed, again])), string('a comment')],
    Buffer.from(padding),
  ])
}

describe('the private part of a key in OpenSSH’s format', () => {
  it('is known by the same number twice', () => {
    for (const bytes of [openSsh({}), openSsh({}).subarray(0, 8)]) assert.ok(beginsAsOpenSsh(bytes))
    for (const bytes of [openSsh({ check: [7, 8] }), openSsh({}).subarray(0, 7), Buffer.alloc(0)])
      assert.ok(!beginsAsOpenSsh(bytes), String(bytes.length))
  })

  it('is read with whatever padding comes to whole blocks', () => {
    for (const padding of [[], [1], [1, 2, 3, 4, 5, 6, 7]])
      assert.deepEqual(numbersOfOpenSsh(openSsh({ padding })), { kind: 'ed25519', seed, publicKey })
    assert.equal(numbersOfOpenSsh(openSsh({ type: 'ssh-dss' })), null)
  })

  it('is refused with another padding, another public half, and another number before it', () => {
    for (const given of [
      ...[{ padding: [0] }, { padding: [2] }, { padding: [1, 1] }, { padding: [1, 2, 4] }],
      ...[{ again: randomBytes(32) }, { again: Buffer.alloc(0) }, { check: [7, 8] as const }],
    ])
      assert.throws(() => numbersOfOpenSsh(openSsh(given)), PacketError, JSON.stringify(given))
    assert.throws(() => numbersOfOpenSsh(openSsh({}).subarray(0, 40)), PacketError)
  })

  it('is refused where it names one curve as its type and another one inside', () => {
    const key = (curve: string): Buffer =>
      Buffer.concat([
        ...[uint32(7), uint32(7), string('ecdsa-sha2-nistp256'), string(curve)],
        ...[string(Buffer.concat([Buffer.from([4]), randomBytes(64)])), mpint(seed), string('')],
      ])
    assert.equal(numbersOfOpenSsh(key('nistp256'))?.kind, 'ecdsa')
    assert.throws(() => numbersOfOpenSsh(key('nistp384')), PacketError)
  })
})

describe('the private part of a key in PuTTY’s format', () => {
  const blob = Buffer.concat([string('ssh-ed25519'), string(publicKey)])

  it('has a seed of which PuTTY leaves out the zeros at its end, and none that is longer', () => {
    const short = numbersOfPpk(string(seed.subarray(0, 30)), blob)
    assert.deepEqual(short, {
      ...{ kind: 'ed25519', publicKey: null },
      seed: Buffer.concat([seed.subarray(0, 30), Buffer.alloc(2)]),
    })
    assert.throws(() => numbersOfPpk(string(seed, Buffer.alloc(1)), blob), PacketError)
  })

  it('is read with a padding of less than a block, and refused with more', () => {
    for (const bytes of [0, 1, 15]) {
      const part = Buffer.concat([string(seed), Buffer.alloc(bytes)])
      assert.deepEqual(numbersOfPpk(part, blob), { kind: 'ed25519', seed, publicKey: null })
      assert.ok(beginsAsPpk(part, blob))
    }
    for (const part of [
      Buffer.concat([string(seed), Buffer.alloc(16)]),
      string(seed).subarray(1),
      Buffer.alloc(0),
    ]) {
      assert.throws(() => numbersOfPpk(part, blob), PacketError)
      assert.ok(!beginsAsPpk(part, blob))
    }
  })
})
