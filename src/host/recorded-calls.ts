import { refusalReason } from '../auth/recording.js'
import type { Core } from '../core.js'
import type { Actor } from '../events.js'

/** What a refusal is recorded by. */
interface Recording {
  readonly refusals: Core['refusals']
  readonly actor: Actor
  /** Whether the first argument of a call is the id of the user whom it concerns. */
  readonly ofUsers: boolean
}

/** The calls of a group, and of the groups in it, each of whose refusals is recorded as done by whoever calls, as those of routes are. */
export function recordedCalls<Group extends object>(group: Group, by: Recording): Group {
  const calls = Object.entries(group).map(([name, part]: [string, unknown]) => [name, recorded(part, by)])
  // Each part is what it was, but for what is recorded of it.
  return Object.freeze(Object.fromEntries(calls)) as Group
}

function recorded(part: unknown, by: Recording): unknown {
  if (typeof part === 'object' && part !== null) return recordedCalls(part, by)
  if (typeof part !== 'function') return part
  // What it takes and answers is passed on as it is.
  const call = part as (...given: unknown[]) => unknown
  return (...given: unknown[]): unknown => {
    const answer = call(...given)
    if (!(answer instanceof Promise)) return answer
    return answer.catch(async (error: unknown) => {
      await record(by, given[0], error)
      throw error
    })
  }
}

async function record(
  { refusals, actor, ofUsers }: Recording,
  first: unknown,
  error: unknown,
): Promise<void> {
  const reason = refusalReason(error)
  if (reason === null) return
  const userId = ofUsers && typeof first === 'string' ? first : null
  const subject = userId === null ? null : { kind: 'user', id: userId, name: null }
  await refusals.record(null, actor, { type: 'request.refused', subject, userId, reason })
}
