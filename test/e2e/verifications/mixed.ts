import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { forkScript } from '../../support/process.js'
import type { Revocable, Sample, Samples } from './credentials.js'
import type { Answer, HostSetting, Question, Strain } from './host.js'
import { overConnections } from './load.js'

/** What went wrong among so many verifications. */
export interface Verdicts {
  readonly verified: number
  readonly falseAccepts: number
  readonly falseRejects: number
  readonly serverErrors: number
  readonly revocations: number
}

/** An app in a process of its own. */
export interface AppProcess {
  readonly port: number
  ask(question: Question): Promise<Answer>
  /** How it fared since that was asked before. */
  strain(): Promise<Strain>
  end(): Promise<void>
}

/** Starts the app in a process of its own. */
export async function startApp(setting: HostSetting): Promise<AppProcess> {
  const child = forkScript('test/e2e/verifications/host.ts')
  const answered = async (): Promise<Answer> => ((await once(child, 'message')) as [Answer])[0]
  child.send(setting)
  const port = Number(await answered())
  let last: Promise<unknown> = Promise.resolve()
  const ask = (question: Question): Promise<Answer> => {
    const asked = last.then(() => {
      child.send(question)
      return answered()
    })
    last = asked
    return asked
  }
  return {
    port,
    ask,
    strain: async () => (await ask('strain')) as Strain,
    async end() {
      const exit = once(child, 'exit')
      await ask('end')
      await exit
    },
  }
}

/**
 * Sends samples at random over 64 connections, and revokes keys in between: from the moment a revocation is answered
 * each request that begins must be refused.
 */
export async function verifyMixed(
  app: AppProcess,
  { all, revocable }: Samples,
  requests: number,
): Promise<Verdicts> {
  const counts = { verified: 0, falseAccepts: 0, falseRejects: 0, serverErrors: 0, revocations: 0 }
  const every = Math.max(1, Math.floor(requests / (revocable.length + 1)))
  const revoked = new Set<string>()
  const begun = new Set<string>()
  const revocations: Promise<void>[] = []

  await overConnections({ port: app.port, connections: 64, requests }, async (connection, n) => {
    const victim = n % every === 0 ? revocable[n / every - 1] : undefined
    if (victim) revocations.push(revoke(victim))
    const { text, status } = n % 4 === 0 ? revocableNow() : pick(all)
    const answered = await connection.send(text)
    // What is right is not certain while a revocation is under way.
    judge(status === 200 && begun.has(text) ? null : status, answered)
  })
  await Promise.all(revocations)
  return counts

  function revocableNow(): Sample {
    const { text } = pick(revocable)
    return { text, status: revoked.has(text) ? 401 : 200 }
  }

  function judge(expected: number | null, status: number): void {
    counts.verified++
    if (status >= 500) counts.serverErrors++
    else if (expected === 401 && status !== 401) counts.falseAccepts++
    else if (expected === 200 && status !== 200) counts.falseRejects++
  }

  async function revoke({ text, userId, id }: Revocable): Promise<void> {
    begun.add(text)
    await app.ask({ revoke: { userId, id } })
    revoked.add(text)
    counts.revocations++
  }
}

function pick<T>(list: readonly T[]): T {
  const one = list[randomInt(list.length)]
  if (one === undefined) throw new TypeError('there is nothing to pick from')
  return one
}
