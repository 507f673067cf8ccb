import type { Place, SealedText, Sealer } from '../crypto/seal.js'
import type { Options } from '../options.js'
import type { Store } from '../store.js'
import type { NoticeRow } from '../store/notice.js'
import { rfc3339 } from '../time.js'
import type { Notice, Notify } from './notice.js'
import { expiringKinds } from './notice.js'

/** Why a notice is told no more: its link has ended, its user is disabled or gone, or it could not be delivered. */
export type GivenUp = 'expired' | 'owner_disabled' | 'not_found' | 'unavailable'

/** Tells a notice; answers `told`, or why nobody is to be told any more. Rejects where it is to be tried again. */
export type Tell = (row: NoticeRow) => Promise<'told' | GivenUp>

interface TellingParts {
  readonly options: Pick<Options, 'now'>
  readonly store: Pick<Store, 'users'>
  readonly sealer: Pick<Sealer, 'open'>
}

const hookLimitMs = 30_000

/** Makes what tells a notice: reads its user anew, opens what is sealed, and calls the host's function. */
export function telling({ options, store, sealer }: TellingParts, notify: Notify): Tell {
  return async (row) => {
    const user = await store.users.byId(row.userId)
    if (!user) return 'not_found'
    if (user.disabled) return 'owner_disabled'
    const facts: unknown = JSON.parse(await textOf(row))
    if (endOf(row.kind, facts) <= options.now()) return 'expired'
    const { id, username, displayName } = user
    const told = {
      id: row.id,
      kind: row.kind,
      at: rfc3339(row.at),
      user: { id, username, displayName },
      facts,
    }
    // The outbox wrote the row, so that its facts are those of its kind.
    await inTime(notify, Object.freeze(told) as Notice)
    return 'told'
  }

  async function textOf(row: NoticeRow): Promise<string> {
    if (row.keyId === null) return row.facts
    // Only the outbox writes the column, together with the id of the key.
    const sealed = { text: row.facts as SealedText, keyId: row.keyId }
    const plain = await sealer.open(sealed, placeOf(row))
    const text = plain.toString()
    plain.fill(0)
    return text
  }
}

/** Where the facts of a notice are sealed: in the row of no other they can be opened. */
export function placeOf({ id, userId }: Pick<NoticeRow, 'id' | 'userId'>): Place {
  return { table: 'notice', id, column: 'facts', userId }
}

/** When there is nothing left to tell: of a link, and of an end that was to come. That a key was made is told even if it has ended. */
function endOf(kind: string, facts: unknown): number {
  if (typeof facts !== 'object' || facts === null || !('expiresAt' in facts)) return Infinity
  const ends = 'url' in facts || expiringKinds.some((one) => one === kind)
  return ends ? Date.parse(String(facts.expiresAt)) : Infinity
}

/** Calls the host's function, and waits 30 s at most for what it answers. */
async function inTime(notify: Notify, notice: Notice): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(hookLimitMs / 1000)} s`))
    }, hookLimitMs).unref()
  })
  // The function is async, so that what the host throws at once becomes a rejection as well.
  const called = (async () => notify(notice))()
  // Whichever loses the race may still reject, which nobody would handle.
  called.catch(() => undefined)
  try {
    await Promise.race([called, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
