import pg from 'pg'

type Done = (...given: unknown[]) => void

/** Counts, over all connections of this process to PostgreSQL, how often something waits for answers before it asks further. */
export interface RoundTrips {
  /** How many there were while it ran: statements that are sent together, or while others are on their way, count once. */
  of(work: () => Promise<unknown>): Promise<number>
  stop(): void
}

/** Counts in pg itself, below whatever speaks to it. */
export function countRoundTrips(): RoundTrips {
  // Which overload is called is decided by pg, from what it is given.
  const client = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown }
  const { query } = client
  let underWay = 0
  let rounds = 0
  client.query = function counted(this: unknown, ...given: unknown[]) {
    if (underWay++ === 0) rounds++
    const last = given.at(-1)
    if (typeof last === 'function') {
      const done = last as Done
      return query.call(this, ...given.slice(0, -1), (...answer: unknown[]) => {
        underWay--
        done(...answer)
      })
    }
    const answer = query.call(this, ...given) as Promise<unknown>
    const isOver = (): void => void underWay--
    answer.then(isOver, isOver)
    return answer
  }
  return {
    async of(work) {
      const before = rounds
      await work()
      return rounds - before
    },
    stop() {
      client.query = query
    },
  }
}
