import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A child process that serves HTTP; `await using` stops it. */
export interface Served extends AsyncDisposable {
  readonly url: string
  /** What it has printed. */
  output(): string
  /** Sends SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
  /** As a power cut would: SIGKILL. */
  kill(): Promise<void>
}

export interface ServeOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly port?: number
  /** A text it prints when it is ready. Default: it is ready when something listens on `port`. */
  readonly ready?: string
  /** Matches the port in what it prints, where `port` is 0. */
  readonly portPattern?: RegExp
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Starts a TypeScript file (or a command line) and waits, at most 40 s, until it serves. */
export async function startScript(
  script: string | readonly string[],
  options: ServeOptions = {},
): Promise<Served> {
  const { port = 0, ready } = options
  const [command = '', ...args] =
    typeof script === 'string' ? [process.execPath, '--import=tsx', resolve(script)] : script
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env, PORT: String(port), npm_config_loglevel: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<number | null>((done) => child.once('exit', done))

  const deadline = Date.now() + 40_000
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      signal('SIGKILL')
      throw new Error(`did not start: ${printed}`)
    }
    await sleep(50)
  }
  return {
    url: `http://localhost:${String(portNow())}`,
    output: () => printed,
    stop,
    async kill() {
      signal('SIGKILL')
      await ended
    },
    [Symbol.asyncDispose]: async () => void (await stop()),
  }

  function portNow(): number {
    const pattern = options.portPattern ?? /http:\/\/localhost:(\d+)\s*$/
    return port === 0 ? Number(pattern.exec(printed)?.[1] ?? 0) : port
  }

  async function isReady(): Promise<boolean> {
    if (ready !== undefined) return printed.includes(ready) && portNow() > 0
    if (portNow() === 0) return false
    return fetch(`http://127.0.0.1:${String(portNow())}/`).then(
      () => true,
      () => false,
    )
  }

  async function stop(): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) signal('SIGTERM')
    const kill = setTimeout(() => {
      signal('SIGKILL')
    }, 20_000)
    const code = await ended
    clearTimeout(kill)
    return code
  }

  /** To the whole group: npm and tsx start processes of their own. */
  function signal(name: NodeJS.Signals): void {
    try {
      process.kill(-(child.pid ?? 0), name)
    } catch {
      // It has ended already.
    }
  }
}
