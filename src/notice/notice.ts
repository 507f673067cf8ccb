/** What there is to tell of a one-time link: an address that sets a password, once, for whoever has it. */
export interface LinkFacts {
  /** A secret: it goes to the user and nowhere else. */
  readonly url: string
  /** Until when it works, RFC 3339. */
  readonly expiresAt: string
  /** Where it was asked for; `null` = there was no request, or it said no address. */
  readonly ip: string | null
}

/** Whom a notice is for. */
export interface NoticeUser {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
}

/** What each kind of notice tells. */
interface FactsOf {
  readonly 'password_reset.requested': LinkFacts
  readonly 'invitation.created': LinkFacts
}

/** What a user is told of. */
export type NoticeKind = keyof FactsOf

/** Something that the app is to tell a user. `id` stays the same however often it is told, so that whoever takes it can drop repeats. */
export type Notice = {
  readonly [Kind in NoticeKind]: {
    readonly id: string
    readonly kind: Kind
    /** When it happened, RFC 3339. */
    readonly at: string
    readonly user: NoticeUser
    readonly facts: FactsOf[Kind]
  }
}[NoticeKind]

/** A notice as a service asks for it. */
export type NewNotice = {
  readonly [Kind in NoticeKind]: {
    readonly kind: Kind
    readonly user: Pick<NoticeUser, 'id'>
    readonly facts: FactsOf[Kind]
  }
}[NoticeKind]

/** A host's function that takes a notice, such as by mailing it. One that throws, rejects or takes 30 seconds is given the notice again. */
export type Notify = (notice: Notice) => unknown
