import type { Backlog, Waiting } from './backlog.js'
import type { Actor, AuditEvent, Emitter } from './events.js'
import { auditEvent } from './events.js'
import type { Options } from './options.js'
import { atOnce, rowsOf } from './refusal-flood.js'
import { minuteMs } from './time.js'

/** What was refused, and why. */
export interface RefusalRecord extends Pick<AuditEvent, 'type' | 'subject' | 'userId' | 'reason'> {
  /** Present where somebody tried a name: the time that the answer takes must not show whether it is a user's. */
  readonly isGuess?: true
  /** What the caller is told, where the reason says more: that must not show in the time either. */
  readonly answeredAs?: string
}

/** A request that was refused; its method tells whether it could have changed anything. */
export interface RefusedRequest {
  readonly method: string
}

/**
 * Records refusals. The first of a kind, user and address is written at once; those after it are counted into one row a minute.
 * Of guesses at names only the first from an address is written at once, so that nobody learns from the time of a refusal which names exist.
 * A flood leaves few rows, and yet every refusal is counted: for one user, or for nobody known, from one address ten rows a minute are
 * written at once and ten by the flush, the last of which counts all other kinds together. For a request that only reads, nothing is
 * written at once: it is counted from the first on.
 */
export interface Refusals {
  /** Records a refusal, and remembers the request (`null` = none) as recorded. Settles when what is written at once is written; does not reject. */
  record(request: RefusedRequest | null, actor: Actor, refused: RefusalRecord): Promise<void>
  /** Whether a refusal of that request was recorded. */
  isRecorded(request: RefusedRequest): boolean
  /** How many were counted and not written yet. */
  waiting(): number
}

/** How often one kind of refusal happened, for one user and from one address. */
interface Tally {
  actor: Actor
  refused: RefusalRecord
  /** How many there were since the last row was written. */
  count: number
  /** When the last one happened. */
  at: number
  writtenAt: number
}

/** The most tallies of users, and as many again of nobody known, so that a flood by nobody does not crowd users out. Beyond it only kinds are counted. */
const maxTallies = 1000
const done = Promise.resolve()
const nowhere: Actor = Object.freeze({ party: null, ip: null, userAgent: null })

/** What the record of refusals is made of. */
export interface RefusalParts {
  readonly emitter: Emitter
  readonly backlog: Backlog
  /** What the addresses of one client have in common. */
  readonly groupOf: (ip: string | null) => string
  /** Whether a method is one that changes nothing. */
  readonly isSafe: (method: string) => boolean
  /** Is told of each refusal at once, whenever it is written. */
  readonly told: (refused: RefusalRecord) => void
}

