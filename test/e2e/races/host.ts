import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { DataSourceOptions } from 'typeorm'
import { forExpress } from '../../../adapters/express.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import { connect } from '../../databases.js'

/** One of several processes of an app: keyward over a database that they share, and a sign-in that costs no password. */
const dataSource = await connect(JSON.parse(process.env.RACES_DATABASE ?? '') as DataSourceOptions)
const keyward = createKeyward({
  store: typeormStore(dataSource),
  secrets: [process.env.RACES_SECRET],
  origins: ['http://localhost:3000'],
  scopes: { 'reports:read': 'read reports' },
  deviceClients: { 'acme-cli': { name: 'Acme CLI', scopes: ['reports:read'] } },
  // What is raced for are the limits and claims of single sign-ins.
  throttle: { codesPerAccount: { failures: 100_000, minutes: 15 } },
})
const { router, signInUser } = forExpress(keyward)
const app = express()
app.use('/auth', router())
app.post('/sign-in/:userId', async (req, res) => {
  res.json(await signInUser(res, req.params.userId, { amr: ['pwd'] }))
})

const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`http://localhost:${String((server.address() as AddressInfo).port)}`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void keyward.close().then(() => dataSource.destroy())
})
