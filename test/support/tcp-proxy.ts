import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'

/** A proxy on this machine in front of a service, to disturb the connections to it. */
export interface TcpProxy {
  readonly port: number
  /** Ends the connections, and each new one. */
  cut(): void
  /** Keeps the connections, and takes new ones, but lets nothing through. */
  pause(): void
  /** Lets everything through again, what was held back first. */
  restore(): void
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  disturbed: boolean
}

type State = 'open' | 'cut' | 'paused'

/** Starts a proxy to a port of this machine. With `only`, it disturbs just the connections whose client ever sends such a piece. */
export async function tcpProxy(
  target: number,
  only: (sent: Buffer) => boolean = () => true,
): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  let state: State = 'open'

  const listener = createServer((client) => {
    const pair: Pair = { client, server: connect(target, '127.0.0.1'), disturbed: false }
    pairs.add(pair)
    join(pair)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')

  function join(pair: Pair): void {
    const { client, server } = pair
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    client.on('data', (sent: Buffer) => {
      if (!pair.disturbed && only(sent)) {
        pair.disturbed = true
        apply(pair)
        if (state === 'paused') return client.unshift(sent)
      }
      server.write(sent)
    })
    server.on('data', (sent: Buffer) => client.write(sent))
  }

  function apply({ client, server, disturbed }: Pair): void {
    if (!disturbed) return
    for (const socket of [client, server]) {
      if (state === 'cut') socket.destroy()
      else if (state === 'paused') socket.pause()
      else socket.resume()
    }
  }

  function turn(to: State): void {
    state = to
    for (const pair of pairs) apply(pair)
  }

  return {
    port: (listener.address() as AddressInfo).port,
    cut: () => {
      turn('cut')
    },
    pause: () => {
      turn('paused')
    },
    restore: () => {
      turn('open')
    },
    async close() {
      turn('open')
      for (const { client } of pairs) client.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
