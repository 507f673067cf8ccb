import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A way to a TCP server that can be disturbed as a network is. */
export interface TcpProxy {
  readonly port: number
  /** Carries nothing further, but ends no connection and takes new ones: the other end has gone silent. */
  pause(): void
  /** Carries on, with what was held back. */
  resume(): void
  /** Breaks every connection off, and new ones too. */
  cut(): void
  /** Lets new connections through again, to another port if one is given. */
  restore(to?: number): void
  /** Carries what comes from the server later by so much. */
  delay(ms: number): void
  /** Carries no answer any more on a connection on which the client has sent this, from now on; `null` = all of them. */
  hush(after: RegExp | null): void
  close(): Promise<void>
}

export async function tcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let target = port
  let isCut = false
  let isPaused = false
  let delayMs = 0
  let last: RegExp | null = null

  const server = createServer((client) => {
    if (isCut) return void client.on('error', () => undefined).destroy()
    const upstream = connect(target, '127.0.0.1')
    join(client, upstream, () => 0)
    join(upstream, client, () => delayMs)
    client.on('data', (chunk: Buffer) => {
      if (last?.test(chunk.toString('latin1'))) upstream.pause()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  return {
    port: (server.address() as AddressInfo).port,
    pause() {
      isPaused = true
      for (const socket of sockets) socket.pause()
    },
    resume() {
      isPaused = false
      for (const socket of sockets) socket.resume()
    },
    cut() {
      isCut = true
      breakOff()
    },
    restore(to = target) {
      target = to
      isCut = false
    },
    delay(ms) {
      delayMs = ms
    },
    hush(after) {
      last = after
    },
    async close() {
      const closed = new Promise((done) => server.close(done))
      breakOff()
      await closed
    },
  }

  function join(from: Socket, to: Socket, delay: () => number): void {
    const late: Buffer[] = []
    sockets.add(from)
    from.setNoDelay()
    from.on('data', (chunk: Buffer) => {
      const ms = delay()
      if (ms === 0 && late.length === 0) return void to.write(chunk)
      late.push(chunk)
      // What came first goes first, even if it had to wait longer.
      setTimeout(() => to.write(late.shift() ?? ''), ms)
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (isPaused) from.pause()
  }

  function breakOff(): void {
    for (const socket of sockets) socket.resetAndDestroy()
  }
}
