import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { countedVerifiers, legacyHashes } from '../support/legacy-passwords.js'
import { newPassword } from '../support/secrets.js'

describeOnEach('a hash from before keyward', (database) => {
  const { verifiers } = countedVerifiers()
  let opened: Migrated
  let app: App
  before(async () => {
    opened = await migrated(database)
    const store = typeormStore(opened.dataSource)
    app = await startApp(expressFramework, { store, options: { passwords: { verifiers } } })
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  for (const [kind, hashOf] of Object.entries(legacyHashes)) {
    it(`of ${kind} is argon2id after one sign-in, and another sign-in at the same time succeeds`, async () => {
      const password = newPassword()
      const username = `with-${kind}`
      const { id } = await app.keyward.users.create({ username, passwordHash: hashOf(password) })
      const signIn = () => app.client().post('/session', { username, password })
      const answers = await Promise.all([signIn(), signIn()])
      assert.deepEqual(
        answers.map(({ status }) => status),
        [201, 201],
      )
      assert.match((await app.store.users.byId(id))?.passwordHash ?? '', /^\$argon2id\$/)
      assert.equal((await signIn()).status, 201)
    })
  }
})
