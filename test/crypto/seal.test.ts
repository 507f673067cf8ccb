import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { keyIdOf } from '../../src/crypto/derive.js'
import type { KeyProvider } from '../../src/crypto/keyring.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import type { Place, Sealed, SealedText } from '../../src/crypto/seal.js'
import { SealError, sealer } from '../../src/crypto/seal.js'

const [older, newer] = ['an older secret of thirty-two bytes', 'a newer secret of thirty-two bytes!']
const place: Place = { table: 'totp', id: 'row 1', column: 'secret', userId: 'ada' }
const plain = Buffer.from('20 bytes of a secret')

describe('sealer', () => {
  const { seal, open } = sealer(localKeyProvider([older]))

  it('opens at its place what it sealed there', async () => {
    const sealed = await seal(plain, place)
    assert.equal(sealed.keyId, keyIdOf(older))
    assert.deepEqual(await open(sealed, place), plain)
  })

  it('shows nothing of the value, and never seals the same way twice', async () => {
    const [one, other] = [await seal(plain, place), await seal(plain, place)]
    assert.notEqual(one.text, other.text)
    const bytes = one.text.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    assert.ok(!bytes.join().includes(plain.toString('latin1')))
  })

  for (const part of ['table', 'id', 'column', 'userId'] as const) {
    it(`refuses a ciphertext copied to another ${part}`, async () => {
      const sealed = await seal(plain, place)
      await assert.rejects(open(sealed, { ...place, [part]: 'other' }), SealError)
    })
  }

  it('keeps the parts of a place apart', async () => {
    const sealed = await seal(plain, { ...place, id: 'a', column: 'bc' })
    await assert.rejects(open(sealed, { ...place, id: 'ab', column: 'c' }), SealError)
  })

  it('refuses every change of a single character', async () => {
    const { text, keyId } = await seal(plain, place)
    for (let i = 0; i < text.length; i++) {
      const changed = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1)
      // The last character of base64url may hold bits that stand for nothing.
      if (sameBytes(text, changed)) continue
      await assert.rejects(open({ text: changed as SealedText, keyId }, place), SealError, String(i))
    }
  })

  it('refuses what is no sealed text', async () => {
    for (const text of ['', '1', '1.', '1..', '2.a.b', '1.a.b.c', 'x'.repeat(10_000)]) {
      await assert.rejects(open({ text: text as SealedText, keyId: keyIdOf(older) }, place), SealError)
    }
  })
})

describe('the key ring', () => {
  it('cannot be made without a secret', () => {
    assert.throws(() => localKeyProvider([]), { name: 'TypeError', message: 'at least one secret is needed' })
  })

  it('wraps under the first secret and unwraps under all', async () => {
    const sealed = await sealer(localKeyProvider([older])).seal(plain, place)
    const rotated = sealer(localKeyProvider([newer, older]))
    assert.deepEqual(await rotated.open(sealed, place), plain)
    assert.equal((await rotated.seal(plain, place)).keyId, keyIdOf(newer))
  })

  it('moves a value to a newer secret, so that the older one can go', async () => {
    const sealed = await sealer(localKeyProvider([older])).seal(plain, place)
    const moved = await sealer(localKeyProvider([newer, older])).rewrap(sealed)
    assert.equal(moved.keyId, keyIdOf(newer))
    const without = sealer(localKeyProvider([newer]))
    assert.deepEqual(await without.open(moved, place), plain)
    assert.equal(await without.rewrap(moved), moved)
  })

  it('opens nothing without the secret it was wrapped under, whatever key id is claimed', async () => {
    const sealed = await sealer(localKeyProvider([older])).seal(plain, place)
    const other = sealer(localKeyProvider([newer]))
    await assert.rejects(other.open(sealed, place), SealError)
    await assert.rejects(other.open({ ...sealed, keyId: keyIdOf(newer) }, place), SealError)
  })
})

describe('a key provider of the host’s', () => {
  it('is given data keys only, and asked for each', async () => {
    const asked: string[] = []
    const local = localKeyProvider([older])
    const kms: KeyProvider = {
      async wrap(dataKey) {
        asked.push(`wrap ${String(dataKey.length)}`)
        return { keyId: 'arn:kms:key/1', wrapped: (await local.wrap(dataKey)).wrapped }
      },
      async unwrap({ keyId, wrapped }) {
        asked.push(`unwrap ${keyId}`)
        return local.unwrap({ keyId: keyIdOf(older), wrapped })
      },
    }
    const { seal, open } = sealer(kms)
    const sealed: Sealed = await seal(plain, place)
    assert.deepEqual(await open(sealed, place), plain)
    assert.deepEqual(asked, ['wrap 32', 'unwrap arn:kms:key/1'])
  })

  it('that fails is told as such, with its error as the cause', async () => {
    const cause = new Error('no route to the service')
    const down: KeyProvider = { wrap: () => Promise.reject(cause), unwrap: () => Promise.reject(cause) }
    await assert.rejects(sealer(down).seal(plain, place), (error) => {
      return error instanceof SealError && error.cause === cause
    })
  })
})

function sameBytes(one: string, other: string): boolean {
  const bytes = (text: string): string =>
    text
      .split('.')
      .map((part, i) => (i === 0 ? part : Buffer.from(part, 'base64url').toString('hex')))
      .join('.')
  return bytes(one) === bytes(other)
}
