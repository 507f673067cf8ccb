import { PacketError, packetReader } from '../packet.js'

/** What a client signs to log in with a key: SSH_MSG_USERAUTH_REQUEST (RFC 4252, section 7). */
export interface LoginRequest {
  readonly sessionId: Buffer
  readonly user: string
  readonly algorithm: string
  readonly publicBlob: Buffer
  /** The server's host key, where the client names it (`publickey-hostbound-v00@openssh.com`). */
  readonly hostKey: Buffer | null
}

const userAuthRequest = 50

/** Reads the data to be signed; `null` when it is anything but a whole login request. */
export function loginRequest(data: Buffer): LoginRequest | null {
  try {
    return read(data)
  } catch (error) {
    if (error instanceof PacketError) return null
    throw error
  }
}

function read(data: Buffer): LoginRequest | null {
  const reader = packetReader(data)
  const sessionId = reader.string()
  if (reader.byte() !== userAuthRequest) return null
  const [user, service, method, signed] = [reader.text(), reader.text(), reader.text(), reader.flag()]
  const hostBound = method === 'publickey-hostbound-v00@openssh.com'
  if (service !== 'ssh-connection' || !signed || !(hostBound || method === 'publickey')) return null
  const [algorithm, publicBlob] = [reader.text(), reader.string()]
  const hostKey = hostBound ? reader.string() : null
  reader.end()
  return { sessionId, user, algorithm, publicBlob, hostKey }
}
