import assert from 'node:assert/strict'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { freePort } from '../../support/process.js'
import { visitor } from '../../support/visitor.js'

describeSection('CommonJS', (_section, make) => {
  it('runs as plain JavaScript, on Express 4 and TypeORM 0.3', async () => {
    const port = await freePort()
    const packages = ['better-sqlite3', { express: 'express-4', typeorm: 'typeorm-0.3' }]
    const app = make(port, { packages })
    await using served = await app.start('app.js')
    const { get, post } = visitor(served.url)
    assert.equal((await get('/hello')).status, 401)
    assert.equal(
      (await post('/auth/session', { username: 'ada', password: 'choose a long one' })).status,
      201,
    )
    assert.deepEqual((await get('/hello')).body, { hello: 'ada' })
    assert.equal((await get('/hello', { Authorization: 'Bearer kwk_unknown' })).status, 401)
    assert.equal((await get('/hello')).status, 200)
  })
})
