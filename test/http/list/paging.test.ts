import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../../src/errors.js'
import { listOf, page } from '../../../src/http/list/paging.js'
import { readInput } from '../../../src/input/read-input.js'

describe('cursors', () => {
  it('lead back to the last id of a page', () => {
    const { items, nextCursor } = listOf({ rows: [{ id: 'b' }, { id: 'a' }], more: true })
    assert.equal(items.length, 2)
    assert.deepEqual(readInput(page, { cursor: nextCursor }), { limit: 50, cursor: 'a' })
    assert.equal(listOf({ rows: [{ id: 'a' }], more: false }).nextCursor, null)
    assert.equal(listOf({ rows: [], more: false }).nextCursor, null)
  })

  it('are a printable id or a refusal, whatever is sent', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.base64String(),
      fc.stringMatching(/^[\w-]{0,90}$/),
    )
    fc.assert(
      fc.property(text, (cursor) => {
        try {
          const read = readInput(page, { cursor }) as { cursor: string }
          assert.match(read.cursor, /^[!-~]{1,64}$/)
          assert.equal(Buffer.from(read.cursor, 'latin1').toString('base64url'), cursor)
        } catch (error) {
          assert.ok(error instanceof KeywardError && error.status === 422)
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
