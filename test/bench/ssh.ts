import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Keyward } from '../../src/index.js'
import { readFingerprint } from '../../src/ssh/fingerprint.js'
import { newKeys } from '../support/ssh-keys.js'
import type { SshMachine } from '../support/ssh-machine.js'
import { run, sshdMissing, sshMachine } from '../support/ssh-machine.js'
import type { Child } from './child.js'
import { startChild } from './child.js'
import type { Framework } from './contenders.js'
import { keywardOn, open } from './keyward.js'
import { usualClient } from './headers.js'
import { loadOn } from './load.js'
import type { Settings } from './settings.js'
import type { Spread } from './spread.js'
import { rounded, spread } from './spread.js'
import type { Question } from './ssh-data.js'
import { fillSsh, keysPerUser, userCount } from './ssh-data.js'

type By = 'account' | 'fingerprint'

const lookUpsPerRound = 5000
const helperRuns = 40
const logins = 15

/** What a host's question costs: in the database, in process, over HTTP, and as a part of a login. Prints a table and one line of JSON. */
export async function benchSsh(settings: Settings): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-bench-'))
  const database = join(folder, 'bench.db')
  try {
    const { dataSource, store } = await open(database)
    console.log(`filling ${String(userCount)} users with ${String(keysPerUser)} SSH keys each …`)
    const question = await fillSsh(store)
    const keyward = keywardOn(store, 'warm')
    const cpu = (work: () => Promise<unknown>) => cpuOf(work, settings)
    const results = {
      readByAccount: await cpu(() => store.sshKeys.byUsername(question().account)),
      readByFingerprint: await cpu(() => store.sshKeys.byFingerprint(hexOf(question()))),
      lookUpByAccount: await cpu(() => lookUp(keyward, 'account', question())),
      lookUpByFingerprint: await cpu(() => lookUp(keyward, 'fingerprint', question())),
    }
    await dataSource.destroy()
    const load = {
      express: await loads('express', { database, question, settings }),
      koa: await loads('koa', { database, question, settings }),
    }
    report({ ...results, ...load, helper: await helper(folder), login: await login() })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function hexOf({ fingerprint }: Question): string {
  return readFingerprint(fingerprint) ?? ''
}

/** CPU µs of one of them, by round. */
async function cpuOf(work: () => Promise<unknown>, { rounds }: Settings): Promise<Spread> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage()
    for (let i = 0; i < lookUpsPerRound; i++) await work()
    const { user, system } = process.cpuUsage(start)
    // The first round warms up.
    if (round > 0) samples.push((user + system) / lookUpsPerRound)
  }
  return spread(samples)
}

/** All that keyward does for a request: host, grants, key, owner, policies, text. */
async function lookUp(keyward: Keyward, by: By, question: Question): Promise<void> {
  const route = keyward.adapter.routes().find(({ level }) => level === 'host')
  if (!route) throw new Error('there is no route for hosts')
  const { account, credential } = question
  const { status } = await keyward.adapter.handle(route, {
    client: usualClient(credential),
    url: pathOf(by, question),
    params: { account },
    body: { message: new IncomingMessage(new Socket()), parsed: undefined },
  })
  if (status !== 200) throw new Error(`answered ${String(status)}`)
}

function pathOf(by: By, { account, fingerprint }: Question): string {
  const query = by === 'account' ? '' : `?fingerprint=${encodeURIComponent(fingerprint)}`
  return `/auth/ssh/authorized_keys/${account}${query}`
}

/** Requests per second over HTTP, beside a route that does nothing, in turns. */
async function loads(
  framework: Framework,
  { database, question, settings }: { database: string; question: () => Question; settings: Settings },
) {
  const place = { type: 'better-sqlite3', database } as const
  const server = await startChild('server', { framework, name: 'keyward', place })
  try {
    const port = await server.ask<number>('port')
    const samples: Record<'plain' | By, number[]> = { plain: [], account: [], fingerprint: [] }
    for (let round = 0; round <= settings.rounds; round++) {
      for (const kind of ['plain', 'account', 'fingerprint'] as const) {
        const rate = await requestsPerSecond({ server, port, settings }, kind, question)
        if (round > 0) samples[kind].push(rate)
      }
    }
    const { plain, account, fingerprint } = samples
    return { plain: spread(plain), byAccount: spread(account), byFingerprint: spread(fingerprint) }
  } finally {
    await server.stop()
  }
}

async function requestsPerSecond(
  { server, port, settings }: { readonly server: Child; readonly port: number; readonly settings: Settings },
  kind: 'plain' | By,
  question: () => Question,
): Promise<number> {
  const done = await loadOn(server, port, {
    connections: settings.connections,
    seconds: settings.secondsPerRound,
    requestsPerConnection: 300,
    request() {
      if (kind === 'plain') return { path: '/plain' }
      const asked = question()
      return { path: pathOf(kind, asked), headers: { authorization: `Bearer ${asked.credential}` } }
    },
  })
  return done.requestsPerSecond
}

