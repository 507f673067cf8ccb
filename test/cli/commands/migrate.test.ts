import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'mocha'
import type { PendingMigration } from '../../../adapters/typeorm/index.js'
import { keywardMigrations } from '../../../entities/index.js'
import { newConfiguredSecret } from '../../support/app.js'
import { called } from '../called.js'
import type { ConfiguredFolder } from '../config-file.js'
import { configuredFolder } from '../config-file.js'

describe('keyward migrate', () => {
  const options = `{ secrets: ['${newConfiguredSecret()}'], origins: ['http://localhost:3000'] }`
  const hidden = `class Hidden1799000000000 {
    async up(runner) { await runner.manager.query('CREATE TABLE hidden (id integer)') }
    async down() {}
  }`
  let made: ConfiguredFolder

  before(() => {
    made = configuredFolder(
      { type: 'better-sqlite3', database: ':memory:' },
      { options, before: hidden, migrations: 'Hidden1799000000000' },
    )
  })
  after(() => {
    made.remove()
  })

  it('--status names each pending migration, says whose it is, and exits with 1', async () => {
    const { code, output } = await called(made.folder, ['migrate', '--status'])
    assert.equal(code, 1)
    assert.match(output, /^Pending:\n {2}keyward_createTables1795000000000 {2}keyward’s\n/)
    assert.match(output, /\n {2}Hidden1799000000000 +the app’s\n$/)
  })

  it('--status --json gives one document', async () => {
    const { code, output } = await called(made.folder, ['migrate', '--status', '--json', '--only', 'keyward'])
    const { pending } = JSON.parse(output) as { pending: PendingMigration[] }
    assert.equal(code, 1)
    assert.deepEqual(new Set(pending.map(({ owner }) => owner)), new Set(['keyward']))
    assert.equal(pending.length, keywardMigrations().length)
  })

  it('--sql writes the SQL, makes no file, and fails where a migration cannot be shown, which it names', async () => {
    const { code, output, errors } = await called(made.folder, ['migrate', '--sql'])
    assert.equal(code, 1)
    assert.match(output, /\nCREATE TABLE "keyward_user"/)
    assert.match(errors, /^keyward: Hidden1799000000000 cannot be shown without running it: /)
    assert.deepEqual(readdirSync(join(made.folder)), ['keyward.config.mts'])
    const own = await called(made.folder, ['migrate', '--sql', '--only', 'keyward'])
    assert.deepEqual([own.code, own.errors], [0, ''])
  })

  it('refuses both at once, and what is no choice', async () => {
    assert.equal((await called(made.folder, ['migrate', '--sql', '--status'])).code, 2)
    assert.equal((await called(made.folder, ['migrate', '--only', 'mine'])).code, 1)
  })
})
