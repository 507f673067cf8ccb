import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSource } from 'typeorm'
import type { Store } from '../src/store.js'
import type { RevisionStore } from '../src/store/revision.js'

/** What is used of pg's Client. */
interface Client {
  connect(): Promise<unknown>
  query(query: { readonly text: string; readonly query_timeout: number }): Promise<unknown>
  on(event: 'notification' | 'error' | 'end', listener: () => void): unknown
  end(): Promise<void>
  ref?(): void
  unref?(): void
}

/** What is used of pg's Pool. */
interface Pool {
  readonly Client: new (options: object) => Client
  readonly options: object
}

interface Listener {
  /** Connects, if it has not yet. */
  start(): void
  isListening(): boolean
  close(): Promise<void>
}

/** The channel that keyward's TypeORM store notifies within each transaction that revokes. */
const channel = 'keyward'
const answerWithinMs = 3000
const keepAliveEveryMs = 10_000
const firstRetryMs = 100
const longestRetryMs = 2000
const endWithinMs = 1000

/**
 * Makes a store that learns of revocations by other processes as PostgreSQL commits them, on one connection of its own to the primary.
 * While that connection is down, `revision.current()` is `null` and everything is read from the database.
 *
 * @example
 * const store = withNotify(typeormStore(dataSource), dataSource)
 */
export function withNotify(store: Store, dataSource: DataSource): Store {
  if (dataSource.options.type !== 'postgres') {
    throw new TypeError(`withNotify is for postgres, not for ${dataSource.options.type}`)
  }
  const { revision } = store
  const listener = listening({ open: () => openLike(dataSource), told: () => revision.changed() })

  return Object.freeze({
    ...store,
    revision: Object.freeze({
      ...revision,
      current() {
        // It is asked for in any case: it also looks by itself, should notifications be lost behind a pooler.
        const known = revision.current()
        listener.start()
        return listener.isListening() ? known : null
      },
    } satisfies RevisionStore),
    async close() {
      await listener.close()
      await store.close()
    },
  } satisfies Store)
}

/** Makes a connection as the pool makes them, to where the pool connects now. */
function openLike({ driver }: DataSource): Client {
  // TypeORM does not declare the pool of the primary on its Driver interface.
  const { master } = driver as unknown as { readonly master?: Pool }
  if (!master) throw new Error('the DataSource is not initialized')
  // What is not enumerable is copied, too, for that is how pg keeps passwords out of sight.
  const options = Object.defineProperties({}, Object.getOwnPropertyDescriptors(master.options))
  return new master.Client(Object.assign(options, { connectionTimeoutMillis: answerWithinMs }))
}

function listening({ open, told }: { open(): Client; told(): void }): Listener {
  const closing = new AbortController()
  let running: Promise<void> | undefined
  let isListening = false
  let giveUp: (() => void) | undefined

  return {
    start() {
      if (!closing.signal.aborted) running ??= run()
    },
    isListening: () => isListening,
    async close() {
      closing.abort()
      giveUp?.()
      await running
    },
  }

  /** Connects again and again, at longer and longer intervals while it does not succeed. */
  async function run(): Promise<void> {
    for (let tries = 0; !closing.signal.aborted; tries++) {
      if (await listenUntilLost()) tries = 0
      const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(tries, 10))
      const pause = { ref: false, signal: closing.signal }
      await sleep(randomInt(firstRetryMs / 2, longest), undefined, pause).catch(() => undefined)
    }
  }

  /** Listens until the connection is lost; answers whether it had been listening. */
  async function listenUntilLost(): Promise<boolean> {
    let client: Client | undefined
    let wasListening = false
    try {
      client = open()
      const lost = lossOf(client)
      client.on('notification', told)
      await client.connect()
      await ask(client, `LISTEN ${channel}`)
      if (closing.signal.aborted) throw new Error('closed')
      // What was notified before this connection listened is lost.
      told()
      isListening = wasListening = true
      // Listening alone keeps no process alive.
      client.unref?.()
      await lost
    } catch {
      // It is tried again, and until then nothing is answered from memory.
    }
    giveUp?.()
    if (client) await end(client)
    return wasListening
  }

  /** Resolves when the connection has ended. An end may not show by itself, so the other side is asked again and again. */
  function lossOf(client: Client): Promise<void> {
    return new Promise((resolve) => {
      const keepAlive = setInterval(() => void ask(client, 'SELECT 1').catch(over), keepAliveEveryMs).unref()
      function over(): void {
        clearInterval(keepAlive)
        isListening = false
        resolve()
      }
      giveUp = over
      // An 'error' that nobody listens to would end the process.
      client.on('error', over)
      client.on('end', over)
    })
  }
}

async function ask(client: Client, text: string): Promise<void> {
  await client.query({ text, query_timeout: answerWithinMs })
}

/** Ends a connection; one that does not part in time is left to itself. */
async function end(client: Client): Promise<void> {
  const patience = new AbortController()
  client.ref?.()
  const parted = client.end().catch(() => undefined)
  await Promise.race([parted, sleep(endWithinMs, undefined, { signal: patience.signal })])
  patience.abort()
}
