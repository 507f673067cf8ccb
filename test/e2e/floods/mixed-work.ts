import { setTimeout as sleep } from 'node:timers/promises'
import { mint } from '../../../src/crypto/secret.js'
import { origin } from '../../support/app.js'
import { noteSecret } from '../../support/secrets.js'
import { newKeys } from '../../support/ssh-keys.js'
import type { FloodedApp } from './flooded-app.js'
import { signIn } from './flooded-app.js'

/** What an app has been seen to be at one moment of its work. */
export interface Look {
  readonly heldBytes: number
  readonly residentBytes: number
  readonly resources: number
}

/** What came of the work. */
export interface Worked {
  readonly requests: number
  readonly looks: readonly Look[]
  /** Answers that were not as they should be. */
  readonly wrong: readonly string[]
}

/** People who work beside each other. */
const people = 4
const pauseMs = 20

/** Has people work for a while, each over and over: sign in, make, use, list and end credentials, be refused, sign out. Looks at the app so many times meanwhile. */
export async function work(
  one: FloodedApp,
  { seconds, looks }: { readonly seconds: number; readonly looks: number },
): Promise<Worked> {
  const url = `http://127.0.0.1:${String(one.app.port)}`
  const end = performance.now() + seconds * 1000
  const wrong: string[] = []
  const seen: Look[] = []
  let [requests, made] = [0, 0]
  await Promise.all([looking(), ...Array.from({ length: people }, person)])
  return { requests, looks: seen, wrong }

  async function looking(): Promise<void> {
    for (let n = 0; n < looks; n++) {
      await sleep((seconds * 1000) / looks)
      const heldBytes = Number(await one.app.ask('held'))
      const residentBytes = Number(await one.app.ask('memory'))
      const { resources } = await one.app.strain()
      seen.push({ heldBytes, residentBytes, resources })
    }
  }

  async function person(): Promise<void> {
    while (performance.now() < end) await day()
  }

  async function day(): Promise<void> {
    const cookie = await signIn(one)
    const name = `made ${String(++made)}`
    const key = await asked(cookie, 'POST', '/auth/api-keys', 201, { name })
    const token = await asked(cookie, 'POST', '/auth/tokens', 201, { name })
    const publicKey = newKeys['ssh-ed25519']()
    const sshKey = await asked(cookie, 'POST', '/auth/ssh-keys', 201, { name, publicKey })
    const texts = [textOf(key['key']), textOf(token['token'])]
    for (const text of texts) noteSecret(text)
    for (let n = 0; n < 10; n++) for (const text of texts) await guarded(text, 200)
    for (const list of ['api-keys', 'tokens', 'ssh-keys', 'events', 'sessions'])
      await asked(cookie, 'GET', `/auth/${list}`, 200)
    await guarded(mint('kw', 'api_key').reveal(), 401)
    await asked(cookie, 'POST', '/auth/api-keys', 422, { name: '' })
    await asked(cookie, 'DELETE', `/auth/api-keys/${idIn(key, 'apiKey')}`, 204)
    await asked(cookie, 'DELETE', `/auth/ssh-keys/${textOf(sshKey['id'])}`, 204)
    await asked(cookie, 'DELETE', `/auth/tokens/${textOf(token['id'])}`, 204)
    for (const text of texts) await guarded(text, 401)
    await asked(cookie, 'DELETE', '/auth/session', 204)
  }

  async function guarded(text: string, expected: number): Promise<void> {
    await answered('/guarded', expected, { headers: { Authorization: `Bearer ${text}` } })
  }

  async function asked(
    cookie: string,
    method: string,
    path: string,
    expected: number,
    body?: object,
  ): Promise<Readonly<Record<string, unknown>>> {
    const headers = { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' }
    return answered(path, expected, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  }

  async function answered(
    path: string,
    expected: number,
    init: RequestInit,
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(url + path, init)
    const text = await answer.text()
    requests++
    if (answer.status !== expected)
      wrong.push(`${init.method ?? 'GET'} ${path}: ${String(answer.status)} ${text.slice(0, 200)}`)
    await sleep(pauseMs)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function idIn(answer: Readonly<Record<string, unknown>>, of: string): string {
  return textOf((answer[of] as { id?: unknown } | undefined)?.id ?? answer['id'])
}
