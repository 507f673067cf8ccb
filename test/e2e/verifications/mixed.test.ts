import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { describeOnEach, migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { addSamples } from './credentials.js'
import { startApp, verifyMixed } from './mixed.js'

const requests = 5000
const each = 20

describeOnEach('verifications of all kinds, over 64 connections', (database) => {
  const frameworks = database.name === 'sqlite' ? (['express', 'koa'] as const) : (['koa'] as const)
  for (const framework of frameworks) {
    describe(`by ${framework}`, () => {
      it('are never wrong, while keys are revoked', async () => {
        const opened = await migrated(database)
        const secret = newConfiguredSecret()
        const samples = await addSamples(typeormStore(opened.dataSource), secret, each)
        const app = await startApp({ framework, options: opened.options, secret })
        const verdicts = await verifyMixed(app, samples, requests)
        await app.end()
        await opened.close()
        assert.deepEqual(verdicts, {
          verified: requests,
          falseAccepts: 0,
          falseRejects: 0,
          serverErrors: 0,
          revocations: each,
        })
      })
    })
  }
})
