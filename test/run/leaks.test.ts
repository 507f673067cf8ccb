import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { mint } from '../../src/crypto/secret.js'
import { leaksIn } from './leaks.js'

describe('leaksIn', () => {
  const key = mint('kw', 'api_key').reveal()

  it('finds a secret by its form, and does not repeat it', () => {
    assert.deepEqual(leaksIn(`first\n  key: ${key} was made\n`, []), ['line 2: key: [secret] was made'])
  })

  it('finds a secret that runs into other text', () => {
    assert.deepEqual(leaksIn(`?token%3D${key}x`, []), ['line 1: ?token%3D[secret]x'])
    assert.deepEqual(leaksIn(`my${mint('acme', 'session').reveal()}`, []), ['line 1: my[secret]'])
  })

  it('passes by a look-alike with a wrong checksum', () => {
    assert.deepEqual(leaksIn(`kwk_${'0'.repeat(36)}`, []), [])
  })

  it('finds what the tests noted as secret', () => {
    assert.deepEqual(leaksIn('password=open sesame', ['', 'open sesame']), ['line 1: password=[secret]'])
  })
})
