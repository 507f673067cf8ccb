import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { NoticeRow } from '../../../src/store/notice.js'
import { addUser, aNotice, hour } from './rows.js'

/** A time before that of all other rows, so that what the tests of others left is not due. */
const early = 1_000_000

/** What every store does with notices that wait to be told. */
export function noticesContract(at: () => Store): void {
  const added = async (more: Partial<NoticeRow> = {}): Promise<NoticeRow> => {
    const { id } = await addUser(at())
    const row = aNotice(id, { nextAt: early, ...more })
    assert.equal(await at().commit([at().notices.insert(row)]), true)
    return row
  }
  const due = async (by: number, limit = 100): Promise<readonly NoticeRow[]> => at().notices.due(by, limit)
  const claim = (row: NoticeRow, until = early + hour): Promise<boolean> =>
    at().commit([at().notices.claim(row, until)])
  const gone = async (...rows: readonly NoticeRow[]): Promise<void> => {
    await at().commit(rows.map(({ id }) => at().notices.done(id)))
  }

  describe('notices', () => {
    it('are read as they were written, the longest due first, and no more than asked for', async () => {
      const plain = { facts: '{"a":"ü"}', keyId: null }
      const [second, first] = [
        await added({ nextAt: early - 1 }),
        await added({ nextAt: early - 2, ...plain }),
      ]
      const later = await added({ nextAt: early + 1 })
      assert.deepEqual(await due(early), [first, second])
      assert.deepEqual(await due(early, 1), [first])
      assert.deepEqual(await due(early - 3), [])
      await gone(first, second, later)
    })

    it('are claimed once, with the try counted, and are due again when the claim has ended', async () => {
      const row = await added()
      const results = await Promise.all([claim(row), claim(row), claim(row)])
      assert.deepEqual(results.filter(Boolean), [true])
      assert.deepEqual(await due(early + hour - 1), [])
      const again = { ...row, tries: 1, version: 1, nextAt: early + hour }
      assert.deepEqual(await due(early + hour), [again])
      assert.equal(await claim(row), false)
      assert.equal(await claim(again, early + 2 * hour), true)
      await gone(row)
    })

    it('are put off, and given up, only by who claimed them last', async () => {
      const row = await added()
      await claim(row)
      const [first, second] = [
        { ...row, version: 1 },
        { ...row, version: 2 },
      ]
      await claim(first)
      assert.equal(await at().commit([at().notices.putOff(first, early)]), true)
      assert.deepEqual(await due(early), [])
      assert.equal(await at().commit([at().notices.putOff(second, early)]), true)
      assert.deepEqual(await due(early), [{ ...row, tries: 2, version: 2 }])
      assert.equal(await at().commit([at().notices.giveUp(first)]), false)
      assert.equal(await at().commit([at().notices.giveUp(second)]), true)
      assert.deepEqual(await due(early), [])
    })

    it('wait until they were told, and are counted as long', async () => {
      const before = await at().notices.waiting()
      const row = await added()
      await claim(row)
      assert.equal(await at().notices.waiting(), before + 1)
      await gone(row)
      assert.equal(await at().notices.waiting(), before)
      await gone(row)
    })

    it('are what their write says it leaves', () => {
      assert.equal(at().notices.insert(aNotice('1')).notifies, true)
      assert.equal(at().notices.done('1').notifies, undefined)
    })

    it('go with their user', async () => {
      const row = await added()
      assert.equal(await at().commit([at().accounts.remove(row.userId)]), true)
      assert.deepEqual(await due(early), [])
    })
  })
}
