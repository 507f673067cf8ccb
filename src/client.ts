import type { IncomingMessage } from 'node:http'
import { readAddress } from './address.js'
import type { Actor, EventParty } from './events.js'
import type { HostUser, User } from './identity.js'

/** What keyward looks at in a request, whichever framework it came through. */
export interface Client {
  /** The method of the request, in upper case. */
  readonly method: string
  /** The client's address, by the framework's own `trust proxy` settings. It is asked for only where it is needed: frameworks compute it. */
  ip(): string | undefined
  /** The address at the other end of the connection, which may be a proxy's. */
  socketAddress(): string | undefined
  /** All values of a header, whose name is given in lower case, so that a doubled header is seen; none where it was not sent. */
  header(name: string): readonly string[]
  /** What is one and the same for all guards that the request passes; left out where there is no such thing. */
  readonly request?: object
  /** Asks the app who is signed in by its own means, once for each request; left out where the app has no such sign-in. */
  hostUser?(): Promise<HostUser | null>
}

const maxUserAgent = 256

const none: readonly string[] = Object.freeze([])

/** What knows a client's address by the framework's own rules: the request of Express, the context of Koa. It may compute it, and throw. */
export interface Addressed {
  readonly ip?: string | undefined
}

/**
 * The client behind a request of node:http. `framework` is asked for its address; where that throws, or is no text, there is none.
 * `hostUser` asks the app who is signed in, where it has a sign-in of its own: see `askHost`. Its functions are methods: a copy of its
 * properties is no client, and `withHeader` makes one like it.
 */
export function clientOf(
  message: IncomingMessage,
  framework: Addressed,
  hostUser?: Client['hostUser'],
): Client {
  return new NodeClient(message, framework, hostUser)
}

/** A class, so that a request makes one object and no function: each guarded request makes one. */
class NodeClient implements Client {
  readonly request: IncomingMessage
  readonly hostUser: Client['hostUser']
  readonly #framework: Addressed

  constructor(message: IncomingMessage, framework: Addressed, hostUser: Client['hostUser']) {
    this.request = message
    this.#framework = framework
    this.hostUser = hostUser
  }

  get method(): string {
    return this.request.method ?? 'GET'
  }

  // A host's `trust proxy` function is handed whatever text a client sends.
  ip(): string | undefined {
    try {
      const said: unknown = this.#framework.ip
      return typeof said === 'string' ? said : undefined
    } catch {
      return undefined
    }
  }

  socketAddress(): string | undefined {
    return this.request.socket.remoteAddress
  }

  header(name: string): readonly string[] {
    return headerIn(this.request.rawHeaders, name)
  }
}

/** A client that is another one in all but the headers that it sends. */
export function withHeader(client: Client, header: Client['header']): Client {
  const { method, request, hostUser } = client
  const [ip, socketAddress] = [() => client.ip(), () => client.socketAddress()]
  return Object.freeze({ method, ip, socketAddress, header, request, hostUser } satisfies Client)
}

/**
 * The values of a header in node's `rawHeaders`, by its name in lower case. Of twenty headers that are sent one is read:
 * a copy of all, as node's own `headersDistinct` makes, costs more than everything else that a guard does.
 */
export function headerIn(rawHeaders: readonly string[], name: string): readonly string[] {
  let values: string[] | undefined
  for (let i = 1; i < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i - 1] ?? ''
    if (sent.length !== name.length || !isCaseOf(sent, name)) continue
    const value = rawHeaders[i] ?? ''
    if (values) values.push(value)
    else values = [value]
  }
  return values ?? none
}

/** Whether `sent`, which is as long, is `name` in whatever case. In a token (RFC 9110, section 5.1) bit 5 is nothing but the case of a letter. */
function isCaseOf(sent: string, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i)
    if ((sent.charCodeAt(i) | 0x20) !== (code | 0x20)) return false
  }
  return true
}

/** The client's address as it is recorded and matched, in one spelling; `null` where the framework names none. */
export function addressOf(client: Pick<Client, 'ip'>): string | null {
  return readAddress(client.ip() ?? '')
}

/** The address that a client's failures count for: where the framework names none, that of the connection, so that no text evades a limit. */
export function countedAddressOf(client: Pick<Client, 'ip' | 'socketAddress'>): string | null {
  return addressOf(client) ?? readAddress(client.socketAddress() ?? '')
}

/** Who sent a request, for the audit; `user` = who is signed in, `null` = nobody knows. */
export function actorOf(client: Client, user: NamedOwner | null): Actor {
  return {
    party: user === null ? null : userParty(user),
    ip: addressOf(client),
    userAgent: client.header('user-agent')[0]?.slice(0, maxUserAgent) ?? null,
  }
}

/** Somebody as far as events name them: a user, unless it is said that they are a service account. */
export type NamedOwner = Pick<User, 'id' | 'username'> & Partial<Pick<User, 'kind'>>

/** A user, or a service account, as events name them. */
export function userParty({ kind = 'user', id, username }: NamedOwner): EventParty {
  return { kind, id, name: username }
}

/** Whether a method is one that changes nothing (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
