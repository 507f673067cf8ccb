import { once } from 'node:events'
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import request from 'supertest'
import { forExpress } from '../../adapters/express.js'
import { testKeyward } from '../../adapters/testing.js'

/**
 * Prints in which files of `src` and `adapters` some function runs, as V8 counts it, while a key passes a guard: from memory, and where it
 * has to be read. A process of its own, since counting here would end that of whoever measures coverage.
 */
const { keyward, apiKeyFor, close } = await testKeyward({ users: ['ada'] })
const [remembered, unread] = [await apiKeyFor('ada'), await apiKeyFor('ada')]
const { guard } = forExpress(keyward)
const app = express()
app.get('/jobs', guard(), (req, res) => void res.json({ hello: req.user?.username }))
const server = createServer(app).listen(0)
await once(server, 'listening')
await pass(remembered)
await pass(remembered)
const fromMemory = await filesRunning(() => pass(remembered))
const read = await filesRunning(() => pass(unread))
console.log(JSON.stringify({ fromMemory, read }))
server.close()
await close()

async function pass(key: string): Promise<void> {
  await request(server).get('/jobs').set('Authorization', `Bearer ${key}`).expect(200, { hello: 'ada' })
}

async function filesRunning(work: () => Promise<void>): Promise<readonly string[]> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await work()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  return result
    .filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => relative(process.cwd(), fileURLToPath(url.split('?')[0] ?? url)))
    .filter((path) => /^(src|adapters)\//.test(path))
}
