import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, it } from 'mocha'
import { newPassword } from '../support/secrets.js'
import { packedBefore } from './packed.js'

const run = promisify(execFile)

/** How the test runners of hosts load things, with no configuration at all. */
const runners = {
  jest: {
    start: [resolve('node_modules/jest/bin/jest.js')],
    file: 'auth.test.js',
    load: (names: string, from: string) => `const { ${names} } = require('${from}')`,
    express: "const express = require('express')",
    globals: '',
  },
  vitest: {
    start: [resolve('node_modules/vitest/vitest.mjs'), 'run'],
    file: 'auth.test.mjs',
    load: (names: string, from: string) => `import { ${names} } from '${from}'`,
    express: "import express from 'express'",
    globals: "import { expect, test } from 'vitest'",
  },
}

describe('a host’s tests', function () {
  this.timeout(120_000)
  const packed = packedBefore()

  for (const [name, runner] of Object.entries(runners)) {
    it(`load keyward in ${name} with its defaults, and sign in`, async () => {
      const app = packed().app(['express', 'typeorm', 'better-sqlite3', name])
      writeFileSync(join(app, 'package.json'), '{ "name": "host" }')
      writeFileSync(join(app, runner.file), hostTest(runner))
      const env = { ...process.env, NODE_OPTIONS: '', PASSWORD: newPassword() }
      const { stdout, stderr } = await run(process.execPath, runner.start, { cwd: app, env })
      assert.match(stdout + stderr, /Tests:? +1 passed/)
    })
  }
})

/** What a person would write: a host over a database in memory, a user, a sign-in, a refusal, an authenticator app's set-up. */
function hostTest({ load, express, globals }: (typeof runners)[keyof typeof runners]): string {
  return `${globals}
${express}
${load('DataSource', 'typeorm')}
${load('createKeyward, KeywardError', 'keyward')}
${load('forExpress', 'keyward/express')}
${load('accountPages', 'keyward/pages')}
${load('keywardEntities, keywardMigrations', 'keyward/entities')}
${load('migrate, typeormStore', 'keyward/typeorm')}

test('signs in', async () => {
  const entities = keywardEntities().all
  const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities, migrations: [...keywardMigrations()] })
  await migrate(await dataSource.initialize())
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: ['a secret for tests, of 32 bytes or more'],
    origins: ['http://localhost'],
  })
  const user = { username: 'ada', password: process.env.PASSWORD }
  await keyward.users.create(user)
  await expect(keyward.users.create(user)).rejects.toBeInstanceOf(KeywardError)

  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router({ pages: accountPages() }))
  app.get('/hello', guard(), (req, res) => res.json({ hello: req.user.username }))
  app.use(errorHandler())
  const server = app.listen(0)
  const url = 'http://localhost:' + server.address().port
  const headers = { 'Content-Type': 'application/json' }
  const signedIn = await fetch(url + '/auth/session', { method: 'POST', headers, body: JSON.stringify(user) })
  expect(signedIn.status).toBe(201)
  const cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  expect(await (await fetch(url + '/hello', { headers: { Cookie: cookie } })).json()).toEqual({ hello: 'ada' })
  expect((await fetch(url + '/hello')).status).toBe(401)
  const asked = { method: 'POST', headers: { ...headers, Cookie: cookie, Origin: 'http://localhost' }, body: '{}' }
  expect((await (await fetch(url + '/auth/mfa/totp', asked)).json()).secret).toMatch(/^[A-Z2-7]{32}$/)
  await new Promise((done) => server.close(done))
  await keyward.close()
  await dataSource.destroy()
  // Both runners give a test 5 s, which a busy machine needs for less.
}, 60_000)
`
}
