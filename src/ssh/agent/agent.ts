import type { Socket } from 'node:net'
import type { PublicHalf } from '../public-half.js'
import type { SignatureAlgorithm, SshSignature } from '../signature.js'
import { signatureBytes } from '../signature.js'
import type { Binding } from './decision.js'
import { decideBinding, decideSignature } from './decision.js'
import type { AgentRequest, SignRequest } from './protocol.js'
import { agentRequest, failure, identities, messagesIn, signed, success } from './protocol.js'
import type { AgentScope } from './scope.js'
import { privateSocket } from './socket.js'

/** An ssh-agent for one key and one purpose. Give `env` to `ssh`, and close the agent afterwards; it closes by itself when its time is up. */
export interface SshAgent extends AsyncDisposable {
  readonly socketPath: string
  readonly env: { readonly SSH_AUTH_SOCK: string }
  /** Closes the agent at once, and leaves nothing on disk. */
  close(): Promise<void>
}

/** The key as the agent uses it. */
export interface AgentKey {
  readonly half: PublicHalf
  /** How `ssh-add -l` names it. */
  readonly comment: string
  /** Signs, once the use is in the audit; rejects when the key may not be used, which is then in the audit as well. */
  sign(algorithm: SignatureAlgorithm, data: Buffer): Promise<SshSignature>
  /** Puts a refusal into the audit. */
  refused(reason: string): Promise<void>
  /** Called once the agent is closed. */
  closed(): void
}

/** A client that is refused this often is not the one that the agent was opened for: the agent closes. */
const maxRefusals = 16

/** Opens an agent that lists the key and signs the logins that its scope allows; everything else is refused. */
export async function openAgent(key: AgentKey, scope: AgentScope): Promise<SshAgent> {
  const bindings = new WeakMap<Socket, Binding>()
  let left = scope.maxSignatures
  let refusals = 0
  const { path, close: closeSocket } = await privateSocket((socket) => void serve(socket))
  const timer = setTimeout(() => {
    // If this fails, all that is left behind is an empty directory.
    close().catch(() => undefined)
  }, scope.ttlSeconds * 1000).unref()

  return Object.freeze({
    socketPath: path,
    env: Object.freeze({ SSH_AUTH_SOCK: path }),
    close,
    [Symbol.asyncDispose]: close,
  } satisfies SshAgent)

  async function close(): Promise<void> {
    clearTimeout(timer)
    await closeSocket()
    key.closed()
  }

  async function serve(socket: Socket): Promise<void> {
    try {
      for await (const bytes of messagesIn(socket)) socket.write(await answer(agentRequest(bytes), socket))
    } catch {
      // The client went away, or sent what is no message: there is nobody to answer.
    } finally {
      socket.destroy()
    }
  }

  async function answer(request: AgentRequest, socket: Socket): Promise<Buffer> {
    const bound = bindings.get(socket) ?? null
    switch (request.kind) {
      case 'list':
        return identities(key.half.blob, key.comment)
      case 'sign':
        return sign(request, bound)
      case 'bind': {
        const refusal = decideBinding(request, bound, scope)
        if (refusal) return refuse(refusal)
        const { sessionId, hostKey } = request
        bindings.set(socket, { sessionId, hostKey })
        return success
      }
      case 'other':
        return refuse('request_not_allowed')
    }
  }

  async function sign(request: SignRequest, bound: Binding | null): Promise<Buffer> {
    const decision = decideSignature(request, bound, { half: key.half, scope, left })
    if (typeof decision === 'string') return refuse(decision)
    // The signature is counted before the first wait: two clients at once must not both be given the last one.
    left -= 1
    try {
      return signed(signatureBytes(await key.sign(decision.algorithm, request.data)))
    } catch {
      left += 1
      return failure
    }
  }

  async function refuse(reason: string): Promise<Buffer> {
    refusals += 1
    // The request stays refused even when the refusal cannot be written into the audit.
    await key.refused(reason).catch(() => undefined)
    if (refusals >= maxRefusals) await close()
    return failure
  }
}
