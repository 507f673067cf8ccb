import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import express from 'express'
import request from 'supertest'
import { forExpress } from '../../adapters/express.js'
import { testKeyward } from '../../adapters/testing.js'
import type { TestKeyward } from '../../adapters/testing.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward } from '../../src/index.js'
import { noteSecret } from '../support/secrets.js'

const dayMs = 86_400_000

/** A host's app, as it is made from the keyward that it is given. */
function hostApp(keyward: Keyward): express.Express {
  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  app.get('/jobs', guard({ scopes: ['jobs:read'] }), (req, res) => res.json({ hello: req.user?.username }))
  app.post('/jobs', guard({ credentials: ['session'], recent: true }), (_req, res) => res.sendStatus(201))
  app.get('/vault', guard({ mfa: true }), (_req, res) => res.sendStatus(200))
  app.use(errorHandler())
  return app
}

describe('keyward/testing', () => {
  let host: TestKeyward
  let app: express.Express
  before(async () => {
    const grace = { username: 'grace', admin: true, password: 'of her own' }
    host = await testKeyward({ scopes: { 'jobs:read': 'See jobs' }, users: ['ada', 'linus', grace] })
    app = hostApp(host.keyward)
  })
  after(() => host.close())

  it('signs a user in for any client and any method, recently', async () => {
    const ada = await host.signedIn('ada')
    noteSecret(ada.Cookie?.split('=')[1] ?? '')
    const { body } = await request(app).get('/jobs').set(ada).expect(200)
    assert.deepEqual(body, { hello: 'ada' })
    await request(app).post('/jobs').set(ada).expect(201)
    await request(app).get('/vault').set(ada).expect(403)
    await request(app).get('/jobs').expect(401)
  })

  it('signs a user in with a second factor, where asked', async () => {
    await request(app)
      .get('/vault')
      .set(await host.signedIn('ada', { mfa: true }))
      .expect(200)
  })

  it('signs in whoever has a second factor, with it alone', async () => {
    const { keyward, users } = host
    await keyward.import.totp(users.linus?.id ?? '', 'JBSWY3DPEHPK3PXP', { confirmedAt: 0 })
    await assert.rejects(host.signedIn('linus'), /second_factor_required/)
    await request(app)
      .get('/vault')
      .set(await host.signedIn('linus', { mfa: true }))
      .expect(200)
  })

  it('makes API keys of a user’s, with the scopes that are asked for', async () => {
    const [read, all] = [await host.apiKeyFor('ada', { scopes: ['jobs:read'] }), await host.apiKeyFor('ada')]
    for (const key of [read, all]) {
      noteSecret(key)
      await request(app).get('/jobs').auth(key, { type: 'bearer' }).expect(200)
    }
    const { rows } = await host.keyward.apiKeys.list(host.users.ada?.id ?? '')
    assert.deepEqual(rows.flatMap(({ scopes }) => scopes).toSorted(), ['*', 'jobs:read'])
  })

  it('has users who sign in by their passwords', async () => {
    for (const [username, admin] of [
      ['ada', false],
      ['grace', true],
    ] as const) {
      const { password } = host.users[username] ?? assert.fail()
      const { body } = await request(app).post('/auth/session').send({ username, password }).expect(201)
      assert.equal(body.user.admin, admin)
    }
    assert.equal(host.users.grace?.password, 'of her own')
  })

  it('has a clock that a test moves', async () => {
    const key = await host.apiKeyFor('ada', { expiresInDays: 7 })
    const ada = await host.signedIn('ada')
    const before = host.clock.now()
    host.clock.advance(7 * dayMs)
    assert.equal(host.clock.now(), before + 7 * dayMs)
    await request(app).get('/jobs').auth(key, { type: 'bearer' }).expect(401)
    await request(app).get('/jobs').set(ada).expect(401)
    for (const ms of [-1, NaN]) assert.throws(() => host.clock.advance(ms), TypeError)
  })

  it('says what is missing: nobody of that name, a policy that wants more, an option that is none', async () => {
    await assert.rejects(host.signedIn('nobody'), /nobody is called nobody/)
    await assert.rejects(testKeyward({ passkey: true } as object), /passkey: is not an option/)
    const strict = await testKeyward({ users: ['ada'] })
    try {
      await strict.keyward.policies.replace({ kind: 'platform' }, { mfa: { enforceMfa: true } })
      await assert.rejects(strict.signedIn('ada'), /enrolment_required/)
    } finally {
      await strict.close()
    }
  })

  it('cheap hashes in production: refused there, and no option of createKeyward asks for them', async () => {
    const before = process.env.NODE_ENV
    process.env.NODE_ENV = 'production'
    try {
      await assert.rejects(testKeyward(), TypeError)
    } finally {
      if (before === undefined) delete process.env.NODE_ENV
      else process.env.NODE_ENV = before
    }
    const given = { hashCost: { memoryCost: 8, timeCost: 1, parallelism: 1 } } as object
    assert.throws(
      () => createKeyward(given as Parameters<typeof createKeyward>[0]),
      /hashCost: is not an option/,
    )
  })
})
