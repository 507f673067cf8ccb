import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'mocha'
import type { Fate, Waiting } from '../../../src/backlog.js'
import { backlog } from '../../../src/backlog.js'
import type { AuditEvent } from '../../../src/events.js'
import type { Store } from '../../../src/store.js'
import { StoreUnavailableError } from '../../../src/store/write.js'
import { anEvent, nextId } from './rows.js'

/** What every store does with what waits to be written. */
export function backlogContract(at: () => Store): void {
  const idsOf = async (userId: string): Promise<readonly string[]> =>
    (await at().audit.list({ userId }, { limit: 100, before: null })).rows.map(({ id }) => id)
  const bad = (event: AuditEvent): AuditEvent => ({ ...event, outcome: null as never })

  function waitingFor(store: Store, events: readonly AuditEvent[]) {
    const fates = new Map<string, Fate>()
    const waiting = (): readonly Waiting[] =>
      events
        .filter(({ id }) => !['written', 'dropped'].includes(fates.get(id) ?? ''))
        .map((event) => ({
          write: store.audit.append(event),
          settle: (fate) => void fates.set(event.id, fate),
        }))
    const kept = backlog({ store }, () => undefined)
    kept.add(waiting)
    return { kept, fates: () => events.map(({ id }) => fates.get(id)) }
  }

  describe('what waits to be written', () => {
    it('tells a row that it will never take from a database that is away', async () => {
      const error: unknown = await at()
        .commit([at().audit.append(bad(anEvent()))])
        .catch((error: unknown) => error)
      assert.ok(error instanceof StoreUnavailableError)
      assert.equal(error.lasting, true)
    })

    it('loses a bad row alone, and says so without a word of it', async () => {
      const userId = nextId()
      const [first, second, ...others] = Array.from({ length: 5 }, () =>
        anEvent({ userId, userAgent: 'mine' }),
      )
      assert.ok(first && second)
      const { kept, fates } = waitingFor(at(), [first, bad(second), ...others])
      const warned: Promise<readonly Error[]> = once(process, 'warning')
      await kept.close()
      const [warning] = await warned
      assert.match(warning?.message ?? '', /dropped/)
      assert.doesNotMatch(warning?.message ?? '', /mine/)
      assert.deepEqual(fates(), ['written', 'dropped', 'written', 'written', 'written'])
      assert.deepEqual(await idsOf(userId), [first, ...others].map(({ id }) => id).toReversed())
    })

    it('takes a row that is there already for written, and loses none beside it', async () => {
      const userId = nextId()
      const [first, second] = [anEvent({ userId }), anEvent({ userId })]
      await at().commit([at().audit.append(first)])
      const { kept, fates } = waitingFor(at(), [first, second])
      await kept.flush()
      assert.deepEqual(fates(), ['written', 'written'])
      assert.deepEqual(await idsOf(userId), [second.id, first.id])
    })

    it('keeps all that a database could not be asked to take, and writes it once it can', async () => {
      const userId = nextId()
      const events = Array.from({ length: 450 }, () => anEvent({ userId }))
      let [away, commits] = [true, 0]
      const store: Store = {
        ...at(),
        commit(writes) {
          commits++
          return away ? Promise.reject(new StoreUnavailableError()) : at().commit(writes)
        },
      }
      const { kept, fates } = waitingFor(store, events)
      await kept.flush()
      assert.deepEqual(new Set(fates()), new Set(['kept']))
      assert.ok(commits < 20, `${String(commits)} commits were tried`)
      await assert.rejects(kept.close(), StoreUnavailableError)
      away = false
      await kept.close()
      assert.deepEqual(new Set(fates()), new Set(['written']))
    })

    it('goes on past a row that fails for a reason nobody knows', async () => {
      const userId = nextId()
      const events = Array.from({ length: 3 }, () => anEvent({ userId }))
      const writes = new Map(events.map((event) => [at().audit.append(event), event] as const))
      const store: Store = {
        ...at(),
        audit: {
          ...at().audit,
          append: (event) => [...writes].find(([, one]) => one === event)?.[0] ?? none(),
        },
        commit: (given) =>
          given.some((write) => writes.get(write) === events[1])
            ? Promise.reject(new Error('nobody knows'))
            : at().commit(given),
      }
      const { kept, fates } = waitingFor(store, events)
      await kept.flush()
      assert.deepEqual(fates(), ['written', 'kept', 'written'])
      assert.deepEqual(await idsOf(userId), [events[2]?.id, events[0]?.id])
    })

    it('writes nothing twice when many ask for it at once', async () => {
      const userId = nextId()
      const { kept } = waitingFor(
        at(),
        Array.from({ length: 5 }, () => anEvent({ userId })),
      )
      await Promise.all([kept.flush(), kept.flush(), kept.flush()])
      assert.equal((await idsOf(userId)).length, 5)
    })

    it('stores a use whatever address it came from', async () => {
      const { apiKeys } = at()
      const use = apiKeys.used(nextId(), { at: 1, ip: `2001:db8::${'1'.repeat(300)}\0\ud800` })
      assert.equal(await at().commit([use]), true)
    })
  })
}

function none(): never {
  throw new TypeError('only what was prepared is appended')
}
