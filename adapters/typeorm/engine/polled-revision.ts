import type { Watch } from './engine.js'

const everyMs = 400
/** Together with the time that one more poll may take, it lets a revocation be known within a second. */
const goodForMs = 900

/** Follows a revision by asking for it: often enough while somebody wants to know, not at all while nobody does. */
export function polledRevision(read: () => Promise<unknown>): Watch {
  let epoch = 0
  let value: unknown
  /** When the newest answer was asked for. */
  let asOf = -Infinity
  let wanted = false
  let polling = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  return Object.freeze({
    current() {
      wanted = true
      if (!polling && !closed) void poll()
      return performance.now() - asOf < goodForMs ? epoch : null
    },
    changed() {
      epoch++
    },
    ageMs: () => (asOf === -Infinity ? null : performance.now() - asOf),
    close() {
      closed = true
      asOf = -Infinity
      clearTimeout(timer)
    },
  } satisfies Watch)

  async function poll(): Promise<void> {
    polling = true
    wanted = false
    const asked = performance.now()
    try {
      const answer = await read()
      if (answer !== value) epoch++
      value = answer
      asOf = asked
    } catch {
      // Without an answer the last one grows old, and then nothing is answered from memory. The next answer may be another server's.
      value = undefined
    }
    if (!closed) timer = setTimeout(next, everyMs).unref()
  }

  function next(): void {
    if (wanted) void poll()
    else polling = false
  }
}
