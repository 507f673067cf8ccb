import { canSend } from './client.js'
import type { RedisClient } from './client.js'

/** The way to Redis, for questions that can also be settled without it. */
export interface Link {
  /** Redis's answer; `null` = there is none, or none in time. `late` is told one that comes after all, and may ask on. */
  ask<T>(question: Question<T>, late?: (answer: T, redis: RedisClient) => Promise<unknown>): Promise<T | null>
}

type Question<T> = (redis: RedisClient) => Promise<T>

/** How long an answer may take, ms. */
const patienceMs = 200
/** How long Redis is not asked after it gave no answer, so that not every request waits for it, ms. */
const pauseMs = 1000

export function link(redis: RedisClient): Link {
  let failed = false
  let askAgainAt = 0

  return Object.freeze<Link>({
    async ask(question, late) {
      const now = performance.now()
      if (now < askAgainAt || !canSend(redis)) return null
      // After a failure one asks on behalf of all.
      if (failed) askAgainAt = now + pauseMs
      const answering = asked(question)
      const answer = await inTime(answering)
      if (answer === null) answering.then((found) => late?.(found, redis)).catch(() => undefined)
      failed = answer === null
      askAgainAt = failed ? performance.now() + pauseMs : 0
      return answer
    },
  })

  /** Also what the client throws at once is no answer. */
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
