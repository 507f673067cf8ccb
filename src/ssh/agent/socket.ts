import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Unix socket that only this process's own user can reach, in a directory that is theirs alone. */
export interface PrivateSocket {
  readonly path: string
  /** Cuts all connections and leaves nothing on disk. */
  close(): Promise<void>
}

const maxConnections = 8

/** Opens the socket and listens; `serve` is given each connection. */
export async function privateSocket(serve: (socket: Socket) => void): Promise<PrivateSocket> {
  // mkdtemp makes it with mode 0700: the socket is out of reach before its own mode is set.
  const folder = await mkdtemp(join(tmpdir(), 'keyward-agent-'))
  const path = join(folder, 'socket')
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // A client may go away at any moment.
    socket.on('error', () => socket.destroy())
    serve(socket)
  })
  server.maxConnections = maxConnections

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(path, resolve)
    })
    await chmod(path, 0o600)
  } catch (error) {
    await close()
    throw error
  }
  return Object.freeze({ path, close } satisfies PrivateSocket)

  async function close(): Promise<void> {
    server.close()
    for (const socket of open) socket.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}
