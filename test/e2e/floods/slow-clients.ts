import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { origin } from '../../support/app.js'
import type { BodyRoute } from '../../support/routes.js'
import type { Answers } from './harm.js'
import { count } from './harm.js'

const said = 20_000

/** How slow bodies are sent. */
interface Dripping {
  readonly port: number
  /** One for each connection; `cookie` = a session's, or none. */
  readonly bodies: readonly (BodyRoute & { readonly cookie: string | null })[]
  /** How long a byte a second goes on, at most. */
  readonly seconds: number
}

/** Sends bodies, each that is said to have 20,000 bytes, a byte a second, until it is answered and the connection closed, or the time is over. */
export async function dripBodies({ port, bodies, seconds }: Dripping): Promise<Answers> {
  const answers: Answers = new Map()
  await Promise.all(bodies.map(drip))
  return answers

  async function drip({ method, path, cookie }: Dripping['bodies'][number]): Promise<void> {
    const socket = opened(port)
    const [type, length] = [typeOf(path), String(said)]
    const head = [
      `${method} /auth${path} HTTP/1.1`,
      `Host: 127.0.0.1`,
      `Origin: ${origin}`,
      `Content-Type: ${type}`,
      `Content-Length: ${length}`,
      ...(cookie === null ? [] : [`Cookie: ${cookie}`]),
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    const closed = once(socket, 'close')
    const dripping = setInterval(() => socket.write(' '), 1000)
    const tooLong = setTimeout(() => socket.destroy(), seconds * 1000)
    await closed
    clearInterval(dripping)
    clearTimeout(tooLong)
    count(answers, statusIn(socket))
  }
}

/** Asks for the keys of an account over and over on one connection and takes none of the answers. */
export async function takeNothing(
  port: number,
  {
    connections,
    requests,
    credential,
    seconds,
  }: Readonly<Record<'connections' | 'requests' | 'seconds', number>> & { readonly credential: string },
): Promise<Answers> {
  const answers: Answers = new Map()
  const one = [
    'GET /auth/ssh/authorized_keys/deploy HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${credential}`,
  ]
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    socket.pause()
    socket.write(`${one.join('\r\n')}\r\n\r\n`.repeat(requests))
    return socket
  })
  await sleep(seconds * 1000)
  for (const socket of sockets) {
    // What came as far as this machine has waited there.
    const waiting = once(socket, 'readable')
    socket.read(0)
    await waiting
    count(answers, statusOf(String(socket.read())))
    socket.destroy()
  }
  return answers
}

/** Opens connections, half of which say nothing and half of which have asked once, and leaves them alone. */
export async function idle(
  port: number,
  { connections, seconds }: Readonly<Record<'connections' | 'seconds', number>>,
): Promise<Answers> {
  const answers: Answers = new Map()
  const sockets: Socket[] = []
  for (let n = 0; n < connections; n++) {
    const socket = opened(port)
    await once(socket, 'connect')
    if (n % 2 === 0) {
      const answered = once(socket, 'data')
      socket.write('GET /guarded HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
      await answered
    }
    sockets.push(socket)
  }
  await sleep(seconds * 1000)
  for (const socket of sockets) {
    count(answers, statusIn(socket))
    socket.destroy()
  }
  return answers
}

const received = new WeakMap<Socket, string>()

function opened(port: number): Socket {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  // Whoever is cut off may still be writing.
  socket.on('error', () => undefined)
  socket.on('data', (piece: string) => received.set(socket, (received.get(socket) ?? '') + piece))
  return socket
}

function statusIn(socket: Socket): number | 'none' {
  return statusOf(received.get(socket) ?? '')
}

function statusOf(text: string): number | 'none' {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  return status === undefined ? 'none' : Number(status)
}

function typeOf(path: string): string {
  const isForm = ['/device/code', '/device/token', '/introspect', '/revoke'].includes(path)
  return isForm ? 'application/x-www-form-urlencoded' : 'application/json'
}
