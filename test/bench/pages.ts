import type { IncomingMessage } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createKeyward } from '../../src/index.js'
import type { Keyward, Reply, Route } from '../../src/index.js'
import { accountPages } from '../../src/pages/account-pages.js'
import { benchSecret, open, origins } from './keyward.js'
import { spread } from './spread.js'
import { plainClient } from '../support/plain-client.js'

const rounds = 5
const pagesPerRound = 300
const keysShown = 20
const form = 'application/x-www-form-urlencoded'

/** Each page with the JSON route that reads the same. */
const pages = [
  ['/sign-in', null],
  ['/account/api-keys', '/api-keys'],
  ['/account/api-keys/new', '/api-keys/options'],
  ['/account/two-step', '/mfa'],
  ['/account/activity', '/events'],
] as const

/** `npm run bench -- pages`: what a page costs the server, database included, and what it weighs with its files. Prints a table. */
export async function benchPages(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-bench-'))
  const { dataSource, store } = await open(':memory:')
  try {
    const keyward = createKeyward({ store, secrets: [benchSecret], origins, scopes: { read: 'Read' } })
    const visit = await visitor(keyward)
    const weigh = await scale(visit)
    const rows: Record<string, object> = {}
    for (const [path, data] of pages) {
      const cost = await measure(() => visit('get', path), weigh)
      rows[path] = { ...cost, 'CPU for its data alone, ms': data && (await cpuOf(() => visit('get', data))) }
    }
    const page = text(await visit('get', '/account/two-step'))
    const token = /name="form-token" value="([^"]*)"/.exec(page)?.[1] ?? ''
    const setUp = () => visit('post', '/account/two-step/authenticator', { 'form-token': token })
    rows['QR code (goal ≤ 5 ms)'] = await measure(setUp, weigh)
    console.log(
      `\naccount pages, ${String(keysShown)} keys in the list; goals: ≤ 0.5 ms, ≤ 12 kB with all files\n`,
    )
    console.table(rows)
    await keyward.close()
  } finally {
    await dataSource.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Visit = (method: string, path: string, fields?: Record<string, string>) => Promise<Reply>

/** Somebody signed in, with keys, who asks for pages without a network in between. */
async function visitor(keyward: Keyward): Promise<Visit> {
  const { id } = await keyward.users.create({ username: 'ada', password: 'a password for the bench' })
  for (let i = 0; i < keysShown; i++) await keyward.apiKeys.create(id, { name: `key ${String(i)}` })
  const { cookies } = await keyward.adapter.signInUser(plainClient(), id, { amr: ['pwd'] })
  const cookie = [cookies[0]?.split(';')[0] ?? '']
  const routes = keyward.adapter.routes({ pages: accountPages() })
  return (method, path, fields) => {
    const route = routeOf(routes, method, path)
    const client = plainClient(path === '/sign-in' ? {} : { cookie }, method.toUpperCase())
    const message = { headers: { 'content-type': form, 'content-length': '1' } } as IncomingMessage
    return keyward.adapter.handle(route, {
      client,
      url: `/auth${path}`,
      params: {},
      body: { message, parsed: fields },
    })
  }
}

function routeOf(routes: readonly Route[], method: string, path: string): Route {
  const found = routes.find((route) => route.method === method && route.path === path)
  if (!found) throw new Error(`there is no ${method} ${path}`)
  return found
}

/** Adds what a page's files weigh to the page. */
async function scale(visit: Visit): Promise<(page: string) => Promise<number>> {
  const known = new Map<string, number>()
  return async (page) => {
    let bytes = gzipSync(page).length
    for (const [, path = ''] of page.matchAll(/"\/auth(\/assets\/[^"]*)"/g)) {
      if (!known.has(path)) known.set(path, gzipSync(text(await visit('get', path))).length)
      bytes += known.get(path) ?? 0
    }
    return bytes
  }
}

async function measure(ask: () => Promise<Reply>, weigh: (page: string) => Promise<number>): Promise<object> {
  const cpu = await cpuOf(ask)
  return { 'CPU, ms': cpu, 'kB gzipped': Number(((await weigh(text(await ask()))) / 1000).toFixed(1)) }
}

/** Median over the rounds but the first, which warms up. */
async function cpuOf(ask: () => Promise<Reply>): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage()
    for (let i = 0; i < pagesPerRound; i++) await ask()
    const { user, system } = process.cpuUsage(start)
    if (round > 0) samples.push((user + system) / 1000 / pagesPerRound)
  }
  return Number(spread(samples).median.toFixed(3))
}

function text({ status, body }: Reply): string {
  if (status !== 200 || typeof body !== 'string') throw new Error(`a page answered ${String(status)}`)
  return body
}
