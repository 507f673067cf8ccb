import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly text: string
}

/** Sends a request byte by byte as it stands, and reads until the server closes. Ask for `Connection: close`. */
export function rawRequest(server: Server, request: string | Buffer): Promise<RawAnswer> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('error', reject)
    socket.once('close', () => {
      const answer = Buffer.concat(chunks).toString()
      // What comes before the answer itself, such as 100 Continue.
      const [, status, text = ''] =
        /^(?:HTTP\/1\.1 1\d\d .*\r\n\r\n)*HTTP\/1\.1 (\d{3})(.*)$/s.exec(answer) ?? []
      assert.ok(status !== undefined, `no answer: ${answer}`)
      resolve({ status: Number(status), text })
    })
    socket.write(request)
  })
}
