import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { TestDatabase } from '../../databases.js'
import { describeOnEach, migrated } from '../../databases.js'
import { needsRedis } from '../../support/redis.js'
import { timeRevocations, troubles } from './revocation.js'
import type { RevocationSetting } from './revocation.js'

const trials = 8
/** Ten times what is promised. */
const longestMs = 10_000

describeOnEach('a key that another process revokes', (database) => {
  it('a revoked credential is refused by every process in time', () =>
    inTime(database, { channel: 'none', trouble: 'none' }))

  it('a key that is bound to other addresses is refused here by every process in time', () =>
    inTime(database, { channel: 'none', trouble: 'none', by: 'narrowing' }))

  if (database.name === 'postgres') {
    for (const trouble of troubles) {
      it(`is refused in time by notification, trouble with it: ${trouble}`, () =>
        inTime(database, { channel: 'notify', trouble }))
    }
  }

  if (database.name === 'mariadb') {
    describe('by Redis', () => {
      needsRedis()
      for (const trouble of troubles) {
        it(`is refused in time, trouble with it: ${trouble}`, () =>
          inTime(database, { channel: 'redis', trouble }))
      }
    })
  }
})

async function inTime(
  database: TestDatabase,
  way: Pick<RevocationSetting, 'channel' | 'trouble' | 'by'>,
): Promise<void> {
  const { dataSource, options, close } = await migrated(database)
  const lags = await timeRevocations({ dataSource, options, ...way }, trials)
  await close()
  assert.equal(lags.length, trials)
  assert.ok(Math.max(...lags) < longestMs, lags.join(', '))
}
