import type { RedisClient } from './client.js'
import { canSend } from './client.js'

/** The way to Redis, for questions that can also be settled without it. */
export interface Link {
  /** Redis's answer; `null` = there is none, or none in time. `late` is told one that comes after all. */
  ask<T>(question: Question<T>, late?: (answer: T) => Promise<unknown>): Promise<T | null>
}

type Question<T> = (redis: RedisClient) => Promise<T>

/** How long an answer may take, ms. */
const patienceMs = 200
/** How long Redis is not asked after it gave no answer, so that not every request waits for it, ms. */
const pauseMs = 1000

/** Makes the way to Redis over a client of the host's. */
export function link(redis: RedisClient): Link {
  let failed = false
  let askAgainAt = 0

  return Object.freeze({
    async ask(question, late) {
      const now = performance.now()
      if (now < askAgainAt || !canSend(redis)) return null
      // After a failure, one question finds out for all whether Redis is back.
      if (failed) askAgainAt = now + pauseMs
      const answering = asked(question)
      const answer = await inTime(answering)
      if (answer === null) answering.then((found) => late?.(found)).catch(() => undefined)
      failed = answer === null
      askAgainAt = failed ? performance.now() + pauseMs : 0
      return answer
    },
  } satisfies Link)

  /** Asks so that what the client throws at once becomes a rejection, and with it no answer. */
  async function asked<T>(question: Question<T>): Promise<T> {
    return question(redis)
  }
}

async function inTime<T>(answering: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null)
  })
  try {
    return await Promise.race([answering, tooLate])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
