import { randomUUID } from 'node:crypto'
import type { RevisionStore } from '../../src/store/revision.js'
import type { RedisClient, Subscriber } from './client.js'
import { canSend } from './client.js'

/** How processes tell each other of revocations. */
interface Revocations {
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
  // The kernel notices when the other end is gone without having closed the connection.
  keepAlive: 10_000,
  retryStrategy: (times: number) => Math.min(50 * times, longestPauseMs),
}

/** Tells of revocations over Redis, and listens for those of others from the first time that somebody asks for the revision. */
export function revocations(redis: RedisClient, channel: string, inner: RevisionStore): Revocations {
  const self = randomUUID()
  let subscriber: Subscriber | undefined
  let closed = false
  let hears = false
  /** Counts connections, so that an answer on an earlier one says nothing about this one. */
  let connection = 0
  let again: NodeJS.Timeout | undefined

  return Object.freeze({
    revision: Object.freeze({
      maxAgeMs: inner.maxAgeMs,
      outdate: () => inner.outdate(),
      current() {
        if (closed) return null
        subscriber ??= listen()
        // It is asked in any case, since the store underneath follows the revision only while somebody wants to know.
        const current = inner.current()
        return hears ? current : null
      },
      changed() {
        inner.changed()
        tell()
      },
    } satisfies RevisionStore),
    tell,
    close() {
      closed = true
      lost()
      subscriber?.disconnect()
    },
  } satisfies Revocations)

  /** Does not wait: what is not told, or not heard, others learn by polling. */
  function tell(): void {
    if (canSend(redis)) redis.publish(channel, self).catch(() => undefined)
  }

  function listen(): Subscriber {
    const made = redis.duplicate(ownConnection)
    made.on('message', (_channel, message) => {
      // This process has noted its own revocations before it tells of them.
      if (message !== self) inner.changed()
    })
    made.on('ready', () => void subscribe(made, ++connection))
    made.on('close', lost)
    made.on('end', lost)
    // Without a listener the error would be printed. A `close` follows it, which is all that matters here.
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
    // What was told before this process listened is lost.
    inner.changed()
    hears = true
  }

  function lost(): void {
    hears = false
    connection++
    clearTimeout(again)
  }
}
