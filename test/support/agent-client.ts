import type { KeyObject } from 'node:crypto'
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { messagesIn } from '../../src/ssh/agent/protocol.js'
import { string, uint32 } from '../../src/ssh/packet.js'
import { publicBlobOf } from '../../src/ssh/public-half.js'

/** A client of an ssh-agent that says what it likes. */
export interface AgentClient extends Disposable {
  /** The agent's answer; `null` = it hung up. */
  ask(message: Buffer): Promise<Buffer | null>
  /** Sends bytes as they are; resolves once the agent hangs up. */
  sendUntilClosed(bytes: Buffer): Promise<void>
}

export async function agentClient(path: string): Promise<AgentClient> {
  const socket = connect(path).on('error', () => undefined)
  await once(socket, 'connect')
  const answers = messagesIn(socket)
  return {
    async ask(message) {
      socket.write(string(message))
      const { value, done } = await answers.next().catch(() => ({ value: undefined, done: true }))
      return done ? null : (value ?? null)
    },
    async sendUntilClosed(bytes) {
      const closed = once(socket, 'close')
      socket.resume().write(bytes)
      await closed
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** A host that proves itself in a session, as the end of a key exchange does. */
export interface TestHost {
  readonly blob: Buffer
  /** As a line of known_hosts. */
  readonly line: string
  /** The message that binds a connection to a session with it. */
  bind(more?: { sessionId?: Buffer; signature?: Buffer; forwarding?: boolean }): Buffer
}

const sessionId: Buffer = randomBytes(32)

export function testHost(key: KeyObject = generateKeyPairSync('ed25519').privateKey): TestHost {
  const blob = publicBlobOf(createPublicKey(key)) ?? Buffer.alloc(0)
  return {
    blob,
    line: `host.example.com ssh-ed25519 ${blob.toString('base64')}`,
    bind: ({ sessionId: id = sessionId, signature = hostSignature(key, id), forwarding = false } = {}) =>
      extension('session-bind@openssh.com', string(blob), string(id), string(signature), flag(forwarding)),
  }
}

/** A request to sign. `flags` choose the hash for RSA. */
export function signRequest(publicBlob: Buffer, data: Buffer, flags = 0): Buffer {
  return Buffer.concat([Buffer.from([13]), string(publicBlob), string(data), uint32(flags)])
}

export interface Login {
  readonly sessionId?: Buffer
  readonly type?: number
  readonly user?: string
  readonly service?: string
  readonly method?: string
  readonly signed?: boolean
  readonly algorithm?: string
  readonly publicBlob: Buffer
  readonly after?: Buffer
}

/** The data of a login request (RFC 4252, section 7). */
export function login(given: Login): Buffer {
  const {
    type = 50,
    user = 'deploy',
    service = 'ssh-connection',
    method = 'publickey',
    signed = true,
  } = given
  const { algorithm = 'ssh-ed25519', publicBlob, after = Buffer.alloc(0) } = given
  const head = [string(given.sessionId ?? sessionId), Buffer.from([type]), string(user), string(service)]
  return Buffer.concat([...head, string(method), flag(signed), string(algorithm), string(publicBlob), after])
}

export function extension(name: string, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([27]), string(name), ...parts])
}

function hostSignature(key: KeyObject, data: Buffer): Buffer {
  return Buffer.concat([string('ssh-ed25519'), string(sign(null, data, key))])
}

function flag(value: boolean): Buffer {
  return Buffer.from([value ? 1 : 0])
}
