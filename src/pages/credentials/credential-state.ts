import { isSoon } from '../elements/expiry.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { credentialTexts } from '../messages/credentials.js'
import type { SessionVisit } from '../visit/visit.js'
import type { ListedCredential } from './kind-of-credential.js'

/** What can be said of a credential in one word. */
type CredentialState = 'active' | 'expiring' | 'expired' | 'disabled'

const looks = {
  active: 'kw-success-label',
  expiring: 'kw-attention-label',
  expired: 'kw-danger-label',
  disabled: null,
} as const

/** The word for how a credential is now, on its own page. */
export function stateLabel(visit: SessionVisit, credential: ListedCredential, now: number): Html {
  const state = stateOf(credential, now)
  return html`<span class="kw-label ${looks[state]}">${visit.text(credentialTexts)[state]}</span>`
}

/** Whether a credential ends so soon, or has just ended, that its row offers to renew it. */
export function isDue(credential: ListedCredential, now: number): boolean {
  const state = stateOf({ ...credential, disabled: false }, now)
  return state === 'expiring' || state === 'expired'
}

function stateOf(credential: ListedCredential, now: number): CredentialState {
  const { disabled = false, expiresAt = null, issuedAt, createdAt } = credential
  if (disabled) return 'disabled'
  if (expiresAt === null) return 'active'
  if (Date.parse(expiresAt) <= now) return 'expired'
  return isSoon({ expiresAt, now, madeAt: issuedAt ?? createdAt }) ? 'expiring' : 'active'
}
