import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What becomes of a request: it passes, it is lost, it is never answered, its answer is cut, or it gets another status. */
type GateMode = 'open' | 'down' | 'silent' | 'cut' | number

/** A way to a server that can be closed and disturbed. */
export interface Gate {
  readonly url: string
  mode: GateMode
  /** The requests that came to it. */
  readonly requests: readonly { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  /** Breaks off whatever is under way. */
  drop(): void
  close(): Promise<void>
}

export async function gateTo(server: Server): Promise<Gate> {
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = []
  const inner = createServer((req, res) => {
    requests.push({ path: req.url ?? '', headers: req.headers })
    if (gate.mode === 'down') req.socket.destroy()
    else if (typeof gate.mode === 'number') res.writeHead(gate.mode).end('# keyward:end\n')
    else if (gate.mode !== 'silent') pass(req, res)
  })
  await new Promise<void>((done) => inner.listen(0, '127.0.0.1', done))
  const gate: Gate = {
    url: `http://127.0.0.1:${String(portOf(inner))}`,
    mode: 'open',
    requests,
    drop: () => inner.closeAllConnections(),
    close: () =>
      new Promise((done) => {
        inner.close(() => done())
        inner.closeAllConnections()
      }),
  }
  return gate

  function pass({ url, method, headers }: IncomingMessage, res: ServerResponse): void {
    const on = request({ port: portOf(server), path: url, method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        const { 'content-length': _, ...rest } = answer.headers
        res.writeHead(answer.statusCode ?? 500, rest)
        res.end(gate.mode === 'cut' ? body.subarray(0, -4) : body)
      })
    })
    on.end()
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
