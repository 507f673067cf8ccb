import { debuglog } from 'node:util'
import type { EventParty } from '../events.js'
import type { VerifiedKind } from './message.js'

/** Prints what `NODE_DEBUG=keyward` asks for, on standard error. */
const log = debuglog('keyward')

/** A refusal as it is told: names are left out, since people choose them. */
interface ToldRefusal {
  readonly type: string
  readonly reason: string | null
  readonly subject: Pick<EventParty, 'kind' | 'id'> | null
  readonly userId: string | null
}

/** Tells whoever debugs why somebody or something was refused, by ids alone. */
export function tellRefusal({ type, reason, subject, userId }: ToldRefusal): void {
  if (!log.enabled) return
  const of = subject === null ? '' : ` ${subject.kind} ${shown(subject.id)}`
  const whose = userId === null || userId === subject?.id ? '' : ` of user ${shown(userId)}`
  log(`${type} (${reason ?? 'no reason'})${of}${whose}`)
}

/** Tells whoever debugs that a credential was nobody's. Of its text nothing is told. */
export function tellUnknown(kind: VerifiedKind): void {
  if (!log.enabled) return
  log(
    kind === 'other'
      ? 'a credential was refused that has no form of ours'
      : `a credential was refused that nobody has, or that is not well-formed (${kind})`,
  )
}

/** An id of the host's may hold anything: quoted, it stays on its line. */
function shown(id: string): string {
  return /^[\w-]{1,64}$/.test(id) ? id : JSON.stringify(id.slice(0, 64))
}
