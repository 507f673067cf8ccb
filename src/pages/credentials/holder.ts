import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import type { Html } from '../elements/html.js'
import type { SessionVisit, Visit } from '../visit/visit.js'

/** Somebody else than the visitor, whose credentials pages are about: the paths of all of them name whom as `:id`, and a credential as `:keyId`. */
export interface OtherHolder {
  /** What the holders are, which decides the scopes that there are for them. */
  readonly kind: User['kind']
  /** The section that the pages stand in. */
  readonly section: string
  /** The page that lists the credentials of one holder. */
  readonly list: string
  /** Finds whom a path names. */
  find(services: Services, visit: SessionVisit): Promise<User>
  /** Says whose credential a page is about. */
  about(visit: Visit, holder: User): Html
  /** The address of all that happened to a holder. */
  activity(holder: User): string
}

/** What these functions ask of a kind of credential. */
interface Held {
  readonly path: string
  readonly heldBy?: OtherHolder
}

/** Whose credentials a page is about: the visitor's own, unless the kind says otherwise. */
export async function holderOf({ heldBy }: Held, services: Services, visit: SessionVisit): Promise<User> {
  return heldBy ? heldBy.find(services, visit) : visit.principal.user
}

/** Whom a kind's scopes are for. */
export function holderKind({ heldBy }: Pick<Held, 'heldBy'>): Pick<User, 'kind'> {
  return { kind: heldBy?.kind ?? 'user' }
}

/** The path of a credential's own page, as routes declare it. */
export function ownRoute({ path, heldBy }: Held): string {
  return `${path}/:${heldBy ? 'keyId' : 'id'}`
}

/** The id of the credential that a path names. */
export function idIn({ heldBy }: Held, visit: Visit): string {
  return visit.param(heldBy ? 'keyId' : 'id')
}

/** With what the addresses of a kind's pages begin, where somebody is. */
export function pathIn({ path, heldBy }: Held, visit: Visit): string {
  return heldBy ? filled(path, visit) : path
}

/** Where the list is that a credential stands in. */
export function listIn({ path, heldBy }: Held, visit: Visit): string {
  return heldBy ? filled(heldBy.list, visit) : path
}

/** The section that pages of a kind stand in. */
export function sectionOf({ path, heldBy }: Held): string {
  return heldBy?.section ?? path
}

/** Who may do what takes `own` of somebody whose credentials they are: for others, administrators, who prove themselves to change anything. */
export function levelOf<const L extends 'session' | 'recent'>({ heldBy }: Held, own: L): L | 'admin' {
  return heldBy ? 'admin' : own
}

function filled(path: string, visit: Visit): string {
  return path.replace(':id', encodeURIComponent(visit.param('id')))
}
