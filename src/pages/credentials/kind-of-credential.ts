import type { WaitingPurpose } from '../../auth/waiting-secrets.js'
import type { ListKind } from '../../credentials/own-list.js'
import type { Secret } from '../../crypto/secret.js'
import type { Actor, AuditEvent, EventType } from '../../events.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../../store/page.js'
import type { Entry } from '../elements/list/column-list.js'
import type { Fact } from '../elements/list/facts.js'
import type { Value } from '../elements/html.js'
import type { IconName } from '../elements/icon.js'
import type { Problem } from '../elements/problem.js'
import type { Texts } from '../messages/language.js'
import type { ExampleKey } from '../visit/theme.js'
import type { SessionVisit } from '../visit/visit.js'
import type { OtherHolder } from './holder.js'

/**
 * A kind of credential that users keep in their account, or administrators for somebody else: what differs between its pages and those of
 * any other kind. Each has a list, a form for one more, and a page for each credential, on which it can be removed and, as far as the kind
 * allows, changed, disabled and renewed.
 */
export interface KindOfCredential<C extends ListedCredential> {
  /** The address of one's own list; those of the other pages begin with it. */
  readonly path: string
  /** Left out where they are the visitor's own. */
  readonly heldBy?: OtherHolder
  /** In the navigation. */
  readonly icon: IconName
  readonly texts: Texts<CredentialTexts>
  /** What its list can be asked. */
  readonly lists: ListKind
  /** Picks the service that these credentials are kept by. */
  serviceOf(services: Services): CredentialService<C>
  /** What a credential is called, in the list and in questions about it. */
  nameOf(visit: SessionVisit, credential: C): string
  /** The columns of the list beside the name. */
  columns(visit: SessionVisit): readonly string[]
  /** What the list says of a credential, beside its name and its buttons. */
  entryOf(services: Services, visit: SessionVisit, credential: C): CredentialEntry
  /** What a credential's own page says of it. */
  factsOf(services: Services, visit: SessionVisit, credential: C): readonly Fact[]
  /** What somebody who has none yet may do about it. */
  emptyHint(visit: SessionVisit): Value
  /** Stands below a list that is not empty, and on each credential's page: how the credentials are used, say. */
  advice?(services: Services, visit: SessionVisit, about: 'all' | 'one'): Promise<Value>
  /** Further ways on from the list, beside the button for one more. */
  further?(visit: SessionVisit): Value
  readonly creation: CredentialCreation<C>
  /** Left out where nothing can be changed. */
  readonly editing?: CredentialEditing<C>
  /** The form that says what a credential may be used for or from, which takes a recent proof. Left out where there is none. */
  readonly binding?: CredentialEditing<C>
  /** Left out where none can be disabled for a while. */
  readonly pausing?: CredentialPausing
  /** Left out where none can be renewed, as where none is made with a secret. */
  readonly renewal?: CredentialRenewal<C>
  readonly removal: CredentialRemoval
}

/** The least that a list needs to know of a credential. */
export interface ListedCredential {
  readonly id: string
  readonly createdAt?: string
  /** When its present secret was made, where that is not when it was made itself. */
  readonly issuedAt?: string
  readonly disabled?: boolean
  /** `null` = never. */
  readonly expiresAt?: string | null
}

/** What the list says of a credential. */
export interface CredentialEntry extends Pick<Entry, 'aside' | 'cells'> {
  /** Further buttons of the row, such as one that copies. */
  readonly actions?: Value
}

/** What the pages of every kind say, each in its own words. */
interface CredentialTexts {
  readonly title: string
  readonly intro: string
  /** The title of an empty list. */
  readonly empty: string
  /** On the field that the list is searched by. */
  readonly search: string
  /** On the button that leads to the form for one more. */
  readonly add: string
  /** On the button that sends that form. */
  readonly create: string
  readonly newTitle: string
  /** On the button that asks whether one is to be removed. */
  readonly remove: string
  /** The question; `{name}` stands for the credential. */
  readonly removeTitle: string
  readonly removeText: string
  /** On the button that removes it. */
  readonly removeButton: string
}

/** What the pages ask of a kind's service. Another user's credential is a 404, as one that never was. */
interface CredentialService<C> {
  list(user: User, request: ListRequest): Promise<CountedPage<C>>
  get(user: User, id: string): Promise<C>
  remove(actor: Actor, user: User, id: string): Promise<void>
  /** The events of one credential, newest first. Left out where a kind keeps none apart. */
  events?(user: User, id: string, page: PageRequest): Promise<Page<AuditEvent>>
}

