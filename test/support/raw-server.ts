import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A server that answers with whatever bytes a test says, as proxies on the way to a service do. */
export interface RawServer {
  readonly url: string
  /** What is sent for each request; it is given the request as text. */
  answer: (request: string) => string
  /** The requests that came, as text. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

export async function rawServer(): Promise<RawServer> {
  const requests: string[] = []
  const inner = createServer((socket) => {
    let request = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      request += chunk.toString('latin1')
      if (!request.includes('\r\n\r\n')) return
      requests.push(request)
      socket.end(server.answer(request), 'latin1')
    })
  })
  await new Promise<void>((done) => inner.listen(0, '127.0.0.1', done))
  const server: RawServer = {
    url: `http://127.0.0.1:${String((inner.address() as AddressInfo).port)}`,
    answer: () => '',
    requests,
    close: () => new Promise((done) => inner.close(() => done())),
  }
  return server
}
