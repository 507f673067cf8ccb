import type { Validity } from '../credentials/verdict.js'
import type { CredentialKind } from '../identity.js'
import { dayMs, hourMs, rfc3339 } from '../time.js'
import type { Principal, VerifiedCredential } from './principal.js'

/** How long before a credential ends its answers begin to say so; what renews itself says nothing. */
const aheadMs: Readonly<Record<CredentialKind, number | null>> = {
  api_key: 14 * dayMs,
  token: hourMs,
  session: null,
}

/** The principal whose answers say when the credential ends, and from when on it counts. It is made once, so that no use pays for it. */
export function endingOf(principal: Principal, { until }: Validity): VerifiedCredential['ending'] {
  const ahead = aheadMs[principal.authInfo.credential.kind]
  if (ahead === null || !Number.isFinite(until)) return null
  const headers = Object.freeze({ 'Keyward-Credential-Expires': rfc3339(until) })
  return { from: until - ahead, principal: Object.freeze({ ...principal, headers }) }
}