/** How one more comes about: with a secret that only the next page shows, or without one. */
export type CredentialCreation<C> = CreationForm & (CreationWithSecret<C> | CreationWithoutSecret)

/** A credential that was just made, with its secret, which nothing shows again. */
interface RevealedCredential<C> {
  readonly credential: C
  readonly secret: Secret
}

/** The form that changes what is known about a credential. It stands on the credential's own page. */
export interface CredentialEditing<C> {
  /** Said in the banner once the change is stored. */
  readonly done: EventType
  /** The title of the form. */
  title(visit: SessionVisit): string
  /** On the button that sends it. Default: that it saves. */
  button?(visit: SessionVisit): string
  labels(visit: SessionVisit): Labels
  /** The fields as they are stored or, where there is a problem, as they were typed. */
  fields(visit: SessionVisit, credential: C, problem: Problem | null): Value
  /** Stores what was typed for the credential that the path names. */
  save(services: Services, visit: SessionVisit, actor: Actor): Promise<unknown>
}

/** How a credential is disabled for a while. Enabling it takes a recent proof, since it gives it back what it may do. */
export interface CredentialPausing {
  /** Said in the banner afterwards. */
  readonly done: EventType
  readonly texts: Texts<PausingTexts>
  /** Stores that the credential that the path names is disabled, or no longer. */
  change(services: Services, visit: SessionVisit, to: { readonly disabled: boolean }): Promise<unknown>
}

/** What is said about disabling and enabling; `{name}` stands for the credential. */
interface PausingTexts {
  readonly disable: string
  readonly disableTitle: string
  readonly disableText: string
  readonly disableButton: string
  readonly enable: string
  readonly enableTitle: string
  readonly enableText: string
  readonly enableButton: string
}

/** How a credential is given a new secret and a new life, while the former secret lives on for as long as is asked. */
export interface CredentialRenewal<C> {
  readonly texts: Texts<RenewalTexts>
  /** When a credential ends if it is renewed now; `null` = never. */
  renewedUntil(credential: C): string | null
  /** Renews the credential that the path names. */
  renew(services: Services, visit: SessionVisit, overlapSeconds: number): Promise<RevealedCredential<C>>
}

/** What is said about renewing; `{name}` stands for the credential. */
interface RenewalTexts {
  readonly renew: string
  readonly renewTitle: string
  readonly renewText: string
  readonly renewButton: string
  /** When the credential ends if it is renewed now, for which `{date}` stands. */
  readonly renewedUntil: string
  /** A choice with its end: `{choice}` and `{time}`. */
  readonly until: string
  readonly overlap: string
  readonly overlapHint: string
  readonly overlapNone: string
  readonly overlapHour: string
  readonly overlapDay: string
  readonly overlapWeek: string
}

/** How a credential is removed: asked about on a page of its own, and in a dialog where scripts run. */
interface CredentialRemoval {
  /** What removing is called in the addresses of its page and dialog. */
  readonly verb: 'delete' | 'revoke'
  /** `recent` where nothing brings the credential back. */
  readonly level: 'session' | 'recent'
  /** Said in the banner over the list afterwards. */
  readonly done: EventType
}

interface CreationForm {
  /** Who may see the form. `recent` where a secret is pasted into it: it is never sent along in the page that asks for a proof. */
  readonly formLevel: 'session' | 'recent'
  /** Fields that are never repeated in a page. */
  readonly secrets?: readonly string[]
  labels(visit: SessionVisit): Labels
  fields(services: Services, visit: SessionVisit, problem: Problem | null): Value | Promise<Value>
}

/** What is said beside a new key or token. */
interface BearerTexts {
  readonly copyNow: string
  readonly secretLabel: string
}

/** A creation whose secret the list shows once. */
export interface CreationWithSecret<C> {
  readonly purpose: Extract<WaitingPurpose, 'api_key' | 'token'>
  /** What is said beside the secret. */
  readonly secretTexts: Texts<BearerTexts>
  /** What is said of the credential where its secret is shown. */
  facts(services: Services, visit: SessionVisit, credential: C): readonly Value[]
  /** What the host is told of the credential, to say how it is used. */
  keyOf(credential: C): Pick<ExampleKey, 'kind' | 'name' | 'scopes'>
  issue(services: Services, visit: SessionVisit, actor: Actor): Promise<RevealedCredential<C>>
}

interface CreationWithoutSecret {
  /** Said in the banner over the list afterwards. */
  readonly done: EventType
  add(services: Services, visit: SessionVisit, actor: Actor): Promise<unknown>
}

/** What a form calls its fields, for the summary of what is wrong with them. */
type Labels = Readonly<Record<string, string>>
