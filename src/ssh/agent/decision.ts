import type { PublicHalf } from '../public-half.js'
import { fingerprintOf } from '../public-half.js'
import type { SignatureAlgorithm } from '../signature.js'
import { isSignedBy } from '../signature.js'
import { loginRequest } from './login-request.js'
import type { BindRequest, SignRequest } from './protocol.js'
import type { AgentScope } from './scope.js'

/** The SSH session that a connection to the agent was bound to. */
export interface Binding {
  readonly sessionId: Buffer
  readonly hostKey: Buffer
}

/** Why the agent does not do what it was asked. The audit is told; the client never is. */
export type AgentRefusal =
  | 'request_not_allowed'
  | 'already_bound'
  | 'forwarding_not_allowed'
  | 'host_not_allowed'
  | 'host_not_proved'
  | 'not_bound'
  | 'unknown_key'
  | 'not_a_login'
  | 'wrong_session'
  | 'user_not_allowed'
  | 'algorithm_not_allowed'
  | 'budget_spent'

/** Why a connection may not be bound to a session; `null` = it may. */
export function decideBinding(
  request: BindRequest,
  bound: Binding | null,
  scope: AgentScope,
): AgentRefusal | null {
  const { hostKey, sessionId, signature, forwarding } = request
  if (bound) return 'already_bound'
  if (forwarding) return 'forwarding_not_allowed'
  if (!scope.hostKeys.has(fingerprintOf(hostKey))) return 'host_not_allowed'
  // Whoever holds the socket could name any host: only the host itself can have signed its session.
  return isSignedBy(hostKey, sessionId, signature) ? null : 'host_not_proved'
}

/** Whether the key may sign a request, and by which algorithm; it signs nothing but the login that the agent was opened for. */
export function decideSignature(
  request: SignRequest,
  bound: Binding | null,
  { half, scope, left }: { half: PublicHalf; scope: AgentScope; left: number },
): AgentRefusal | { readonly algorithm: SignatureAlgorithm } {
  if (!request.publicBlob.equals(half.blob)) return 'unknown_key'
  if (!bound) return 'not_bound'
  const login = loginRequest(request.data)
  if (!login?.publicBlob.equals(half.blob)) return 'not_a_login'
  if (!login.sessionId.equals(bound.sessionId)) return 'wrong_session'
  if (login.hostKey && !login.hostKey.equals(bound.hostKey)) return 'host_not_allowed'
  if (login.user !== scope.user) return 'user_not_allowed'
  const algorithm = algorithmOf(half, request)
  if (algorithm === null || login.algorithm !== algorithm) return 'algorithm_not_allowed'
  return left > 0 ? { algorithm } : 'budget_spent'
}

/** The algorithm that a request asks for; `null` for RSA with SHA-1, which is refused (RFC 8332). */
function algorithmOf({ type }: PublicHalf, { rsaHash }: SignRequest): SignatureAlgorithm | null {
  if (type !== 'ssh-rsa') return type
  return rsaHash && `rsa-sha2-${rsaHash}`
}
