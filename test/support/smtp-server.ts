import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A mail server that takes what it is sent, as much of SMTP (RFC 5321) as a client needs. */
export interface SmtpServer extends AsyncDisposable {
  readonly url: string
  /** What it has taken, as it came. */
  readonly mails: readonly string[]
  /** How many recipients it has put off. */
  refused(): number
}

/** Starts one that answers so many recipients with 451 before it takes any. */
export async function smtpServer(refusals = 0): Promise<SmtpServer> {
  const mails: string[] = []
  const sockets = new Set<Socket>()
  let refused = 0
  const mayTake = (): boolean => {
    if (refused >= refusals) return true
    refused++
    return false
  }
  const server = createServer((socket) => {
    sockets.add(socket.setEncoding('utf8').on('error', () => undefined))
    talk(socket, mayTake, (mail) => mails.push(mail))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, not on a path.
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    mails,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function talk(socket: Socket, mayTake: () => boolean, take: (mail: string) => void): void {
  let waiting = ''
  let mail: string[] | null = null
  socket.write('220 test ready\r\n')
  socket.on('data', (chunk) => {
    const lines = (waiting + String(chunk)).split('\r\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) {
      if (mail === null) answer(line)
      else if (line !== '.') mail.push(line)
      else {
        take(mail.join('\n'))
        mail = null
        socket.write('250 taken\r\n')
      }
    }
  })

  function answer(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'DATA') mail = []
    if (verb === 'RCPT' && !mayTake()) socket.write('451 come back later\r\n')
    else if (verb === 'QUIT') socket.end('221 bye\r\n')
    else socket.write(verb === 'DATA' ? '354 go on\r\n' : '250 test\r\n')
  }
}
