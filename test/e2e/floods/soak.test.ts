import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { describeOnEach } from '../../databases.js'
import { isWhole } from '../../faults/whole.js'
import { startFlooded } from './flooded-app.js'
import type { Look } from './mixed-work.js'
import { work } from './mixed-work.js'

const soak = isWhole ? { seconds: 1800, looks: 60 } : { seconds: 4, looks: 4 }
/** What caches and the compiler go on taking for a while; a leak of 100 bytes a request would be more. */
const mostBytes = 8 * 1024 * 1024
const mostResources = 20
const mebibyte = 1024 * 1024

describeOnEach('half an hour of mixed work', (database) => {
  if (database.name === 'mariadb') return
  describe('on express', () => {
    it('is answered as it should be, and leaves memory and handles level', async function () {
      this.timeout(isWhole ? 3_600_000 : 120_000)
      await using one = await startFlooded('express', database)
      const { requests, looks, wrong } = await work(one, soak)
      const [middle, last] = [
        looks.slice(looks.length / 3, (2 * looks.length) / 3),
        looks.slice((2 * looks.length) / 3),
      ]
      const grown = (of: keyof Look): number => median(last, of) - median(middle, of)
      if (isWhole) {
        const levels = [middle, last].map((part) =>
          [
            median(part, 'heldBytes') / mebibyte,
            median(part, 'residentBytes') / mebibyte,
            median(part, 'resources'),
          ]
            .map((n) => n.toFixed(1))
            .join(' / '),
        )
        console.log(`| ${database.name} | ${String(requests)} | ${levels.join(' | ')} |`)
      }
      assert.deepEqual(wrong.slice(0, 10), [])
      assert.ok(requests > 0)
      assert.ok(grown('heldBytes') < mostBytes, `holds ${String(grown('heldBytes'))} bytes more`)
      assert.ok(grown('resources') < mostResources, `keeps ${String(grown('resources'))} handles more`)
    })
  })
})

function median(looks: readonly Look[], of: keyof Look): number {
  const sorted = looks.map((look) => look[of]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
