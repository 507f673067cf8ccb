import { setTimeout as sleep } from 'node:timers/promises'
import { openConnection } from '../verifications/load.js'
import type { AppProcess } from '../verifications/mixed.js'

/** How often each status was answered; `none` = the connection ended without an answer. */
export type Answers = Map<number | 'none', number>

/** What a flood did to an app, and to whoever had a good key meanwhile. */
export interface Harm {
  readonly answers: Answers
  /** Of the guarded requests that went on, one after another, with a good key. */
  readonly guarded: {
    readonly asked: number
    readonly passed: number
    readonly medianMs: number
    readonly p99Ms: number
    readonly longestMs: number
  }
  readonly delayP99Ms: number
  readonly longestDelayMs: number
  /** How much more memory the process took at most than before, bytes; garbage included. */
  readonly grownBytes: number
  /** How much more it holds on to afterwards, bytes. */
  readonly heldBytes: number
}

/** Floods an app, and watches it from the side of somebody with a good key, who asks every 20 ms. */
export async function harmOf(app: AppProcess, good: string, flood: () => Promise<Answers>): Promise<Harm> {
  const heldBefore = Number(await app.ask('held'))
  const before = Number(await app.ask('memory'))
  await app.strain()
  let most = before
  const looking = setInterval(
    () => void app.ask('memory').then((now) => (most = Math.max(most, Number(now)))),
    200,
  )
  const probing = startProbe(app.port, good)
  try {
    const answers = await flood()
    const guarded = await probing.stop()
    const { delayP99Ms, longestDelayMs } = await app.strain()
    const heldBytes = Number(await app.ask('held')) - heldBefore
    return { answers, guarded, delayP99Ms, longestDelayMs, grownBytes: most - before, heldBytes }
  } finally {
    clearInterval(looking)
    await probing.stop()
  }
}

/** Counts one more answer. */
export function count(answers: Answers, status: number | 'none'): void {
  answers.set(status, (answers.get(status) ?? 0) + 1)
}

function startProbe(port: number, good: string): { stop(): Promise<Harm['guarded']> } {
  const took: number[] = []
  let [passed, stopped] = [0, false]
  const connection = openConnection(port)
  const probing = probe()
  return {
    async stop() {
      stopped = true
      await probing
      connection.close()
      const sorted = [...took].sort((a, b) => a - b)
      const at = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? NaN
      return { asked: took.length, passed, medianMs: at(0.5), p99Ms: at(0.99), longestMs: at(1) }
    },
  }

  async function probe(): Promise<void> {
    while (!stopped) {
      const began = performance.now()
      const status = await connection.send(good)
      took.push(performance.now() - began)
      if (status === 200) passed++
      await sleep(20)
    }
  }
}
