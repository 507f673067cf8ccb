/** What users are told of wherever they are, as it is stored at one moment. */
export interface Standing {
  /** Whether there is an authenticator app in use. */
  readonly totp: boolean
  readonly securityKeys: number
  /** How many of those keys are passkeys. */
  readonly passkeys: number
  /** How many of those keys are suspect: there may be copies of them. */
  readonly suspectKeys: number
  /** How many unused codes are left. */
  readonly recoveryCodes: number
  readonly apiKeys: EndingCredentials
  readonly sshKeys: EndingCredentials
}

/** The credentials of a kind that end within the time that was asked for. */
export interface EndingCredentials {
  readonly count: number
  /** When the first of them ends, epoch ms; `null` = there are none. */
  readonly first: number | null
}

/** Which ends count: those after `now` and up to `until`, epoch ms, of what was made to live longer than from the one to the other. */
export interface EndingWindow {
  readonly now: number
  readonly until: number
  /** The longest life that the policy allows a credential of each kind, in milliseconds; `null` = any. */
  readonly longest: { readonly apiKeys: number | null; readonly sshKeys: number | null }
}

/** The port of what pages tell users wherever they are: one read, however much of it there is. */
export interface StandingStore {
  of(userId: string, window: EndingWindow): Promise<Standing>
}
