import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** Sends a bearer text over one connection that is kept, and answers the status. */
export interface Connection {
  send(text: string): Promise<number>
  close(): void
}

/** Opens a connection to an app on this machine. One request at a time. */
export function openConnection(port: number): Connection {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('latin1').setNoDelay(true)
  return {
    send: (text) => exchange(socket, text),
    close() {
      socket.destroy()
    },
  }
}

/** Calls `work` for each of so many numbers, over so many connections at once. */
export async function overConnections(
  {
    port,
    connections,
    requests,
  }: { readonly port: number; readonly connections: number; readonly requests: number },
  work: (connection: Connection, n: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    const connection = openConnection(port)
    try {
      while (next < requests) await work(connection, next++)
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
}

function exchange(socket: Socket, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let received = ''
    const done = (): void => {
      socket.off('data', take).off('error', reject).off('close', closed)
    }
    const closed = (): void => {
      done()
      reject(new Error('the connection was closed'))
    }
    const take = (piece: string): void => {
      received += piece
      if (!isWhole(received)) return
      done()
      resolve(Number(received.slice(9, 12)))
    }
    socket.on('data', take).on('error', reject).on('close', closed)
    socket.write(`GET /guarded HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${text}\r\n\r\n`)
  })
}

function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
  return received.length >= head + 4 + Number(length ?? 0)
}
