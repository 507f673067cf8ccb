import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { z } from 'zod'
import { KeywardError } from '../../src/errors.js'
import { listOf, page, readInput } from '../../src/http/input.js'

function errorsOf(schema: z.ZodType, value: unknown): readonly (readonly [string, string])[] {
  try {
    readInput(schema, value)
  } catch (error) {
    assert.ok(error instanceof KeywardError && error.code === 'invalid_input')
    return (error.errors ?? []).map(({ field, code }) => [field, code])
  }
  return []
}

describe('readInput', () => {
  const schema = z.strictObject({
    name: z.string().min(1).max(5),
    count: z.int().min(0).max(9).optional(),
    kind: z.literal(['a', 'b']).optional(),
    nested: z.strictObject({ flag: z.boolean() }).optional(),
    list: z.array(z.string()).min(1).max(2).optional(),
  })

  it('answers what fits', () => {
    assert.deepEqual(readInput(schema, { name: 'x', count: 0 }), { name: 'x', count: 0 })
  })

  it('names each field once, with a reason', () => {
    assert.deepEqual(errorsOf(schema, {}), [['name', 'required']])
    assert.deepEqual(errorsOf(schema, { name: [] }), [['name', 'wrong_type']])
    assert.deepEqual(errorsOf(schema, { name: '', count: 10, kind: 'c', list: [] }), [
      ['name', 'required'],
      ['count', 'out_of_range'],
      ['kind', 'not_allowed'],
      ['list', 'out_of_range'],
    ])
    assert.deepEqual(errorsOf(schema, { name: 'toolong', nested: { flag: 1, other: 2 }, list: ['a', 1] }), [
      ['name', 'too_long'],
      ['nested.flag', 'wrong_type'],
      ['nested.other', 'unknown_field'],
      ['list.1', 'wrong_type'],
    ])
    for (const value of [null, [], 'text', 1, true])
      assert.deepEqual(errorsOf(schema, value), [['', 'wrong_type']])
  })

  it('lists at most 50 fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field${i}`, i]))
    assert.equal(errorsOf(schema, { name: 'a', ...many }).length, 50)
  })
})

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
