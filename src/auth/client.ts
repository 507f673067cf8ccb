import type { Actor, EventParty } from '../events.js'
import type { User } from '../principal.js'

/** What keyward looks at in a request, whichever framework it came through. */
export interface Client {
  /** Upper case. */
  readonly method: string
  /** The address, as the host framework's own `trust proxy` settings have it. Asked for only where it is needed: frameworks work it out. */
  ip(): string | undefined
  /** By name in lower case, every header as an array, so that a doubled one is seen: `distinctHeaders`. */
  readonly headers: Readonly<NodeJS.Dict<string[]>>
}

const maxUserAgent = 256

/**
 * The headers of a request of node:http, from its `rawHeaders`. As its `headersDistinct`, but without keeping the answer
 * in a further property of the request: that made all else that Express does with the request dearer.
 */
export function distinctHeaders(rawHeaders: readonly string[]): Client['headers'] {
  // Without a prototype: a header may be called `constructor`.
  const headers = Object.create(null) as NodeJS.Dict<string[]>
  for (let i = 1; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i - 1]?.toLowerCase() ?? ''
    const value = rawHeaders[i] ?? ''
    const values = headers[name]
    if (values) values.push(value)
    else headers[name] = [value]
  }
  return headers
}

/** The client's address; an IPv4 one is written as such even where the socket is IPv6. */
export function addressOf(client: Pick<Client, 'ip'>): string | null {
  const ip = client.ip()
  return ip === undefined ? null : plainAddress(ip)
}

/** An IPv4 address that is written as an IPv6 one, as IPv4; any other as it is. */
export function plainAddress(ip: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
}

/** Whoever sent a request, for the audit; signed in as `user`, or nobody known. */
export function actorOf(client: Client, user: Pick<User, 'id' | 'username'> | null): Actor {
  return {
    party: user === null ? null : userParty(user),
    ip: addressOf(client),
    userAgent: client.headers['user-agent']?.[0]?.slice(0, maxUserAgent) ?? null,
  }
}

/** A user as events name them. */
export function userParty(user: Pick<User, 'id' | 'username'>): EventParty {
  return { kind: 'user', id: user.id, name: user.username }
}

/** Whether a method is one that changes nothing (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
