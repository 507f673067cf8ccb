import { mint } from '../../../src/crypto/secret.js'
import { overConnections } from './load.js'
import type { AppProcess } from './mixed.js'

/** What a flood of junk did to an app. */
export interface Flood {
  readonly refused: number
  /** Of the credential that is good and was sent in between. */
  readonly accepted: number
  /** How much more memory the process took, at most, than in a flood before it, bytes; garbage that waits to be collected included. */
  readonly grownBytes: number
  /** How much more it holds on to, bytes. */
  readonly heldBytes: number
}

const warmUp = 20_000
/** One in so many requests brings the good credential. */
const goodEvery = 100

/**
 * Sends so many distinct well-formed keys that nobody has, with a good one in between, over 64 connections.
 * A shorter flood goes before: garbage comes and goes by tens of MiB, so most is compared with most, and not with one look.
 */
export async function flood(app: AppProcess, good: string, requests: number): Promise<Flood> {
  const before = await watched(app, () => send(app, good, warmUp))
  const heldBefore = Number(await app.ask('held'))
  const { most, result } = await watched(app, () => send(app, good, requests))
  const heldBytes = Number(await app.ask('held')) - heldBefore
  return { ...result, grownBytes: most - before.most, heldBytes }
}

/** Does something, and answers the most memory that the app took meanwhile, bytes. */
async function watched<T>(app: AppProcess, work: () => Promise<T>): Promise<{ most: number; result: T }> {
  let most = 0
  const look = async (): Promise<void> => {
    most = Math.max(most, Number(await app.ask('memory')))
  }
  const watching = setInterval(() => void look(), 100)
  try {
    const result = await work()
    await look()
    return { most, result }
  } finally {
    clearInterval(watching)
  }
}

async function send(
  { port }: AppProcess,
  good: string,
  requests: number,
): Promise<Pick<Flood, 'refused' | 'accepted'>> {
  let [refused, accepted] = [0, 0]
  await overConnections({ port, connections: 64, requests }, async (connection, n) => {
    const isGood = n % goodEvery === 0
    const status = await connection.send(isGood ? good : mint('kw', 'api_key').reveal())
    if (isGood && status === 200) accepted++
    if (!isGood && status === 401) refused++
  })
  return { refused, accepted }
}