/** Makes the record, which counts at most 1,000 kinds of refusal of users and 1,000 of nobody known. */
export function refusals(
  { store, now }: Pick<Options, 'store' | 'now'>,
  { emitter, backlog, groupOf, isSafe, told }: RefusalParts,
): Refusals {
  const requests = new WeakSet()
  const ofUsers = new Map<string, Tally>()
  const ofNobody = new Map<string, Tally>()
  const ofOthers = new Map<string, Tally>()
  const guessedAt = new Map<string, number>()
  const firstOfUsers = atOnce(now, isAgo)
  const firstOfNobody = atOnce(now, isAgo)
  backlog.add(() => {
    for (const tallies of [ofUsers, ofNobody, ofOthers]) forgetOld(tallies)
    for (const first of [firstOfUsers, firstOfNobody]) first.forgetOld()
    for (const [key, at] of guessedAt) if (isAgo(at)) guessedAt.delete(key)
    const bySource = [...ofUsers.values(), ...ofNobody.values()].filter(waits)
    const byKind = [...ofOthers.values()].filter(waits)
    return [...rowsOf(bySource, sourceOf), ...byKind.map((tally) => [tally])].map(take)
  })

  return Object.freeze({
    record(request, actor, refused) {
      if (request) requests.add(request)
      told(refused)
      const tally = tallyOf(actor, refused)
      tally.count++
      tally.at = now()
      const isFirst = refused.isGuess ? isFirstGuess(actor, refused) : isAgo(tally.writtenAt)
      const looks = request !== null && isSafe(request.method)
      if (isFirst && !looks && isAdmitted(tally)) return backlog.now(take([tally]))
      backlog.soon()
      return done
    },
    isRecorded: (request) => requests.has(request),
    waiting: () =>
      [ofUsers, ofNobody, ofOthers].reduce(
        (sum, tallies) => [...tallies.values()].reduce((all, { count }) => all + count, sum),
        0,
      ),
  } satisfies Refusals)

  function tallyOf(actor: Actor, refused: RefusalRecord): Tally {
    const { type, reason, subject, userId } = refused
    const kind = `${type} ${reason ?? ''}`
    const tallies = userId === null ? ofNobody : ofUsers
    const what = `${kind} ${subject?.kind ?? ''} ${subject?.id ?? ''} ${userId ?? ''}`
    const key = `${what} ${callerOf(actor)} ${groupOf(actor.ip)}`
    const known = tallies.get(key)
    if (known) return Object.assign(known, { actor, refused })
    if (tallies.size >= maxTallies) forgetOldest(tallies)
    if (tallies.size < maxTallies) return started(tallies, key, { actor, refused })
    const rest = { actor: nowhere, refused: { type, reason, subject: null, userId: null } }
    return ofOthers.get(kind) ?? started(ofOthers, kind, rest)
  }

  /** Names where refusals come from: one user, or nobody known, and one address. */
  function sourceOf({ actor, refused }: Tally): string {
    return `${refused.userId ?? ''} ${groupOf(actor.ip)}`
  }

  /** Whether one more row may be written at once. A guess counts as nobody's, whether or not the name is a user's. */
  function isAdmitted(tally: Tally): boolean {
    const { actor, refused } = tally
    if (refused.userId === null || refused.isGuess) return firstOfNobody.admits(groupOf(actor.ip))
    return firstOfUsers.admits(sourceOf(tally))
  }

  function isFirstGuess({ ip }: Actor, { type, reason, answeredAs }: RefusalRecord): boolean {
    const key = `${type} ${answeredAs ?? reason ?? ''} ${groupOf(ip)}`
    const before = guessedAt.get(key)
    if (before !== undefined && !isAgo(before)) return false
    if (before === undefined && guessedAt.size >= maxTallies) return false
    guessedAt.set(key, now())
    return true
  }

  function started(
    tallies: Map<string, Tally>,
    key: string,
    of: { readonly actor: Actor; readonly refused: RefusalRecord },
  ): Tally {
    const tally: Tally = { ...of, count: 0, at: 0, writtenAt: -Infinity }
    tallies.set(key, tally)
    return tally
  }

  /** Empties the tallies into one row to be written; where it can't be written, their counts are put back. */
  function take(tallies: readonly Tally[]): Waiting {
    const counts = tallies.map((tally) => ({ tally, count: tally.count }))
    const event = eventOf(tallies)
    for (const tally of tallies) Object.assign(tally, { count: 0, writtenAt: now() })
    return {
      write: store.audit.append(event),
      settle(fate) {
        if (fate === 'kept') for (const { tally, count } of counts) tally.count += count
        if (fate === 'written') emitter.emit(event)
      },
    }
  }

  /** The event of some tallies. Where they are of several kinds, it says no more than whose they are and where they came from. */
  function eventOf(tallies: readonly Tally[]): AuditEvent {
    const latest = tallies.reduce((one, other) => (other.at > one.at ? other : one))
    const { actor, refused, at } = latest
    const { type, subject, userId, reason } = refused
    const count = tallies.reduce((sum, tally) => sum + tally.count, 0)
    const what =
      tallies.length === 1
        ? { type, subject, userId, reason }
        : { type: 'request.refused' as const, subject: null, userId, reason: 'various' }
    return auditEvent(at, actor, { ...what, outcome: 'refused', count })
  }

  /** Whether a time is a minute away, whichever way the clock was set meanwhile. */
  function isAgo(at: number): boolean {
    return Math.abs(now() - at) >= minuteMs
  }

  function forgetOld(tallies: Map<string, Tally>): void {
    for (const [key, tally] of tallies) if (isOver(tally)) tallies.delete(key)
  }

  /** Makes room, if the tally that began longest ago is over. No other is looked for: in a flood each request would search a full map. */
  function forgetOldest(tallies: Map<string, Tally>): void {
    const [oldest] = tallies
    if (oldest && isOver(oldest[1])) tallies.delete(oldest[0])
  }

  function isOver(tally: Tally): boolean {
    return tally.count === 0 && isAgo(tally.writtenAt)
  }
}

/** The app's own code and its operators have no address by which one could be told from the other. */
function callerOf({ party }: Actor): string {
  return party === null || party.kind === 'user' ? '' : `${party.kind} ${party.id}`
}

function waits({ count }: Tally): boolean {
  return count > 0
}
