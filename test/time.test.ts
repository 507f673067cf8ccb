import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { rfc3339, rfc3339OrNull } from '../src/time.js'

describe('rfc3339', () => {
  it('writes a time in UTC', () => assert.equal(rfc3339(0), '1970-01-01T00:00:00.000Z'))
  it('leaves a time that there is not as it is', () => {
    assert.equal(rfc3339OrNull(0), '1970-01-01T00:00:00.000Z')
    assert.equal(rfc3339OrNull(null), null)
  })
})
