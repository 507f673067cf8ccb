import { randomUUID } from 'node:crypto'
import type { RevisionStore } from '../../src/store/revision.js'
import { canSend } from './client.js'
import type { RedisClient, Subscriber } from './client.js'

/** Word of revocations, from and to the other processes. */
export interface Revocations {
  /** As that of the store underneath, but `current` is `null` while this process can't hear of revocations. */
  readonly revision: RevisionStore
  /** Tells the others that something was revoked; does not wait, and does not fail. */
  tell(): void
  close(): void
}

/** How long until a lost connection, or a refused subscription, is tried again, ms. */
const longestPauseMs = 1000
const ownConnection = {
  lazyConnect: true,
  // What this connection hears counts from the moment that Redis has acknowledged the subscription on it.
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: null,
  // A peer that is gone without a word is noticed by the kernel.
  keepAlive: 10_000,
  retryStrategy: (times: number) => Math.min(50 * times, longestPauseMs),
}

/** Hears and tells of revocations over Redis, from the first time that somebody asks for the revision. */
export function revocations(redis: RedisClient, channel: string, inner: RevisionStore): Revocations {
  const self = randomUUID()
  let subscriber: Subscriber | undefined
  let closed = false
  let hears = false
  /** Counts connections, so that an answer on an earlier one says nothing about this one. */
  let connection = 0
  let again: NodeJS.Timeout | undefined

  return Object.freeze<Revocations>({
    revision: Object.freeze<RevisionStore>({
      maxAgeMs: inner.maxAgeMs,
      bump: () => inner.bump(),
      current() {
        if (closed) return null
        subscriber ??= listen()
        // Asked in any case: the store underneath follows the revision only while somebody wants to know.
        const current = inner.current()
        return hears ? current : null
      },
      changed() {
        inner.changed()
        tell()
      },
    }),
    tell,
    close() {
      closed = true
      lost()
      subscriber?.disconnect()
    },
  })

  /** What is not told, or not heard, is learnt of by polling. */
  function tell(): void {
    if (canSend(redis)) redis.publish(channel, self).catch(() => undefined)
  }

  function listen(): Subscriber {
    const made = redis.duplicate(ownConnection)
    made.on('message', (_channel, message) => {
      // The process that revokes has noted it before.
      if (message !== self) inner.changed()
    })
    made.on('ready', () => void subscribe(made, ++connection))
    made.on('close', lost)
    made.on('end', lost)
    // Without a listener it would be printed; `close` follows it.
    made.on('error', () => undefined)
    made.connect().catch(() => undefined)
    return made
  }

  async function subscribe(to: Subscriber, attempt: number): Promise<void> {
    try {
      await to.subscribe(channel)
    } catch {
      if (attempt !== connection || closed) return
      again = setTimeout(() => void subscribe(to, attempt), longestPauseMs).unref()
      return
    }
    if (attempt !== connection || closed) return
    // What was said before is lost.
    inner.changed()
    hears = true
  }

  function lost(): void {
    hears = false
    connection++
    clearTimeout(again)
  }
}
