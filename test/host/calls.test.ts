import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { KeywardError } from '../../src/index.js'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'
import { calls, invoke, newScene, pathsOf, usingKeys } from './calls.js'

/** What code without types may hand over by mistake. */
const junk: readonly unknown[] = [
  ...[undefined, null, 5, NaN, 1n, true, '', 'x', 'a\0b', '\ud800', {}, [], [null], ['x'], [{}]],
  ...[{ name: 5 }, { limit: '5' }, { reason: [] }, { group: 'web', everyone: true, from: ['nowhere'] }],
  ...[{ kind: 'planet' }, { apiKeys: 'none' }, new Date(0), Symbol.iterator, () => 1, Buffer.from('x')],
]

describe('the API for the app’s own code', () => {
  const app = appFor(expressFramework, { options: { importedApiKeys: true } })

  it('is listed here whole', () => {
    assert.deepEqual([...Object.keys(calls), ...usingKeys].toSorted(), pathsOf(app().keyward).toSorted())
  })

  for (const [path, { args, event }] of Object.entries(calls)) {
    it(`${path} does what it is asked, and the audit says that the host did`, async () => {
      const { keyward, events } = app()
      const scene = await newScene(keyward)
      const given = args(scene)
      const seen = events.length
      await invoke(keyward, path, given)
      const left = events.slice(seen)
      assert.deepEqual([...new Set(left.map(({ type }) => type))], event === null ? [] : [event])
      for (const { actor } of left) assert.deepEqual(actor, { kind: 'host', id: 'host', name: null })
    })

    it(`${path} refuses what is of the wrong type, as the routes do: nothing is a TypeError`, async () => {
      const { keyward } = app()
      const scene = await newScene(keyward)
      const right = args(scene)
      for (let i = 0; i < Math.max(right.length, 1); i++) {
        for (const wrong of junk) {
          const outcome = await invoke(keyward, path, [
            ...right.slice(0, i),
            wrong,
            ...right.slice(i + 1),
          ]).catch((error: unknown) => error)
          if (!(outcome instanceof Error)) continue
          assert.ok(
            outcome instanceof KeywardError,
            `${String(wrong)} at ${String(i)}: ${String(outcome.stack)}`,
          )
          assert.ok(outcome.status >= 400 && outcome.status < 500, `${outcome.code} of ${String(wrong)}`)
        }
      }
    })
  }
})
