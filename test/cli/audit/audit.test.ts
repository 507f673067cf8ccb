import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import { canonicalOf } from '../../../src/audit-trail/canonical.js'
import { merkleRoot } from '../../../src/audit-trail/merkle.js'
import { createKeyward } from '../../../src/index.js'
import type { AuditEvent, Keyward } from '../../../src/index.js'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../../entities/index.js'
import { newConfiguredSecret } from '../../support/app.js'
import type { Called } from '../called.js'
import { called } from '../called.js'
import type { ConfiguredFolder } from '../config-file.js'
import { configuredFolder } from '../config-file.js'

describe('npx keyward audit', () => {
  const secret = newConfiguredSecret()
  let folder: string
  let dataSource: DataSource
  let keyward: Keyward
  let configured: ConfiguredFolder
  let calls = 0

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-cli-audit-'))
    configured = configuredFolder(
      { type: 'better-sqlite3', database: join(folder, 'app.db') },
      { options: `{ secrets: [${JSON.stringify(secret)}], origins: ['http://localhost:3000'] }` },
    )
    dataSource = await new DataSource({
      type: 'better-sqlite3',
      database: join(folder, 'app.db'),
      entities: [...keywardEntities().all],
      migrations: [...keywardMigrations()],
    }).initialize()
    await migrate(dataSource)
    const options = { store: typeormStore(dataSource), secrets: [secret], origins: ['http://localhost:3000'] }
    keyward = createKeyward(options)
  })
  after(async () => {
    await keyward.close()
    await dataSource.destroy()
    rmSync(folder, { recursive: true })
    configured.remove()
  })

  /** Each call has a configuration of its own, as each process would: it is closed at the end. */
  async function command(line: string, stop?: AbortController): Promise<Called> {
    const config = file(`${String(calls++)}.mts`)
    copyFileSync(join(configured.folder, 'keyward.config.mts'), config)
    return called(folder, [...line.split(' '), '--config', config], '', stop?.signal)
  }

  /** As many users, and a seal over what the audit says of each. */
  async function sealedUsers(...names: readonly string[]): Promise<void> {
    for (const username of names) {
      await keyward.users.create({ username })
      await keyward.audit.seal()
    }
  }

  const sql = (text: string): Promise<unknown> => dataSource.query(text)
  const file = (name: string): string => join(folder, name)

  it('verify says that nothing is wrong, and what is', async () => {
    await sealedUsers('ada', 'bob')
    const { code, output } = await command('audit verify')
    assert.equal(code, 0)
    assert.match(
      output,
      /^Nothing is wrong with 2 rows under 2 seals, and 0 rows not sealed yet\.\nNewest seal: 2, of .+Z, root [0-9a-f]{64}\n$/,
    )
    await sql("UPDATE keyward_audit_event SET note = 'x' WHERE seal = 2")
    const wrong = await command('audit verify')
    assert.equal(wrong.code, 1)
    assert.match(
      wrong.output,
      /^Row [0-9a-f-]{36} under seal 2 does not say what keyward wrote: it was changed\.\n$/,
    )
    const json = JSON.parse((await command('audit verify --json')).output) as { fault: { kind: string } }
    assert.equal(json.fault.kind, 'row_changed')
    await sql('UPDATE keyward_audit_event SET note = NULL WHERE seal = 2')
    assert.equal((await command('audit verify --since 2')).code, 0)
    assert.match(
      (await command('audit verify --since 9')).output,
      /^Seal 8 is not there: it was removed, or there never was one of that number\.\n$/,
    )
  })

  it('verify finds an audit made anew by whoever has the secrets, by what was printed before', async () => {
    const printed = await command('audit verify --json')
    assert.equal(printed.code, 0)
    writeFileSync(file('seen.json'), printed.output)
    await sealedUsers('cyd')
    assert.equal((await command('audit verify --anchor seen.json')).code, 0)
    await sql('UPDATE keyward_audit_event SET seal = NULL, ip = NULL')
    await sql('DELETE FROM keyward_audit_seal')
    await sql("DELETE FROM keyward_audit_event WHERE subject_name = 'ada'")
    await keyward.audit.seal()
    assert.equal((await command('audit verify')).code, 0)
    const { code, output } = await command('audit verify --anchor seen.json')
    assert.deepEqual(
      [code, output],
      [1, 'Seal 1, or one before it, is not the one that was seen: it was replaced.\n'],
    )
  })

  it('export writes what was asked for, newest first, and no more', async () => {
    const all = await command('audit export --format ndjson')
    const lines = all.output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent)
    assert.deepEqual(
      lines.map(({ subject }) => subject?.name),
      ['cyd', 'bob'],
    )
    assert.equal(lines[0]?.userId, lines[0]?.subject?.id)
    const csv = await command('audit export --format csv --user bob --type user.created --after 2020-01-01')
    const [heading, row, ...rest] = csv.output.split('\r\n')
    assert.match(heading ?? '', /^id,type,at,.*,user_id$/)
    assert.match(row ?? '', /,user\.created,.*,bob,/)
    assert.deepEqual(rest, [''])
    assert.equal(
      (await command('audit export --format csv --before 2020-01-01')).output,
      `${heading ?? ''}\r\n`,
    )
  })

  it('prune writes a file for its owner alone, goes on with it, and leaves an audit that is whole', async () => {
    const prune = 'audit prune --before 2999-01-01 --export old.ndjson --reason why'
    const first = await command(prune)
    assert.deepEqual(
      [first.code, first.output],
      [0, 'Removed 2 rows under 1 seal; they are in old.ndjson.\n'],
    )
    assert.equal(statSync(file('old.ndjson')).mode & 0o777, 0o600)
    await sealedUsers('dan')
    const second = await command(`${prune} --json`)
    const { rows, seals } = JSON.parse(second.output) as { rows: number; seals: number }
    assert.ok(rows >= 2 && seals >= 1)
    assert.equal((await command('audit verify')).code, 0)
    const events = await keyward.events.list({ type: 'audit.pruned' })
    assert.equal(events.rows.length, seals)
    assert.ok(events.rows.every(({ actor, note }) => actor?.kind === 'operator' && note === 'why'))
  })

  it('prune leaves a file whose roots can be made again of what it holds', () => {
    const lines = readFileSync(file('old.ndjson'), 'utf8').trimEnd().split('\n')
    const held: AuditEvent[] = []
    let seals = 0
    for (const line of lines) {
      const value = JSON.parse(line) as
        { seal: { root: string; count: number } } | (AuditEvent & { at: unknown })
      if (!('seal' in value)) {
        held.push({ ...value, at: Date.parse(String(value.at)) })
        continue
      }
      const rows = held.splice(0)
      assert.deepEqual([rows.length, merkleRoot(rows.map(canonicalOf))], [value.seal.count, value.seal.root])
      seals++
    }
    assert.ok(seals >= 2)
  })

  it('prune removes nothing where a row was changed, or the file is another', async () => {
    await sealedUsers('eve')
    writeFileSync(file('notes.txt'), 'mine\n')
    const other = await command('audit prune --before 2999-01-01 --export notes.txt --reason why')
    assert.deepEqual([other.code, readFileSync(file('notes.txt'), 'utf8')], [1, 'mine\n'])
    const bounds = await command('audit prune --before 2001-01-01 --export new.ndjson --reason why')
    assert.match(
      bounds.output,
      /^Nothing was removed: no seal has only rows from before 2001-01-01T00:00:00\.000Z\.\n$/,
    )
    await sql("UPDATE keyward_audit_event SET note = 'x' WHERE subject_name = 'eve'")
    const { code, errors } = await command('audit prune --before 2999-01-01 --export old.ndjson --reason why')
    assert.equal(code, 1)
    assert.match(
      errors,
      /^keyward: seal \d+, or a row under it, is not as keyward left it: nothing was removed \(conflict\)\n$/,
    )
    await sql("UPDATE keyward_audit_event SET note = NULL WHERE subject_name = 'eve'")
    assert.equal((await command('audit verify')).code, 0)
  })

  it('prune refuses a file that it could not go on with, whether or not there is anything to remove', async () => {
    writeFileSync(file('half.json'), '{ "type": "module" }')
    writeFileSync(file('lines.json'), '{\n  "type": "module"\n}\n')
    const exported = await command('audit export --format ndjson --type user.created')
    writeFileSync(file('exported.ndjson'), exported.output)
    writeFileSync(file('one.ndjson'), `${exported.output.split('\n')[0] ?? ''}\n`)
    const [none, notContinued] = [/is there already, and no file of audit prune/, /cannot be gone on with/]
    for (const before of ['2001-01-01', '2999-01-01']) {
      for (const [name, why] of [
        ['half.json', none],
        ['lines.json', none],
        ['exported.ndjson', notContinued],
        ['one.ndjson', notContinued],
        ['no-folder/new.ndjson', /no file can be made in .*no-folder/],
        ['.', /is a link, or no file: name a new file/],
      ] as const) {
        const { code, errors } = await command(`audit prune --before ${before} --export ${name} --reason why`)
        assert.equal(code, 1, `${name} before ${before}`)
        assert.match(errors, why)
      }
    }
    assert.equal(readFileSync(file('exported.ndjson'), 'utf8'), exported.output)
    assert.equal((await command('audit verify')).code, 0)
    assert.equal((await keyward.events.list({ type: 'user.created' })).rows.length > 0, true)
  })

  it('stops where it is told to, and says so', async () => {
    const stop = new AbortController()
    stop.abort()
    const verified = await command('audit verify', stop)
    assert.deepEqual([verified.code, verified.output], [1, ''])
    assert.match(verified.errors, /^keyward: stopped after \d+ rows?, with which nothing is wrong\n$/)
    const pruned = await command('audit prune --before 2999-01-01 --export old.ndjson --reason why', stop)
    assert.deepEqual(
      [pruned.code, pruned.output],
      [1, 'Stopped. Nothing was removed. The same command goes on from there.\n'],
    )
    assert.equal((await command('audit export --format csv', stop)).code, 1)
  })

  it('says how it is used', async () => {
    for (const [line, why] of [
      ['audit', /which\? audit verify, audit export, audit prune/],
      ['audit verify --since x', /--since takes the number of a seal, not x/],
      ['audit export', /needs --format ndjson or --format csv/],
      ['audit export --format xml', /--format takes one of csv, ndjson, not xml/],
      ['audit export --format csv --type nothing', /--type takes one of session\.created, /],
      ['audit export --format csv --after yesterday', /--after takes a day or a time such as/],
      ['audit prune --reason why --before 2026-01-01', /needs --before and --export/],
      ['audit prune --before 2026-01-01 --export x', /needs --reason/],
    ] as const) {
      const { code, errors } = await command(line)
      assert.equal(code, 2, line)
      assert.match(errors, why)
    }
    const anchor = await command('audit verify --anchor 0.mts')
    assert.equal(anchor.code, 1)
    assert.match(anchor.errors, /is not what npx keyward audit verify --json prints/)
  })
})
