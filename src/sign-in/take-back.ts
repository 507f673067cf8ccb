import type { Core } from '../core.js'
import type { Write } from '../store/write.js'
import { mayBeDone } from '../store/write.js'

/** An attempt that was counted, and then could not be judged. */
interface Unjudged {
  /** The names of what it was counted in. */
  readonly keys: readonly string[]
  /** When it stops counting by itself, epoch ms. */
  readonly until: number
  /** The writes that take it back. */
  release(): readonly Write[]
}

/** Takes attempts back that were not judged, at once or when the database answers again. */
export interface TakingBack {
  /** Begins to take an attempt back, and does not wait: the database may be away at this very moment. */
  start(attempt: Unjudged): void
  /** Waits until nothing under these keys is left to take back; rejects when the database is still away. */
  settled(keys: readonly string[]): Promise<void>
  /** Tries once more to take everything back, and stops trying. */
  close(): Promise<void>
}

interface Owed extends Unjudged {
  underWay?: Promise<void> | undefined
  /** How often it was written that it is taken back, and no answer came. */
  unanswered: number
}

const maxOwed = 1000
const againAfterMs = 1000
const maxUnanswered = 2

/** Makes the service. At most 1,000 attempts wait to be taken back, the newest ones, and none for longer than it counts. */
export function takingBack({ options, store }: Pick<Core, 'options' | 'store'>): TakingBack {
  const owed = new Set<Owed>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  return Object.freeze({
    start(attempt) {
      const one: Owed = { ...attempt, unanswered: 0 }
      owed.add(one)
      for (const oldest of owed) {
        if (owed.size <= maxOwed) break
        owed.delete(oldest)
      }
      settle(one).catch(later)
    },
    async settled(keys) {
      if (owed.size === 0) return
      const same = [...owed].filter((one) => one.keys.some((key) => keys.includes(key)))
      for (const one of same) await settle(one)
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await settleAll()
    },
  } satisfies TakingBack)

  /** Takes one back, never twice: that would make room for a guess that is counted by nobody. */
  function settle(one: Owed): Promise<void> {
    if (!owed.has(one)) return Promise.resolve()
    one.underWay ??= carryOut(one).finally(() => (one.underWay = undefined))
    return one.underWay
  }

  async function carryOut(one: Owed): Promise<void> {
    try {
      if (options.now() < one.until) await store.commit(one.release())
    } catch (error) {
      // Whether it was taken back is not known: again and again would make room for as many guesses.
      if (!mayBeDone(error) || ++one.unanswered < maxUnanswered) throw error
    }
    owed.delete(one)
  }

  function later(): void {
    if (isClosed || owed.size === 0) return
    timer ??= setTimeout(() => {
      timer = undefined
      void settleAll().then(later)
    }, againAfterMs).unref()
  }

  /** Takes them back one after the other up to the first that fails, which comes last the next time. */
  async function settleAll(): Promise<void> {
    for (const one of [...owed]) {
      try {
        await settle(one)
      } catch {
        if (owed.delete(one)) owed.add(one)
        return
      }
    }
  }
}
