import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import { until } from '../../support/until.js'
import { addUser, anApiKey, now, room } from './rows.js'

/** What every store tells of revocations; `other` is the same database in what could be another process. */
export function revisionContract(at: () => Store, other: () => Promise<Store>): void {
  describe('the revision', () => {
    it('is another one once something was revoked here, before that is answered', async () => {
      const store = at()
      for (let i = 0; i < 20; i++) {
        const before = await known(store)
        await store.commit([store.revision.outdate()])
        assert.notEqual(store.revision.current(), before)
      }
    })

    it('is another one after a commit that failed, since it may have been carried out', async () => {
      const store = at()
      const { id } = await addUser(store)
      const before = await known(store)
      assert.equal(await store.commit([store.apiKeys.remove(id, id)]), false)
      assert.notEqual(store.revision.current(), before)
    })

    it('stays the same while things are only made and used', async () => {
      const store = at()
      const { id } = await addUser(store)
      const key = anApiKey(id)
      await store.commit([store.apiKeys.insert(key, room)])
      const before = await settled(store)
      await store.commit([store.apiKeys.insert(anApiKey(id), room)])
      await store.commit([store.apiKeys.used(key.id, { at: now + 1, ip: '127.0.0.1' })])
      await sleep(600)
      assert.equal(store.revision.current(), before)
    })

    it('is another one once something was revoked elsewhere', async () => {
      const store = at()
      const elsewhere = await other()
      for (let i = 0; i < 2; i++) {
        const before = await settled(store)
        await elsewhere.commit([elsewhere.revision.outdate()])
        await until('another number', () => store.revision.current(), { holds: (seen) => seen !== before })
      }
    })

    it('is another one once it is told so', async () => {
      const store = at()
      const before = await known(store)
      store.revision.changed()
      assert.notEqual(store.revision.current(), before)
    })

    it('is not known once the store is closed', async () => {
      const elsewhere = await other()
      await known(elsewhere)
      await elsewhere.close()
      assert.equal(elsewhere.revision.current(), null)
    })
  })
}

async function known(store: Store): Promise<number> {
  return (await until('a revision', () => store.revision.current())) ?? NaN
}

/** Known, and no longer about to change by what was done before. */
async function settled(store: Store): Promise<number> {
  for (;;) {
    const before = await known(store)
    await sleep(600)
    if ((await known(store)) === before) return before
  }
}
