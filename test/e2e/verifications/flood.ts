import { mint } from '../../../src/crypto/secret.js'
import { overConnections } from './load.js'
import type { AppProcess } from './mixed.js'

/** What a flood of junk did to an app. */
export interface Flood {
  readonly refused: number
  /** Of the credential that is good and was sent in between. */
  readonly accepted: number
  /** How much more memory the process took, at most, than before, bytes. */
  readonly grownBytes: number
}

const warmUp = 20_000
/** One in so many requests brings the good credential. */
const goodEvery = 100

/** Sends so many distinct well-formed keys that nobody has, with a good one in between, over 64 connections. */
export async function flood(app: AppProcess, good: string, requests: number): Promise<Flood> {
  await send(app, good, warmUp)
  const before = Number(await app.ask('memory'))
  let most = before
  const watching = setInterval(() => {
    void app.ask('memory').then((bytes) => (most = Math.max(most, Number(bytes))))
  }, 500)
  const { refused, accepted } = await send(app, good, requests)
  clearInterval(watching)
  most = Math.max(most, Number(await app.ask('memory')))
  return { refused, accepted, grownBytes: most - before }
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
