import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { merkleRoot } from '../../src/audit-trail/merkle.js'

/** The leaves and roots of Certificate Transparency's own tests, as bytes that are texts here: the empty one, and those of one character or more. */
describe('merkleRoot', () => {
  it('is the hash of nothing for no text (RFC 9162, section 2.1.1)', () => {
    assert.equal(merkleRoot([]), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('is the hash of the leaf for one text', () => {
    assert.equal(merkleRoot(['']), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  })

  it('tells every order, every number and every text from every other', () => {
    const lists = [
      [],
      [''],
      ['a'],
      ['b'],
      ['a', 'b'],
      ['b', 'a'],
      ['ab'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'c'],
    ]
    assert.equal(new Set(lists.map((texts) => merkleRoot(texts))).size, lists.length)
  })

  it('is not the root over the hashes of its own nodes: a leaf is never taken for a node', () => {
    const [left, right] = [merkleRoot(['a']), merkleRoot(['b'])]
    assert.notEqual(merkleRoot([Buffer.from(left + right, 'hex').toString('latin1')]), merkleRoot(['a', 'b']))
  })
})
