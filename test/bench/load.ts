import autocannon from 'autocannon'
import type { Child } from './child.js'
import { usualHeaders } from './headers.js'
import type { Used } from './server.js'

/** One round of load on one server. */
export interface Round {
  readonly requestsPerSecond: number
  readonly cpuMicroseconds: number
  /** The part of the round that the server was at work, 1 = one core throughout: well below it, the load is what limits. */
  readonly busy: number
}

export interface Load {
  readonly connections: number
  readonly seconds: number
  /** As much before it that does not count: connections are made, and a cache finds what is in use again. */
  readonly leadInSeconds?: number
  /** Whether nothing is sent but the request's own headers. */
  readonly lean?: boolean
  /** Sent with the usual headers beside its own, where it is not lean. Made before the round begins, 500 or as many as said for each connection, and sent again and again. */
  request(): autocannon.Request
  readonly requestsPerConnection?: number
}

/** Sends requests for some seconds; throws when one is refused. */
export async function loadOn(server: Child, port: number, load: Load): Promise<Round> {
  if (load.leadInSeconds) await send(port, load, load.leadInSeconds)
  await server.ask<Used>('used')
  const { requests: sent, duration } = await send(port, load, load.seconds)
  const { requests, cpuMicroseconds } = await server.ask<Used>('used')
  return {
    requestsPerSecond: sent.average,
    cpuMicroseconds: cpuMicroseconds / requests,
    busy: cpuMicroseconds / 1e6 / duration,
  }
}

async function send(port: number, load: Load, seconds: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `http://127.0.0.1:${String(port)}`,
    connections: load.connections,
    duration: seconds,
    setupClient: (client) => {
      const length = load.requestsPerConnection ?? 500
      client.setRequests(
        Array.from({ length }, () => (load.lean ? load.request() : withUsualHeaders(load.request()))),
      )
    },
  })
  const refused = result.non2xx + result.errors
  if (refused > 0) throw new Error(`${String(refused)} requests were refused`)
  return result
}

function withUsualHeaders(request: autocannon.Request): autocannon.Request {
  return { ...request, headers: { ...usualHeaders, ...request.headers } }
}
