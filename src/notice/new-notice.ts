import { deviceOf } from '../device-name.js'
import type { Actor } from '../events.js'
import { isUser } from '../events.js'
import type {
  DoneFacts,
  DoneKind,
  ExpiringKind,
  LinkKind,
  NoticeActor,
  NoticeFacts,
  NoticeUser,
  SiteFacts,
} from './notice.js'

/** A notice as a service asks for it: what is the same for all kinds is added to its facts. */
export type NewNotice =
  | { readonly [Kind in LinkKind]: OfKind<Kind> & WithFacts<NoticeFacts[Kind]> }[LinkKind]
  | {
      readonly [Kind in ExpiringKind]: OfKind<Kind> & WithFacts<Omit<NoticeFacts[Kind], keyof SiteFacts>>
    }[ExpiringKind]
  | NewDoneNotice

/** A notice of something that somebody did. */
type NewDoneNotice = {
  readonly [Kind in DoneKind]: OfKind<Kind> &
    WithFacts<Omit<NoticeFacts[Kind], keyof DoneFacts>> & { readonly actor: Actor }
}[DoneKind]

interface OfKind<Kind> {
  readonly kind: Kind
  readonly user: Pick<NoticeUser, 'id'>
}

interface WithFacts<Facts> {
  readonly facts: Facts
}

/** All facts of a notice; `site` is where it is about. */
export function factsOf(notice: NewNotice, site: string): NoticeFacts[NewNotice['kind']] {
  if ('actor' in notice) return { ...notice.facts, site, ...doneBy(notice) }
  return 'url' in notice.facts ? notice.facts : { ...notice.facts, site }
}

/** Who did it and, where that was the user, from where. */
function doneBy({ actor, user }: NewDoneNotice): Omit<DoneFacts, keyof SiteFacts> {
  const by = actorIn(actor, user.id)
  if (by.kind !== 'user') return { by, ip: null, userAgent: null, device: null }
  return { by, ip: actor.ip, userAgent: actor.userAgent, device: deviceOf(actor.userAgent) }
}

function actorIn({ party }: Actor, userId: string): NoticeActor {
  if (party === null || isUser(party, userId)) return { kind: 'user', name: null }
  if (party.kind === 'host') return { kind: 'app', name: null }
  return { kind: party.kind === 'operator' ? 'operator' : 'administrator', name: party.name }
}
