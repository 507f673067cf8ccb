import { PacketError, packetReader, string, uint32 } from './packet.js'

/** A request to an ssh-agent (draft-ietf-sshm-ssh-agent), as far as ours looks at it. */
export type AgentRequest = { readonly kind: 'list' } | SignRequest | BindRequest | { readonly kind: 'other' }

export interface SignRequest {
  readonly kind: 'sign'
  readonly publicBlob: Buffer
  readonly data: Buffer
  /** Which hash an RSA key is to sign with. */
  readonly rsaHash: 256 | 512 | null
}

/** OpenSSH's PROTOCOL.agent, section 1: the connection serves a session with the server of this host key. */
export interface BindRequest {
  readonly kind: 'bind'
  readonly hostKey: Buffer
  readonly sessionId: Buffer
  /** The host's, over the session id. */
  readonly signature: Buffer
  readonly forwarding: boolean
}

const messages = { failure: 5, success: 6, list: 11, identities: 12, sign: 13, signature: 14, extension: 27 }
const rsaFlags = { sha256: 2, sha512: 4 }
/** A login request takes 2 KiB with the largest keys. */
const maxBytes = 64 * 1024

export const failure: Buffer = message(messages.failure)
export const success: Buffer = message(messages.success)

/** The one key that there is. */
export function identities(publicBlob: Buffer, comment: string): Buffer {
  return message(messages.identities, uint32(1), string(publicBlob), string(comment))
}

/** A signature, which is in wire format. */
export function signed(signature: Buffer): Buffer {
  return message(messages.signature, string(signature))
}

/** The messages in what a client sends, without their lengths; throws `PacketError` at one that is too long. */
export async function* messagesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let pending = Buffer.alloc(0)
  for await (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk])
    for (let end = endOf(pending); end !== null; end = endOf(pending)) {
      yield pending.subarray(4, end)
      pending = pending.subarray(end)
    }
  }
}

/** Reads a message; what is malformed is `other`. */
export function agentRequest(bytes: Buffer): AgentRequest {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof PacketError) return { kind: 'other' }
    throw error
  }
}

function read(bytes: Buffer): AgentRequest {
  const reader = packetReader(bytes)
  const type = reader.byte()
  if (type === messages.sign) {
    const [publicBlob, data, flags] = [reader.string(), reader.string(), reader.uint32()]
    reader.end()
    return { kind: 'sign', publicBlob, data, rsaHash: rsaHash(flags) }
  }
  if (type === messages.extension && reader.text() === 'session-bind@openssh.com') {
    const [hostKey, sessionId, signature] = [reader.string(), reader.string(), reader.string()]
    const forwarding = reader.flag()
    reader.end()
    return { kind: 'bind', hostKey, sessionId, signature, forwarding }
  }
  return { kind: type === messages.list && bytes.length === 1 ? 'list' : 'other' }
}

function rsaHash(flags: number): 256 | 512 | null {
  if (flags & rsaFlags.sha512) return 512
  return flags & rsaFlags.sha256 ? 256 : null
}

/** Where the first message ends; `null` = it is not whole yet. */
function endOf(pending: Buffer): number | null {
  if (pending.length < 4) return null
  const length = pending.readUInt32BE()
  if (length > maxBytes) throw new PacketError()
  return pending.length < 4 + length ? null : 4 + length
}

function message(type: number, ...parts: readonly Buffer[]): Buffer {
  return string(Buffer.from([type]), ...parts)
}
