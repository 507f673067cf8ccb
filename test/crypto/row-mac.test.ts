import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { genuineRows } from '../../src/credentials/genuine.js'
import { deriveKey } from '../../src/crypto/derive.js'
import { hmacSha256 } from '../../src/crypto/digest.js'
import { rowMacs } from '../../src/crypto/row-mac.js'
import type { RefusalRecord } from '../../src/refusals.js'
import { aSecurityKey, anSshKey } from '../contract/store/rows.js'

const [first, second] = ['first secret', 'second secret']
const row = { id: '1', a: 'x', b: 7 }
const macsOf = (secrets: readonly string[], table = 'a_table') =>
  rowMacs<typeof row>(secrets, table, ({ id, a, b }) => [id, a, b])

describe('rowMacs', () => {
  it('fits what it was made of, and nothing else', () => {
    const { macOf, fits } = macsOf([first])
    const mac = macOf(row)
    assert.equal(fits({ ...row, ...mac }), true)
    for (const other of [{ a: 'y' }, { b: 8 }, { id: '2' }, { mac: '' }, { mac: mac.mac.toUpperCase() }]) {
      assert.equal(fits({ ...row, ...mac, ...other }), false)
    }
    for (const { mac: made } of [
      macsOf([first], 'other_table').macOf(row),
      macsOf([second]).macOf(row),
      // A digest of the same text, as credentials have.
      { mac: hmacSha256(deriveKey(first, 'digest'))(JSON.stringify(['a_table', '1', 'x', 7])) },
    ]) {
      assert.equal(fits({ ...row, ...mac, mac: made }), false)
    }
    // As many characters, more bytes.
    assert.equal(fits({ ...row, ...mac, mac: 'é'.repeat(64) }), false)
  })

  it('tells values apart that look alike side by side', () => {
    const { macOf } = rowMacs<readonly string[]>([first], 'a_table', (values) => values)
    const texts = [['a', 'b'], ['ab', ''], ['a","b'], ['a,b'], ['a', 'b', '']].map((one) => macOf(one).mac)
    assert.equal(new Set(texts).size, texts.length)
  })

  it('makes under the first secret, takes all, and says which rows stand under an older one', () => {
    const old = { ...row, ...macsOf([first]).macOf(row) }
    const both = macsOf([second, first])
    assert.equal(both.fits(old), true)
    const renewed = both.renewed(old)
    assert.deepEqual(renewed, macsOf([second]).macOf(row))
    assert.ok(renewed)
    assert.equal(both.renewed({ ...row, ...renewed }), null)
    assert.equal(macsOf([second]).fits(old), false)
  })

  it('authenticators of rows cannot be made without a secret', () =>
    assert.throws(() => macsOf([]), { name: 'TypeError', message: 'at least one secret is needed' }))
})

describe('genuineRows', () => {
  const told: RefusalRecord[] = []
  const genuine = genuineRows(
    { secrets: [first] },
    { record: (_request, _actor, refused) => Promise.resolve(void told.push(refused)) },
  )

  it('knows a user’s id by any spelling of a UUID: databases answer lower case', () => {
    const userId = '0190ABCD-0000-7000-8000-00000000000A'
    const key = anSshKey(userId)
    const stored = { ...key, userId: userId.toLowerCase(), ...genuine.sshKeys.macOf(key) }
    assert.equal(genuine.sshKeys.fits(stored), true)
    const other = { ...anSshKey('Ada') }
    const moved = { ...other, userId: 'ada', ...genuine.sshKeys.macOf(other) }
    assert.equal(genuine.sshKeys.fits(moved), false)
    const device = aSecurityKey(userId)
    const kept = { ...device, userId: userId.toLowerCase(), ...genuine.securityKeys.macOf(device) }
    assert.equal(genuine.securityKeys.fits(kept), true)
  })

  it('tells of each altered row once, and of no more than a thousand', () => {
    const warned: unknown[] = []
    const { emitWarning } = process
    try {
      process.emitWarning = (...args: unknown[]) => void warned.push(args)
      for (let i = 0; i < 2200; i++) {
        const key = anSshKey('ada', { id: `id ${String(i >> 1)}` })
        assert.equal(genuine.sshKeys.isGenuine(key, { kind: 'ssh_key', id: key.id, name: null }), false)
      }
    } finally {
      process.emitWarning = emitWarning
    }
    assert.equal(told.length, 1000)
    assert.equal(warned.length, 1000)
    assert.equal(new Set(told.map(({ subject }) => subject?.id)).size, 1000)
  })
})
