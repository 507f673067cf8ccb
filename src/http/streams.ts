import { retryLater } from '../errors.js'
import type { Reply } from './route.js'

const halfMinuteMs = 30_000
/** So little that a slow client is asked for more often enough not to be taken for one that takes nothing. */
const pieceBytes = 16_384

/** Who is sent a body, and what it is. */
interface Outgoing {
  readonly userId: string
  readonly parts: NonNullable<Reply['parts']>
  /** Throws a refusal where the user may no longer read it. */
  readonly admitAgain: () => Promise<unknown>
}

/** The bodies that are made while they are sent. */
export interface Streams {
  /**
   * Begins one, of which a user has one at a time in a process: 429 while there is another. The user is admitted again before each further
   * part; a refusal breaks it off, and so does a client that takes nothing for 30 seconds.
   */
  begin(outgoing: Outgoing): Pick<Reply, 'parts' | 'abandoned'>
}

/** Makes the list of those that are under way. */
export function streams({ patienceMs = halfMinuteMs }: { readonly patienceMs?: number } = {}): Streams {
  const running = new Map<string, AbortController>()
  return Object.freeze({
    begin({ userId, parts, admitAgain }) {
      if (running.has(userId)) throw retryLater('too_many_attempts', patienceMs / 1000)
      const abandonment = new AbortController()
      running.set(userId, abandonment)
      let waiting = wait()
      return { parts: pieces(), abandoned: abandonment.signal }

      async function* pieces(): AsyncGenerator<Uint8Array, void> {
        clearTimeout(waiting)
        try {
          for await (const part of parts) {
            for (const piece of cut(part)) {
              waiting = wait()
              yield piece
              clearTimeout(waiting)
            }
            await admitAgain()
          }
        } finally {
          end()
        }
      }

      /** A body that is not taken from at all runs no `finally`: then this ends it. */
      function wait(): NodeJS.Timeout {
        return setTimeout(() => {
          end()
          abandonment.abort()
        }, patienceMs).unref()
      }

      function end(): void {
        clearTimeout(waiting)
        if (running.get(userId) === abandonment) running.delete(userId)
      }
    },
  } satisfies Streams)
}

function cut(part: string | Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(part)
  const count = Math.ceil(bytes.length / pieceBytes)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes))
}
