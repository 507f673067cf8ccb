import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createKeyward } from 'keyward'
import type { Keyward } from 'keyward'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'
import { announce } from './announce.js'
import { databaseOptions } from './database.js'
import { logEvents } from './log.js'
import { keepNotices } from './notices.js'
import { seed } from './seed.js'
import { readSettings } from './settings.js'

/** Starts a demo host: listens, opens the database, builds the app, seeds users, and says what to try. */
export function runDemo(build: (keyward: Keyward, url: string) => RequestListener): void {
  start(build).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })
}

async function start(build: (keyward: Keyward, url: string) => RequestListener): Promise<void> {
  const settings = readSettings(process.env)
  let app: RequestListener = (_req, res) => res.writeHead(503, { 'Retry-After': '1' }).end()
  const server = createServer((req, res) => {
    app(req, res)
  })
  const url = await listen(server, settings.port)

  const dataSource = new DataSource(databaseOptions(settings.databaseUrl))
  await dataSource.initialize()
  await migrate(dataSource)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [settings.secret],
    origins: [url, ...settings.origins],
    productName: 'keyward demo',
    passkeys: true,
    scopes: { 'reports:read': 'Read reports', 'reports:write': 'Write reports' },
    passwordReset: true,
    deviceClients: {
      'demo-cli': { name: 'Demo CLI', scopes: ['reports:read'] },
      'other-cli': { name: 'Other CLI', scopes: ['reports:read'] },
    },
    introspection: true,
    notify: keepNotices(settings.notices),
  })
  const closeLog = settings.log === null ? () => Promise.resolve() : logEvents(keyward, settings.log)
  await keyward.ready()
  const firstKey = await seed(keyward, settings.password)
  app = build(keyward, url)

  stopOnSignal(async () => {
    await close(server)
    await keyward.close()
    await closeLog()
    await dataSource.destroy()
  })
  announce({ url, password: settings.password, firstKey })
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve(`http://localhost:${String((server.address() as AddressInfo).port)}`)
    })
  })
}

/** Takes no more requests, lets those under way finish, and cuts what is left after 3 seconds. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeIdleConnections()
    setTimeout(() => {
      server.closeAllConnections()
    }, 3000).unref()
  })
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = (): void => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}
