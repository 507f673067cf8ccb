import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { mutator } from './mutation.js'
import { parsers } from './parsers.js'

/** How many inputs each parser is given, beside its seeds. */
const runs = Number(process.env.KEYWARD_FUZZ_RUNS ?? 300)
const ofEverything = Reflect.ownKeys(Object.prototype)

describe('a parser, whatever it is given', () => {
  for (const { name, seeds, words, most, check } of parsers) {
    it(`answers a value in its one spelling, or refuses: ${name}`, async () => {
      for (const seed of seeds) await check(seed)
      const { next } = mutator({ words, most })
      const piece = fc.oneof(fc.constantFrom(...seeds, ...words), fc.string({ unit: 'binary' }), fc.string())
      const joined = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('').slice(0, most))
      const changed = fc
        .tuple(
          fc.constantFrom(...seeds),
          fc.constantFrom(...seeds),
          fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        )
        .map(([from, other, numbers]) => next(from, other, () => Number(numbers.next().value)))
      const property = fc.asyncProperty(fc.oneof(joined, changed), async (input) => check(input))
      await fc.assert(property, { numRuns: runs })
      assert.deepEqual(Reflect.ownKeys(Object.prototype), ofEverything)
    })
  }
})
