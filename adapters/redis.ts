import type { Store } from '../src/store.js'
import { attemptsOver } from './redis/attempts.js'
import type { RedisClient } from './redis/client.js'
import { counters } from './redis/counters.js'
import { link } from './redis/link.js'
import { requestCounts } from './redis/request-counts.js'
import { revocations } from './redis/revocations.js'

/** What a host chooses about what keyward keeps in Redis. */
export interface RedisOptions {
  /** What every key and channel begins with. Apps that share a Redis need different ones. Default: `keyward`. */
  readonly prefix?: string
}

/**
 * Makes a store whose processes share Redis beside their database: they hear of each other's revocations at once, and count
 * failed attempts, and requests under a guard's `limit`, together. Redis may go away at any moment: what it does is then
 * done by the database, or by each process for itself, and never left out. `redis` is an ioredis client of the host's, which the host
 * closes; keyward makes one further connection like it, to listen on. On a Redis Cluster the counters of failed attempts lie on one node.
 *
 * @example
 * const redis = new Redis(process.env.REDIS_URL)
 * const keyward = createKeyward({ store: withRedis(typeormStore(dataSource), redis), secrets, origins })
 */
export function withRedis(store: Store, redis: RedisClient, options: RedisOptions = {}): Store {
  const prefix = prefixOf(options)
  const way = link(redis)
  const { attempts, commit } = attemptsOver(store, counters(way, prefix))
  const { revision, tell, close } = revocations(redis, `${prefix}:revoked`, store.revision)

  return Object.freeze({
    ...store,
    revision,
    attempts,
    requestLimits: requestCounts(way, prefix),
    async shared() {
      // A script runs on a single Redis as on a cluster, and asks for no key.
      const answer = await link(redis).ask((client) => client.eval('return 1', 0))
      return { name: 'Redis', answers: answer !== null }
    },
    async commit(writes) {
      try {
        return await commit(writes)
      } finally {
        // They are told of a commit that failed, too: one whose answer was lost may have been carried out.
        if (writes.some(({ revokes }) => revokes)) tell()
      }
    },
    keyIds: () => store.keyIds(),
    clock: () => store.clock(),
    ready: () => store.ready(),
    async close() {
      close()
      await store.close()
    },
  } satisfies Store)
}

function prefixOf({ prefix = 'keyward' }: RedisOptions): string {
  if (/^[\w.:-]{1,64}$/.test(prefix)) return prefix
  throw new TypeError('withRedis: prefix must be 1 to 64 letters, digits and ". : _ -"')
}
