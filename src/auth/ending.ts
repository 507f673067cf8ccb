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

/** From when on the answers to a credential of that kind say that it ends, epoch ms; `Infinity` = never. */
export function endsSoonFrom(kind: CredentialKind, { until }: Validity): number {
  const ahead = aheadMs[kind]
  return ahead === null ? Infinity : until - ahead
}

/** The principal whose answers say when the credential ends. */
export function withItsEnd({ principal, until }: Pick<VerifiedCredential, 'principal' | 'until'>): Principal {
  const headers = Object.freeze({ 'Keyward-Credential-Expires': rfc3339(until) })
  return Object.freeze({ ...principal, headers } satisfies Principal)
}
