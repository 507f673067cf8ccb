import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import type { RedisOptions } from 'ioredis'
import { before } from 'mocha'
import { leaveOut } from './left-out.js'
import { freePort } from './process.js'
import { until } from './until.js'

/** The Redis of this machine, which other tests use, too. */
export const sharedRedis = { host: '127.0.0.1', port: 6379 } as const

/** A Redis of a test's own, to be mistreated. */
export interface OwnRedis {
  readonly at: { readonly host: string; readonly port: number }
  start(): Promise<void>
  /** It answers nothing more, and closes nothing. */
  pause(): void
  resume(): void
  /** As a power cut would; all it held is gone. */
  kill(): Promise<void>
}

/** To stand first in a suite: leaves it out where there is no Redis, or fails when `KEYWARD_REQUIRE` names it. */
export function needsRedis(): void {
  before(async function () {
    const { error } = spawnSync('redis-server', ['--version'])
    if (error) leaveOut(this, 'redis', 'redis-server is not installed')
    const client = new Redis({ ...sharedRedis, lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    const reason = await client.ping().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : 'no answer'),
    )
    client.disconnect()
    if (reason !== null) leaveOut(this, 'redis', reason)
  })
}

/** A client that is connected; it says nothing of connections that fail. */
export async function connectedRedis(options: RedisOptions): Promise<Redis> {
  const client = new Redis({ ...options, lazyConnect: true })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Starts one; `settings` as on redis-server's command line. */
export async function ownRedis(...settings: readonly string[]): Promise<OwnRedis> {
  const at = { host: '127.0.0.1', port: await freePort() }
  let server: ChildProcess | undefined

  const redis: OwnRedis = {
    at,
    async start() {
      const args = [
        '--bind',
        at.host,
        '--port',
        String(at.port),
        '--save',
        '',
        '--appendonly',
        'no',
        ...settings,
      ]
      server = spawn('redis-server', args, { stdio: 'ignore' })
      await answers(at)
    },
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    async kill() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return
      const gone = once(server, 'exit')
      server.kill('SIGKILL')
      await gone
    },
  }
  await redis.start()
  return redis
}

async function answers(at: OwnRedis['at']): Promise<void> {
  const ask = async (): Promise<string | null> => {
    const client = new Redis({ ...at, lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    const pong = await client.ping().catch(() => null)
    client.disconnect()
    return pong
  }
  await until('an answer of redis-server', ask, { seconds: 2, everyMs: 20 })
}
