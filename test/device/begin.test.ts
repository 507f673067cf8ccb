import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { ConflictError } from '../../src/store/write.js'
import { refused } from '../support/problems.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'

describe('a device whose user code another has already', () => {
  let app: App
  let conflicts = 0
  let commits = 0
  before(async () => {
    app = await startApp(expressFramework, {
      over: (store) => ({
        ...store,
        commit(writes) {
          commits++
          if (conflicts-- > 0) return Promise.reject(new ConflictError('userCodeDigest'))
          return store.commit(writes)
        },
      }),
    })
  })
  after(() => app.close())

  const begin = (failing: number) => {
    conflicts = failing
    commits = 0
    return app.client().post('/device/code', { client_id: 'other-cli' })
  }

  it('is given another code', async () => {
    assert.equal((await begin(4)).status, 200)
    assert.equal(commits, 5)
  })

  it('is told to come back where that goes on', async () => {
    const answer = await begin(1000)
    refused(answer, 503, 'busy')
    assert.equal(answer.headers['retry-after'], '1')
    assert.equal(commits, 5)
  })
})
