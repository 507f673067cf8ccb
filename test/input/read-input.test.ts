import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { z } from 'zod'
import { KeywardError } from '../../src/errors.js'
import { readInput } from '../../src/input/read-input.js'

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

  it('answers with the fields that fit the schema', () => {
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

  it('does not repeat a name that the caller made up, wherever it stands', () => {
    const any = z.strictObject({ given: z.record(z.string(), z.string()) })
    for (const name of ['<b>', 'a b', 'x'.repeat(31), '\u001b[31m', 'a.b'])
      assert.deepEqual(errorsOf(any, { given: { [name]: 1 } }), [['given.?', 'wrong_type']])
    assert.deepEqual(errorsOf(any, { given: { plain: 1 } }), [['given.plain', 'wrong_type']])
  })

  it('lists at most 50 fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field${i}`, i]))
    assert.equal(errorsOf(schema, { name: 'a', ...many }).length, 50)
  })
})