/** Milliseconds of the helper and of a bare curl, against a server whose answer is always the same. */
async function helper(folder: string) {
  const body = `restrict,pty ${newKeys['ssh-ed25519']()}\n# keyward:end\n`
  const server = createServer((_req, res) => res.writeHead(200, { ETag: '"always"' }).end(body))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const file = writeHelper(folder, url)
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let i = 0; i < helperRuns; i++) {
    ours.push(await milliseconds('sh', [file, 'ada', `SHA256:${'A'.repeat(43)}`]))
    bare.push(await milliseconds('curl', ['-q', '-s', '-o', '/dev/null', url]))
  }
  await new Promise((done) => server.close(done))
  return { helper: spread(ours), curl: spread(bare), ratio: ratioOf(ours, bare) }
}

function writeHelper(folder: string, url: string): string {
  const [config, cache] = [join(folder, 'etc'), join(folder, 'cache')]
  for (const made of [config, cache]) mkdirSync(made)
  writeFileSync(join(config, 'config'), `URL=${url}\nCACHE=${cache}\nMAX_STALE=86400\n`)
  writeFileSync(join(config, 'credential'), 'header = "Authorization: Bearer x"\n')
  const file = join(folder, 'keyward-authorized-keys')
  const text = readFileSync('adapters/sshd/keyward-authorized-keys', 'utf8')
  writeFileSync(file, text.replace(/^config=.*$/m, `config=${config}`))
  return file
}

/** Milliseconds of a login over a real sshd, with the helper and with a file on the host; `null` where there is no sshd. */
async function login() {
  const reason = sshdMissing()
  if (reason !== null) {
    console.log(`left out: sshd (${reason})`)
    return null
  }
  const machine = sshMachine()
  const key = machine.keyPair('-t', 'ed25519')
  const publicKey = readFileSync(`${key}.pub`, 'utf8')
  const body = `restrict,pty ${publicKey}# keyward:end\n`
  const server = createServer((_req, res) => res.writeHead(200, { ETag: '"always"' }).end(body))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    return await compareLogins(machine, { key, publicKey, url })
  } finally {
    await new Promise((done) => server.close(done))
    machine.remove()
  }
}

async function compareLogins(
  machine: SshMachine,
  { key, publicKey, url }: { key: string; publicKey: string; url: string },
) {
  machine.install(url, `kwh_${'0'.repeat(36)}`)
  const account = machine.account()
  const asking = readFileSync(machine.sshdConfig, 'utf8')
  const keys = join(machine.folder, 'keys')
  writeFileSync(keys, `restrict,pty ${publicKey}`)
  const reading = asking.replace(/^Include .*$/m, `AuthorizedKeysFile ${keys}`)
  const [ours, local]: [number[], number[]] = [[], []]
  for (let i = 0; i < logins; i++) {
    for (const [config, samples] of [
      [asking, ours],
      [reading, local],
    ] as const) {
      writeFileSync(machine.sshdConfig, config)
      const start = performance.now()
      const { code, stderr } = await machine.login(account, key)
      if (code !== 0) throw new Error(`a login failed: ${stderr}`)
      samples.push(performance.now() - start)
    }
  }
  return { helper: spread(ours), file: spread(local), ratio: ratioOf(ours, local) }
}

async function milliseconds(file: string, args: readonly string[]): Promise<number> {
  const start = performance.now()
  const { code, stderr } = await run(file, args)
  if (code !== 0) throw new Error(`${file} failed: ${stderr}`)
  return performance.now() - start
}

function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spread(ours.map((value, i) => value / (theirs[i] ?? NaN)))
}

interface Results {
  readonly readByAccount: Spread
  readonly readByFingerprint: Spread
  readonly lookUpByAccount: Spread
  readonly lookUpByFingerprint: Spread
  readonly express: Awaited<ReturnType<typeof loads>>
  readonly koa: Awaited<ReturnType<typeof loads>>
  readonly helper: Awaited<ReturnType<typeof helper>>
  readonly login: Awaited<ReturnType<typeof login>>
}

function report(results: Results): void {
  const { express, koa, helper, login } = results
  console.log(`\nSSH: SQLite, ${String(userCount)} users with ${String(keysPerUser)} keys each, at random\n`)
  console.table({
    'read by account, CPU µs': rounded(results.readByAccount, 1),
    'read by fingerprint, CPU µs': rounded(results.readByFingerprint, 1),
    'whole look-up by account, CPU µs': rounded(results.lookUpByAccount, 1),
    'whole look-up by fingerprint, CPU µs': rounded(results.lookUpByFingerprint, 1),
    'Express, requests/s of nothing': rounded(express.plain, 0),
    'Express, requests/s by account': rounded(express.byAccount, 0),
    'Express, requests/s by fingerprint': rounded(express.byFingerprint, 0),
    'Koa, requests/s of nothing': rounded(koa.plain, 0),
    'Koa, requests/s by account': rounded(koa.byAccount, 0),
    'Koa, requests/s by fingerprint': rounded(koa.byFingerprint, 0),
    'helper, ms': rounded(helper.helper, 1),
    'bare curl, ms': rounded(helper.curl, 1),
    'helper / bare curl': rounded(helper.ratio, 2),
    ...(login && {
      'login with the helper, ms': rounded(login.helper, 0),
      'login with a file on the host, ms': rounded(login.file, 0),
      'login, helper / file': rounded(login.ratio, 2),
    }),
  })
  console.log(JSON.stringify(results))
}
