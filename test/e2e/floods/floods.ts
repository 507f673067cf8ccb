import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { mint } from '../../../src/crypto/secret.js'
import { origin } from '../../support/app.js'
import { overConnections } from '../verifications/load.js'
import type { Answers } from './harm.js'
import { count } from './harm.js'

/** How much of a flood comes, and whereto. */
export interface Rate {
  readonly port: number
  readonly perSecond: number
  readonly seconds: number
}

/** Where the attempts of a flood come from, and whom they name. */
interface Attempt {
  readonly address: string
  readonly username: string
}

/** Tries passwords of one user, from one address. */
export function guessFromOneAddress(rate: Rate, username: string): Promise<Answers> {
  return signIns(rate, () => ({ address: '203.0.113.7', username }))
}

/** Tries passwords of users there are not, each attempt from another address. */
export function guessFromEverywhere(rate: Rate): Promise<Answers> {
  const address = (): string => ['198', '18', String(randomInt(256)), String(randomInt(256))].join('.')
  return signIns(rate, () => ({ address: address(), username: `somebody-${String(randomInt(1e9))}` }))
}

/** Sends texts that have no form of a credential, each another, over 64 connections. */
export async function junk({
  port,
  requests,
}: {
  readonly port: number
  readonly requests: number
}): Promise<Answers> {
  const answers: Answers = new Map()
  await overConnections({ port, connections: 64, requests }, async (connection, n) => {
    const key = mint('kw', 'api_key').reveal()
    // An altered checksum, or no word of ours at all.
    count(answers, await connection.send(n % 2 === 0 ? `${key.slice(0, -1)}!` : `junk-${key}`))
  })
  return answers
}

/** Sends as many attempts a second whether or not those before them were answered, as attackers do. */
async function signIns({ port, perSecond, seconds }: Rate, next: () => Attempt): Promise<Answers> {
  const answers: Answers = new Map()
  const sent: Promise<void>[] = []
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  const began = performance.now()
  for (let n = 0; n < perSecond * seconds; n++) {
    sent.push(attempt(next()))
    const early = began + ((n + 1) * 1000) / perSecond - performance.now()
    if (early > 0) await sleep(early)
  }
  await Promise.all(sent)
  agent.destroy()
  return answers

  async function attempt({ address, username }: Attempt): Promise<void> {
    const body = JSON.stringify({ username, password: 'none of anybody’s passwords' })
    const headers = { 'Content-Type': 'application/json', Origin: origin, 'X-Forwarded-For': address }
    const asking = request({ agent, port, path: '/auth/session', method: 'POST', headers }).end(body)
    try {
      const [answer] = (await once(asking, 'response')) as [IncomingMessage]
      answer.resume()
      await once(answer, 'end')
      count(answers, answer.statusCode ?? 'none')
    } catch {
      count(answers, 'none')
    }
  }
}
