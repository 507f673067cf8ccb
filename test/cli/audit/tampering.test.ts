import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import type { AuditFaultKind } from '../../../src/audit-trail/fault.js'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../../entities/index.js'
import { createKeyward } from '../../../src/index.js'
import type { AuditReport, Keyward } from '../../../src/index.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { called } from '../called.js'
import type { ConfiguredFolder } from '../config-file.js'
import { configuredFolder } from '../config-file.js'
import type { Tampering } from './tamperings.js'
import { onlyByAnchor, tamperings } from './tamperings.js'

/** What is said of each, beside the row and the seal that are named. */
const said: Readonly<Record<AuditFaultKind, RegExp>> = {
  row_changed: /^Row .* does not say what keyward wrote: it was changed\.\n$/,
  row_removed: /^Row .* is missing: it was removed\.\n$/,
  row_added: /^Row .* was added: keyward did not write it, or not under that seal\.\n$/,
  seal_changed: /^Seal \d does not say what keyward wrote: it was changed, or made under a secret/,
  seal_removed:
    /^Seal \d is (missing: it was removed, though row .* is under it|not there: it was removed, or there never was)/,
  seal_replaced: /^Seal \d, or one before it, is not the one that was seen: it was replaced\.\n$/,
}

describe('an audit that somebody who can write to the database tampered with', function () {
  this.timeout(60_000)
  const secret = newConfiguredSecret()
  let folder: string
  let configured: ConfiguredFolder
  let options: DataSourceOptions
  let calls = 0

  const file = (name: string): string => join(folder, name)

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-tampering-'))
    const database = { type: 'better-sqlite3', database: file('app.db') } as const
    configured = configuredFolder(database, {
      options: `{ secrets: [${JSON.stringify(secret)}], origins: [${JSON.stringify(origin)}] }`,
    })
    options = {
      ...database,
      entities: [...keywardEntities().all],
      migrations: [...keywardMigrations()],
    }
    await onDatabase(async (keyward, dataSource) => {
      await migrate(dataSource)
      for (const seal of ['a', 'b', 'c']) {
        for (const row of [1, 2, 3]) await keyward.users.create({ username: `${seal}${String(row)}` })
        await keyward.audit.seal()
      }
      await keyward.users.create({ username: 'd1' })
      const { fault, seals, rows, unsealed } = await keyward.audit.verify()
      assert.deepEqual([fault, seals, rows, unsealed], [null, 3, 9, 1])
    })
    copyFileSync(file('app.db'), file('whole.db'))
    writeFileSync(file('seen.json'), (await command('audit verify --json')).output)
  })
  after(() => {
    configured.remove()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => {
    for (const left of ['app.db-wal', 'app.db-shm']) rmSync(file(left), { force: true })
    copyFileSync(file('whole.db'), file('app.db'))
  })

  /** Opens the database as the app would, and closes it again, so that it is one file. */
  async function onDatabase<T>(work: (keyward: Keyward, dataSource: DataSource) => Promise<T>): Promise<T> {
    const dataSource = await new DataSource(options).initialize()
    const keyward = createKeyward({ store: typeormStore(dataSource), secrets: [secret], origins: [origin] })
    try {
      return await work(keyward, dataSource)
    } finally {
      await keyward.close()
      await dataSource.destroy()
    }
  }

  /** Each call has a configuration of its own, as each process would. */
  async function command(line: string) {
    const config = file(`${String(calls++)}.mts`)
    copyFileSync(join(configured.folder, 'keyward.config.mts'), config)
    return called(folder, [...line.split(' '), '--config', config])
  }

  /** Tampers with it; answers the id of the row that is to be named. */
  async function tamper({ how, row }: Tampering): Promise<string | null> {
    return onDatabase(async (keyward, dataSource) => {
      const query = (sql: string): Promise<readonly Record<string, unknown>[]> => dataSource.query(sql)
      const [named] = await query(`SELECT id FROM keyward_audit_event WHERE subject_name = '${row ?? ''}'`)
      await how({ query, seal: () => keyward.audit.seal(), store: typeormStore(dataSource) })
      return row === 'forged' ? row : ((named?.id as string | undefined) ?? null)
    })
  }

  for (const [name, tampering] of Object.entries(tamperings)) {
    it(`is found, and named, after ${name}: ${tampering.kind}`, async () => {
      const id = await tamper(tampering)
      const { kind, seal } = tampering
      const { fault } = await onDatabase((keyward) => keyward.audit.verify())
      assert.deepEqual(fault, { kind, seal, id })
      await saidByTheCommand('audit verify', { kind, seal, id })
    })
  }

  for (const [name, tampering] of Object.entries(onlyByAnchor)) {
    it(`is found by what was seen before, after ${name}: ${tampering.kind}`, async () => {
      await tamper(tampering)
      const { kind, seal } = tampering
      await saidByTheCommand('audit verify --anchor seen.json', { kind, seal, id: null })
    })
  }

  async function saidByTheCommand(
    line: string,
    fault: { readonly kind: AuditFaultKind; readonly seal: number | null; readonly id: string | null },
  ): Promise<void> {
    const { code, output } = await command(line)
    assert.equal(code, 1)
    assert.match(output, said[fault.kind])
    if (fault.id !== null) assert.ok(output.includes(fault.id), output)
    if (fault.seal !== null) assert.match(output, new RegExp(`seal ${String(fault.seal)}\\b`, 'i'))
    const json = await command(`${line} --json`)
    const report = JSON.parse(json.output) as Pick<AuditReport, 'fault'>
    assert.deepEqual([json.code, report.fault], [1, fault])
  }

  it('is each of them in docs/audit.md, by the name that is found', () => {
    const page = readFileSync('docs/audit.md', 'utf8')
    const listed = [...page.matchAll(/^\| (a .*|the .*|rows .*|two .*) \| `(\w+)` \|$/gm)].map(
      ([, name, kind]) => [name, kind],
    )
    const tried = Object.entries({ ...tamperings, ...onlyByAnchor }).map(([name, { kind }]) => [name, kind])
    assert.deepEqual(listed, tried)
  })
})
