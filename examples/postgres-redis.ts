import cluster from 'node:cluster'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Redis } from 'ioredis'
import { createKeyward } from 'keyward'
import type { Keyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forExpress } from 'keyward/express'
import { withRedis } from 'keyward/redis'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'

/** Two processes behind one address, over PostgreSQL and Redis: what one of them revokes the other refuses. */
const port = Number(process.env.PORT ?? 3000)
const password = 'a password of your choice'

interface Opened {
  readonly dataSource: DataSource
  readonly keyward: Keyward
  close(): Promise<void>
}

async function open(): Promise<Opened> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: process.env.DATABASE_URL ?? 'postgres://localhost/app',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
    extra: { max: 10 },
  })
  await dataSource.initialize()
  const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')
  // Redis may go away and come back: say so, and go on.
  redis.on('error', ({ message }: Error) => {
    console.error(`redis: ${message}`)
  })
  const keyward = createKeyward({
    store: withRedis(typeormStore(dataSource), redis),
    // The same in every process: what one process issues, the others verify.
    secrets: [process.env.KEYWARD_SECRET],
    origins: [`http://localhost:${String(port)}`],
  })
  const close = async (): Promise<void> => {
    await keyward.close()
    redis.disconnect()
    await dataSource.destroy()
  }
  return { dataSource, keyward, close }
}

/** Makes the tables and a user, starts two processes, and shows what they share. */
async function primary(): Promise<void> {
  const { dataSource, keyward, close } = await open()
  await migrate(dataSource)
  if (!(await keyward.users.byUsername('ada'))) {
    await keyward.users.create({ username: 'ada', password, admin: true })
  }
  await close()

  cluster.schedulingPolicy = cluster.SCHED_RR
  const workers = [cluster.fork(), cluster.fork()]
  process.on('SIGTERM', () => {
    for (const { process } of workers) process.kill('SIGTERM')
  })
  const addresses = await Promise.all(
    workers.map((worker) => once(worker, 'listening') as Promise<[AddressInfo]>),
  )
  const url = `http://localhost:${String(addresses[0]?.[0].port)}`
  await show(url)
  console.log(`listening on ${url}`)
}

async function worker(): Promise<void> {
  const { keyward, close } = await open()
  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use((_req, res, next) => {
    res.set('X-Process', String(cluster.worker?.id))
    next()
  })
  app.use('/auth', router())
  app.get('/jobs', guard({ limit: { requests: 100, perSeconds: 10 } }), (req, res) => {
    res.json({ hello: req.user?.username })
  })
  app.use(errorHandler())
  app.listen(port, '127.0.0.1')

  // A terminal sends the signal to every process, and the primary sends it on.
  let stopping = false
  process.on('SIGTERM', () => {
    if (stopping) return
    stopping = true
    // Takes no more requests, and finishes those under way.
    cluster.worker?.disconnect().once('disconnect', () => void close())
  })
}

/** Uses a key in both processes, deletes it in one of them, and uses it in both again. */
async function show(url: string): Promise<void> {
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const response = await fetch(url + path, {
      method,
      // A connection of its own for each request, so that they go to both processes in turn.
      headers: { 'Content-Type': 'application/json', Connection: 'close', ...headers },
      body: body && JSON.stringify(body),
    })
    console.log(
      `process ${String(response.headers.get('X-Process'))}: ${method} ${path} ${String(response.status)}`,
    )
    return response
  }
  const signedIn = await ask('POST', '/auth/session', {}, { username: 'ada', password })
  const browser = { Cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  const name = `shown at ${new Date().toISOString()}`
  const made = await ask('POST', '/auth/api-keys', browser, { name })
  const { id, key } = (await made.json()) as { id: string; key: string }
  const caller = { Authorization: `Bearer ${key}` }
  await ask('GET', '/jobs', caller)
  await ask('GET', '/jobs', caller)
  await ask('DELETE', `/auth/api-keys/${id}`, browser)
  await ask('GET', '/jobs', caller)
  await ask('GET', '/jobs', caller)
}

void (cluster.isPrimary ? primary() : worker())
