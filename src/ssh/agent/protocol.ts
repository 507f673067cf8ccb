import { PacketError, packetReader, string, uint32 } from '../packet.js'

/** A request to an ssh-agent (draft-ietf-sshm-ssh-agent), as far as ours looks at it. */
export type AgentRequest = { readonly kind: 'list' } | SignRequest | BindRequest | { readonly kind: 'other' }

/** A request to sign data with a key. */
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
  /** The host's signature over the session id. */
  readonly signature: Buffer
  readonly forwarding: boolean
}

const messages = { failure: 5, success: 6, list: 11, identities: 12, sign: 13, signature: 14, extension: 27 }
const rsaFlags = { sha256: 2, sha512: 4 }
/** A login request takes 2 KiB with the largest keys. */
const maxBytes = 64 * 1024

/** The answer to a request that is refused. */
export const failure: Buffer = message(messages.failure)
/** The answer to a request that asks for nothing back. */
export const success: Buffer = message(messages.success)

/** The answer to a client that asks which keys there are: this one. */
export function identities(publicBlob: Buffer, comment: string): Buffer {
  return message(messages.identities, uint32(1), string(publicBlob), string(comment))
}

/** The answer to a request to sign; the signature is in wire format. */
export function signed(signature: Buffer): Buffer {
  return message(messages.signature, string(signature))
}

/** Takes what a client sends apart into messages, without their lengths; throws `PacketError` at one over 64 KiB. */
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

/** Reads a message; one that is malformed is of the kind `other`, which is refused. */
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

/** Where the first message ends; `null` = some of it is still to come. */
function endOf(pending: Buffer): number | null {
  if (pending.length < 4) return null
  const length = pending.readUInt32BE()
  if (length > maxBytes) throw new PacketError()
  return pending.length < 4 + length ? null : 4 + length
}

function message(type: number, ...parts: readonly Buffer[]): Buffer {
  return string(Buffer.from([type]), ...parts)
}
