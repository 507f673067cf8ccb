import type { Visit } from '../visit/visit.js'

/** Where a factor is set up: in the account, or on the way in, where the policy demands one first. */
export interface EnrolmentPlace {
  /** The address of the page that leads here; those of the forms begin with it. */
  readonly path: string
  /** The path of the section, in the account. */
  readonly section?: string
  /** Where the forms for passkeys begin, and the section that they belong to. */
  readonly passkeys: string
  readonly passkeySection?: string
  /** The address to go on to once a factor is set up. */
  next(visit: Visit): string
}
