import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createKeyward } from '../../../src/index.js'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { newConfiguredSecret } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { sharedRedis } from '../../support/redis.js'
import { tcpProxy } from '../../support/tcp-proxy.js'
import type { TcpProxy } from '../../support/tcp-proxy.js'
import { storeOver } from './channel.js'
import type { Order, Sighting, WatcherSetting } from './watcher.js'

/** What is wrong with the channel while keys are revoked. */
export const troubles = ['none', 'cut', 'paused', 'flapping'] as const
type Trouble = (typeof troubles)[number]

export interface RevocationSetting {
  readonly dataSource: DataSource
  /** Where `dataSource` leads to. */
  readonly options: DataSourceOptions
  readonly channel: 'none' | 'notify' | 'redis'
  readonly trouble: Trouble
  /** How a key is no longer good: it is gone (default), or may be used from elsewhere alone. */
  readonly by?: 'removal' | 'narrowing'
}

const redisPort = sharedRedis.port

/**
 * Revokes keys, one after the other, that another process uses all the time. Answers for each how long after the
 * revocation was answered a request began, at the latest, that the key was still good for, ms.
 */
export async function timeRevocations(
  setting: RevocationSetting,
  trials: number,
): Promise<readonly number[]> {
  const proxy = await tcpProxy(servicePort(setting))
  const secret = newConfiguredSecret()
  const { store, disconnect } = await storeOver(setting.dataSource, {
    kind: setting.channel,
    port: servicePort(setting),
  })
  const keyward = createKeyward({ store, secrets: [secret], origins: ['http://localhost:3000'] })
  const { id: userId } = await keyward.users.create({
    username: `user-${secret.slice(0, 8)}`,
    password: secret,
  })
  const watcher = await startWatcher({
    options: setting.options,
    channel: { kind: setting.channel, port: proxy.port },
    secret,
  })
  let calm: (() => void) | undefined
  const lags: number[] = []
  for (let n = 0; n < trials; n++) {
    const { apiKey, key } = await keyward.apiKeys.create(userId, { name: `key ${String(n)}` })
    await tell(watcher, { use: key.reveal() })
    // Only now: a channel that never was in order is not trusted.
    calm ??= disturb(proxy, setting.trouble)
    const seen = sighting(watcher)
    if (setting.by === 'narrowing') {
      await keyward.apiKeys.update(userId, apiKey.id, { allowedAddresses: ['192.0.2.7'] })
    } else {
      await store.commit([store.apiKeys.remove(userId, apiKey.id)])
    }
    const revoked = Date.now()
    const last = await seen
    if (typeof last === 'object') lags.push(Math.max(0, last.lastAccepted - revoked))
  }
  calm?.()
  const exit = once(watcher, 'exit')
  watcher.send('end' satisfies Order)
  await exit
  await keyward.close()
  await disconnect()
  await proxy.close()
  return lags
}

/** What carries the news: Redis, or the database itself. */
function servicePort({ channel, options }: RevocationSetting): number {
  return channel === 'notify' && 'port' in options ? (options.port ?? redisPort) : redisPort
}

/** Makes the trouble; answers what ends it. */
function disturb(proxy: TcpProxy, trouble: Trouble): () => void {
  if (trouble === 'none') return () => undefined
  let timer: NodeJS.Timeout | undefined
  if (trouble === 'cut') proxy.cut()
  else if (trouble === 'paused') proxy.pause()
  else flap(proxy)
  return () => {
    clearTimeout(timer)
    proxy.restore()
    proxy.resume()
  }

  function flap(on: TcpProxy): void {
    on.cut()
    timer = setTimeout(
      () => {
        on.restore()
        timer = setTimeout(
          () => {
            flap(on)
          },
          randomInt(50, 500),
        )
      },
      randomInt(50, 500),
    )
  }
}

async function startWatcher(setting: WatcherSetting): Promise<ChildProcess> {
  const watcher = forkScript('test/e2e/verifications/watcher.ts')
  watcher.send(setting)
  await sighting(watcher)
  return watcher
}

async function tell(watcher: ChildProcess, order: Order): Promise<void> {
  const answered = sighting(watcher)
  watcher.send(order)
  await answered
}

/** The next thing it tells; rejects when it ends first. */
async function sighting(watcher: ChildProcess): Promise<Sighting> {
  const ending = new AbortController()
  const { signal } = ending
  const ended = once(watcher, 'exit', { signal }).then(() => {
    throw new Error('the watching process has ended')
  })
  ended.catch(() => undefined)
  try {
    const told = once(watcher, 'message', { signal }) as Promise<[Sighting]>
    const [first] = await Promise.race([told, ended])
    return first
  } finally {
    ending.abort()
  }
}
