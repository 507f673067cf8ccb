import assert from 'node:assert/strict'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { it } from 'mocha'
import { describeOnEach, migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { addSamples } from './credentials.js'
import { flood } from './flood.js'
import { startApp } from './mixed.js'

const requests = 20_000
const mostBytes = 40 * 1024 * 1024
/** A map that kept sixty bytes of each key would hold more. */
const mostHeldBytes = 1024 * 1024

describeOnEach('a flood of keys that nobody has', (database) => {
  if (database.name !== 'sqlite') return

  it('shuts out nobody, and fills no memory', async () => {
    const { dataSource, options, close } = await migrated(database)
    const secret = newConfiguredSecret()
    const { all } = await addSamples(typeormStore(dataSource), secret, 1)
    const app = await startApp({ framework: 'express', options, secret })
    const done = await flood(app, all[0]?.text ?? '', requests)
    await app.end()
    await close()
    assert.equal(done.accepted, requests / 100)
    assert.equal(done.refused, requests - requests / 100)
    assert.ok(done.grownBytes < mostBytes, String(done.grownBytes))
    assert.ok(done.heldBytes < mostHeldBytes, String(done.heldBytes))
  })
})
