import type { PolicyDryRun, PolicyView } from '../../admin/policies.js'

/** A policy as it was set on one level, and what comes of it together with the platform's. A dry run adds what would come of it. */
export type PolicyJson = Omit<PolicyView, 'version'> & Partial<Omit<PolicyDryRun, keyof PolicyView>>

/** A password that was made up for a user, shown once, and until when it is good, RFC 3339. */
export interface TemporaryPasswordJson {
  readonly temporaryPassword: string
  readonly expiresAt: string
}

/** A link that sets a password once, shown once, and until when it works, RFC 3339. */
export interface OneTimeLinkJson {
  readonly url: string
  readonly expiresAt: string
}
