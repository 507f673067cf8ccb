import { fork, spawn } from 'node:child_process'
import type { ChildProcess, ForkOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { until } from './until.js'

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

/**
 * How Node is told to run a TypeScript file: by tsx, or, in the run of all tests, which compiles everything once, as what came of that,
 * which starts in less than half the time. A file that a test has just written was compiled by nobody.
 */
export function scriptArguments(script: string): readonly string[] {
  const { KEYWARD_COMPILED: folder } = process.env
  const compiled = folder && !isAbsolute(script) && resolve(folder, script.replace(/\.ts$/, '.js'))
  return compiled && existsSync(compiled) ? [compiled] : ['--import=tsx', resolve(script)]
}

/** Forks a TypeScript file of this project. */
export function forkScript(script: string, options: ForkOptions = {}): ChildProcess {
  const [file = '', ...execArgv] = scriptArguments(script).toReversed()
  return fork(file, { execArgv, ...options })
}

/** Starts a TypeScript file (or a command line) and waits, at most 40 s, until it serves. */
export async function startScript(
  script: string | readonly string[],
  options: ServeOptions = {},
): Promise<Served> {
  const { port = 0, ready } = options
  const [command = '', ...args] =
    typeof script === 'string' ? [process.execPath, ...scriptArguments(script)] : script
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

  const started = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`it ended with ${String(child.exitCode)}`)
    return isReady()
  }
  try {
    await until(`the start of ${command}`, started, { seconds: 4, everyMs: 50 })
  } catch (cause) {
    signal('SIGKILL')
    throw new Error(`did not start: ${printed}`, { cause })
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
