import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { noteSecret } from '../support/secrets.js'
import type { Asker } from './ask.js'
import { isDone } from './ask.js'
import type { Change, Told } from './told.js'

/** One who works with an app of one process or two, until it is over. */
export interface Work {
  /** Where the processes are. */
  readonly urls: readonly string[]
  readonly asker: Asker
  readonly told: Told
  isOver(): boolean
}

/** A one-time link, and whose it is. */
export interface Link {
  readonly code: string
  readonly userId: string
}

/** A user with a password. */
export interface Person {
  readonly id: string
  readonly username: string
  readonly password: string
}

/** Ten times the second within which every process has heard of a revocation. */
const longestLagMs = 10_000
/** No user may have more than fifty. */
const mostKeys = 20

/** Makes keys and ends two of three, by one process and then by the other. */
export async function makeAndEndKeys(work: Work, userId: string): Promise<void> {
  const { asker, told, isOver } = work
  const credential = await arrived(work, userId)
  for (let n = 0, kept = 0; !isOver(); n++) {
    const [here, there] = turn(work, n)
    const body = { name: `key ${String(n)}` }
    const made = await asker.send('POST', `${here}/auth/api-keys`, { credential, body })
    if (!isDone(201, made.status, 'making a key')) continue
    const { id, key } = made.body as { id: string; key: string }
    noteSecret(key)
    const noted = (type: Change['type']) => told.changes.push({ type, id, url: here })
    noted('api_key.created')
    told.live.add(key)
    for (const url of [here, there]) isDone(200, await asker.guard(url, key), 'a key that was made')
    if (n % 3 === 0 && kept++ < mostKeys) continue
    // Whether a deletion that was not answered took place is anybody's guess.
    told.live.delete(key)
    const ended = await asker.send('DELETE', `${here}/auth/api-keys/${id}`, { credential })
    if (!isDone(204, ended.status, 'ending a key')) continue
    noted('api_key.deleted')
    await refusedFromNowOn(work, key, here, there)
  }
}

/** Signs somebody in and out again, at one process and then at the other. */
export async function signInAndOut(work: Work, { username, password }: Person): Promise<void> {
  const { asker, told, isOver } = work
  for (let n = 0; !isOver(); n++) {
    const [here, there] = turn(work, n)
    const body = { username, password }
    const signedIn = await asker.send('POST', `${here}/auth/session`, { body })
    if (!isDone(201, signedIn.status, 'signing in with the right password')) continue
    const { cookie } = signedIn
    const { id } = signedIn.body.session as { id: string }
    const noted = (type: Change['type']) => told.changes.push({ type, id, url: here })
    noted('session.created')
    for (const url of [here, there]) isDone(200, await asker.guard(url, cookie), 'a session that began')
    const signedOut = await asker.send('DELETE', `${here}/auth/session`, { credential: cookie })
    if (!isDone(204, signedOut.status, 'signing out')) continue
    noted('session.ended')
    await refusedFromNowOn(work, cookie, here, there)
  }
}

/** Uses links that are good once, each at all processes at once, until one of them says that it took it. */
export async function useLinks({ asker, urls, told, isOver }: Work, links: readonly Link[]): Promise<void> {
  for (const { code, userId } of links) {
    told.tried.add(code)
    for (let isSure = true; !isOver();) {
      const answers = await Promise.all(urls.map((url) => asker.link(url, code)))
      const [taker, ...more] = urls.filter((_, i) => answers[i] === 204)
      assert.deepEqual(more, [], 'a link was taken twice')
      if (taker !== undefined) {
        told.tried.delete(code)
        told.used.add(code)
        told.changes.push({ type: 'one_time_link.used', id: userId, url: taker })
        break
      }
      isSure &&= answers.every((status) => status === 401)
      assert.ok(!isSure, 'nobody may use a link that nobody has used')
      // Whoever was not answered has used it, perhaps.
      if (answers.every((status) => isDone(401, status, 'a link'))) break
    }
  }
}

/** Asks guards all the time, with what is good, with what is good no more, with what never was, and with nothing. */
export async function askGuards({ asker, urls, told, isOver }: Work): Promise<void> {
  while (!isOver()) {
    for (const url of urls) {
      const [good, bad] = [any([...told.live]), any(told.refused)]
      if (bad !== undefined) isDone(401, await asker.guard(url, bad), 'what was revoked')
      assert.equal(await asker.guard(url, ''), 401)
      if (good === undefined) continue
      const status = await asker.guard(url, good)
      // Its end may have begun meanwhile.
      if (told.live.has(good)) isDone(200, status, 'what is good')
      const forged = good.slice(0, -1) + (good.endsWith('a') ? 'b' : 'a')
      isDone(401, await asker.guard(url, forged), 'what never was')
    }
    await sleep(5)
  }
}

/** Lets the process that revoked something refuse it at once, and the other one in time. */
async function refusedFromNowOn(
  { asker, told, isOver }: Work,
  credential: string,
  here: string,
  there: string,
): Promise<void> {
  const revoked = performance.now()
  told.dead.add(credential)
  isDone(401, await asker.guard(here, credential), 'what was revoked here')
  for (let status = 0; status !== 401;) {
    const lag = performance.now() - revoked
    status = await asker.guard(there, credential)
    if (status === 200) {
      told.longestLagMs = Math.max(told.longestLagMs, lag)
      assert.ok(lag < longestLagMs, `let in ${lag.toFixed(0)} ms after its end`)
    } else isDone(401, status, 'what was revoked elsewhere')
    if (isOver()) return
  }
  told.refused.push(credential)
}

/** A browser in which somebody has just signed in. */
async function arrived(work: Work, userId: string): Promise<string> {
  for (let n = 0; ; n++) {
    const [here] = turn(work, n)
    const { status, cookie } = await work.asker.send('POST', `${here}/sign-in/${userId}`)
    if (isDone(200, status, 'signing in')) return cookie
  }
}

function turn({ urls }: Work, n: number): readonly [string, string] {
  const [one = '', other = one] = urls
  return n % 2 === 0 ? [one, other] : [other, one]
}

function any<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)]
}
