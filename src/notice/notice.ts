/** What there is to tell of a one-time link: an address that sets a password, once, for whoever has it. */
export interface LinkFacts {
  /** A secret: it goes to the user and nowhere else. */
  readonly url: string
  /** Until when it works, RFC 3339. */
  readonly expiresAt: string
  /** Where it was asked for; `null` = there was no request, or it said no address. */
  readonly ip: string | null
}

/** Where a notice is about: the host of the app's first origin, such as `app.example.com`. */
export interface SiteFacts {
  readonly site: string
}

/** Who did what a notice tells of. */
export interface NoticeActor {
  readonly kind: 'user' | 'administrator' | 'app' | 'operator'
  /** The user name of an administrator, or an operator's name on their machine; `null` for the user themselves and for the app. */
  readonly name: string | null
}

/** What there is to tell of something that somebody did. */
export interface DoneFacts extends SiteFacts {
  readonly by: NoticeActor
  /** Where the user did it; `null` = somebody else did, whose address is not the user's business, or there is none. */
  readonly ip: string | null
  /** What the user did it with, as that calls itself; `null` as of `ip`. */
  readonly userAgent: string | null
  /** The browser and the system that this names, such as `Firefox 134, Windows`; `null` = none that is known. */
  readonly device: string | null
}

/** A password that was changed. */
export interface PasswordFacts extends DoneFacts {
  /** Whether it is one that was made up for the user, who must choose another. */
  readonly temporary: boolean
}

/** What became of a user's factors. */
export interface FactorFacts extends DoneFacts {
  readonly change:
    | 'authenticator_added'
    | 'authenticator_removed'
    | 'security_key_added'
    | 'security_key_removed'
    | 'recovery_codes_renewed'
  /** The name of the security key; `null` = it is none. */
  readonly name: string | null
}

/** Recovery codes that are left. */
export interface RecoveryFacts extends DoneFacts {
  readonly remaining: number
}

/** A security key. */
export interface SecurityKeyFacts extends DoneFacts {
  readonly name: string
}

/** A key as lists show it. */
export interface KeyFacts {
  readonly name: string
  /** The two ends of an API key, or the fingerprint of an SSH key: no secret. */
  readonly hint: string
  /** RFC 3339; `null` = it has no end. */
  readonly expiresAt: string | null
}

/** A key that ends soon. */
export interface ExpiringFacts extends SiteFacts, KeyFacts {
  readonly expiresAt: string
}

/** Sessions that somebody else than the user has ended. */
export interface EndedFacts extends DoneFacts {
  /** Whether it was every session, or one. */
  readonly all: boolean
}

/** Whom a notice is for. */
export interface NoticeUser {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
}

/** What each kind of notice tells. */
export interface NoticeFacts {
  readonly 'password_reset.requested': LinkFacts
  readonly 'invitation.created': LinkFacts
  readonly 'sign_in.new_device': DoneFacts
  readonly 'password.changed': PasswordFacts
  readonly 'two_step.turned_on': FactorFacts
  readonly 'two_step.turned_off': DoneFacts
  readonly 'two_step.changed': FactorFacts
  readonly 'recovery_code.used': RecoveryFacts
  readonly 'recovery_codes.low': RecoveryFacts
  readonly 'api_key.created': DoneFacts & KeyFacts
  readonly 'api_key.expiring': ExpiringFacts
  readonly 'ssh_key.created': DoneFacts & KeyFacts
  readonly 'ssh_key.expiring': ExpiringFacts
  readonly 'security_key.suspect': SecurityKeyFacts
  readonly 'sessions.ended_by_administrator': EndedFacts
}

/** What a user is told of. */
export type NoticeKind = keyof NoticeFacts

/** The kinds that bring a one-time link, which is a secret. */
export type LinkKind = 'password_reset.requested' | 'invitation.created'

/** The kinds that tell of an end to come, which nobody brought about. */
export const expiringKinds = ['api_key.expiring', 'ssh_key.expiring'] as const
/** One of those kinds. */
export type ExpiringKind = (typeof expiringKinds)[number]

/** The kinds that tell of something that somebody did. */
export type DoneKind = Exclude<NoticeKind, LinkKind | ExpiringKind>

/** Something that the app is to tell a user. `id` stays the same however often it is told, so that whoever takes it can drop repeats. */
export type Notice = {
  readonly [Kind in NoticeKind]: {
    readonly id: string
    readonly kind: Kind
    /** When it happened, RFC 3339. */
    readonly at: string
    readonly user: NoticeUser
    readonly facts: NoticeFacts[Kind]
  }
}[NoticeKind]

/** A host's function that takes a notice, such as by mailing it. One that throws, rejects or takes 30 seconds is given the notice again. */
export type Notify = (notice: Notice) => unknown
