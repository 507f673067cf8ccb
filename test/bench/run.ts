import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { createKeyward } from '../../src/index.js'
import type { DataSource } from 'typeorm'
import { benchSecret, fill, firstMessage, open } from './data.js'
import { rounded, spread } from './spread.js'
import { benchPages } from './pages.js'
import { benchSsh } from './ssh.js'

const keyCount = 100_000
const rounds = 7
const secondsPerRound = 3
const verifications = 50_000
const keysPerClient = 500

/** `npm run bench`, first part: what a guard costs, on SQLite with 100,000 keys used at random. Prints a table and one line of JSON. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-bench-'))
  const database = join(folder, 'bench.db')
  try {
    const { dataSource, store } = await open(database)
    console.log(`filling ${String(keyCount)} keys …`)
    const keys = await fill(store, keyCount)
    const verification = await verify(
      dataSource,
      keys,
      createKeyward({ store, secrets: [benchSecret], origins }),
    )
    await dataSource.destroy()
    const express = await compare('express', database, keys)
    const koa = await compare('koa', database, keys)
    report({ express, koa, verification })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const origins = ['http://localhost:3000']

/** CPU µs per verification in process, and how many rows were written by them. */
async function verify(
  dataSource: DataSource,
  keys: readonly string[],
  keyward: ReturnType<typeof createKeyward>,
) {
  const guard = keyward.guard()
  const samples: number[] = []
  const before = await writes(dataSource)
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage()
    for (let i = 0; i < verifications; i++) {
      const authorization = [`Bearer ${pick(keys)}`]
      await guard({ method: 'GET', ip: '127.0.0.1', headers: { authorization } })
    }
    const { user, system } = process.cpuUsage(start)
    // The first round warms up.
    if (round > 0) samples.push((user + system) / verifications)
  }
  return { microseconds: spread(samples), writes: (await writes(dataSource)) - before }
}

async function writes(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ n: number }[]>('SELECT total_changes() AS n')
  return row?.n ?? NaN
}

/** Requests per second with and without the guard, in turns, against one server process. */
async function compare(framework: string, database: string, keys: readonly string[]) {
  const server = fork(fileURLToPath(new URL('server.js', import.meta.url)), [framework, database])
  try {
    const port = await firstMessage(server)
    const plain: number[] = []
    const guarded: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const [a, b] = [await load(port, '/plain', keys), await load(port, '/guarded', keys)]
      if (round === 0) continue
      plain.push(a)
      guarded.push(b)
    }
    const ratios = guarded.map((value, i) => value / (plain[i] ?? NaN))
    return { plain: spread(plain), guarded: spread(guarded), ratio: spread(ratios) }
  } finally {
    server.kill()
  }
}

async function load(port: number, path: string, keys: readonly string[]): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${String(port)}`,
    connections: 32,
    duration: secondsPerRound,
    // Made before the round begins: making a request is then no work of the machine that is being measured.
    setupClient: (client) => {
      client.setRequests(Array.from({ length: keysPerClient }, () => requestFor(path, pick(keys))))
    },
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${path}: ${String(result.non2xx)} refused`)
  return result.requests.average
}

function requestFor(path: string, key: string): autocannon.Request {
  return { method: 'GET', path, headers: { authorization: `Bearer ${key}` } }
}

function pick(keys: readonly string[]): string {
  return keys[randomInt(keys.length)] ?? ''
}

function report(results: {
  express: Awaited<ReturnType<typeof compare>>
  koa: Awaited<ReturnType<typeof compare>>
  verification: Awaited<ReturnType<typeof verify>>
}): void {
  const { express, koa, verification } = results
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${String(availableParallelism())} cores, Node ${process.version}`
  console.log(
    `\n${machine}; SQLite, ${String(keyCount)} keys at random, no cache; ${String(rounds)} rounds in turns\n`,
  )
  console.table({
    'Express, requests/s without the guard': rounded(express.plain, 0),
    'Express, requests/s with it': rounded(express.guarded, 0),
    'Express, ratio (goal ≥ 0.80)': rounded(express.ratio, 2),
    'Koa, requests/s without the guard': rounded(koa.plain, 0),
    'Koa, requests/s with it': rounded(koa.guarded, 0),
    'Koa, ratio (goal ≥ 0.55)': rounded(koa.ratio, 2),
    'one verification, CPU µs': rounded(verification.microseconds, 1),
  })
  console.log(
    `rows written by ${String(verifications * (rounds + 1))} verifications: ${String(verification.writes)}`,
  )
  console.log(JSON.stringify({ machine, ...results }))
}

// `npm run bench -- ssh` measures what hosts ask for, `npm run bench -- pages` the account pages, and nothing else.
const alone = { ssh: benchSsh, pages: benchPages }[process.argv[2] ?? '']
void (alone ? alone() : main().then(benchSsh).then(benchPages))
