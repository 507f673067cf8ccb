import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { connect, describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { until } from '../../support/until.js'
import { newName, newPerson } from '../../import/imported-people.js'
import { called } from '../called.js'
import type { ConfiguredFolder } from '../config-file.js'
import { configuredFolder } from '../config-file.js'
import { started } from './command-process.js'

const reason = ['--reason', 'move from the old app']

describeOnEach('keyward import', (database) => {
  let opened: Migrated
  let configured: ConfiguredFolder
  before(async () => {
    opened = await migrated(database)
    const options = `{ secrets: ['${newConfiguredSecret()}'], origins: ['http://localhost'], importedApiKeys: true }`
    configured = configuredFolder(opened.options, { options })
  })
  after(async () => {
    configured.remove()
    await opened.close()
  })

  it('says what is wrong, in which line and field, writes nothing, and fails', async () => {
    const file = fileOf(['{"username":"ada"}', '', '{"username":"two words"}', '{"username":'])
    const { code, output } = await call('import', file, ...reason)
    assert.equal(code, 1)
    assert.deepEqual(output.split('\n'), [
      'line 3: username may have ASCII letters, digits and . _ @ + - only',
      'line 4: is not valid JSON',
      'Nothing was written: 2 of 3 lines cannot be brought in.',
      '',
    ])
    assert.equal(await users(), 0)
  })

  it('says of many problems the first hundred, and how many more there are', async () => {
    const file = fileOf(Array.from({ length: 130 }, () => '{}'))
    const { output } = await call('import', file, ...reason)
    assert.deepEqual(output.split('\n').slice(99, 102), [
      'line 100: username name the user',
      '… and 30 more',
      'Nothing was written: 130 of 130 lines cannot be brought in.',
    ])
    const { ending, written, refused, problems, moreProblems } = await json('import', file, ...reason)
    assert.deepEqual(
      [ending, written, refused, problems.length, moreProblems],
      ['refused', false, 130, 100, 30],
    )
    assert.deepEqual(problems[0], { line: 1, field: 'username', code: 'required', message: 'name the user' })
  })

  it('says what it would do, does it, and finds it done', async () => {
    const file = fileOf([newPerson(), newPerson({ totp: null })].map((line) => JSON.stringify(line)))
    const things = '2 users, 1 authenticator app, 2 SSH keys, 2 API keys'
    const dry = await call('import', file, '--dry-run', ...reason)
    assert.deepEqual(dry, {
      ...{ code: 0, errors: '' },
      output: `Nothing was written. 2 lines would make ${things}. 0 were there already.\n`,
    })
    assert.equal(await users(), 0)
    const done = await call('import', file, ...reason)
    assert.deepEqual([done.code, done.output], [0, `2 lines made ${things}. 0 were there already.\n`])
    assert.equal(await users(), 2)
    const { ending, made, same } = await json('import', file, ...reason)
    assert.deepEqual([ending, made.users, same], ['done', 0, { users: 2, totp: 1, sshKeys: 2, apiKeys: 2 }])
    const events = await opened.dataSource.query<{ actor: string; note: string }[]>(
      `SELECT * FROM keyward_audit_event`,
    )
    assert.equal(events.length, 7)
    assert.ok(events.every((event) => event.note === 'move from the old app'))
  })

  it('reads standard input, which is kept where nobody else can read it, and only as long', async () => {
    const before = await users()
    const line = `${JSON.stringify(newPerson())}\r\n`
    const { code } = await called(configured.folder, ['import', ...reason], line)
    assert.equal(code, 0)
    assert.equal((await called(configured.folder, ['import', '-', '--json', ...reason], line)).code, 0)
    assert.equal(await users(), before + 1)
    const nothing = await called(configured.folder, ['import', '--json', ...reason], '')
    assert.equal(JSON.parse(nothing.output).lines, 0)
  })

  it('needs a reason, and a file that is there', async () => {
    assert.equal((await call('import', fileOf([]))).code, 2)
    const { code, errors } = await call('import', 'nowhere.jsonl', ...reason)
    assert.deepEqual([code, errors], [1, 'keyward: nowhere.jsonl cannot be read: ENOENT\n'])
    assert.equal((await json('import', 'nowhere.jsonl', ...reason)).error.code, 'no_file')
  })

  it('Ctrl-C: ends what is begun, says how far it came, and goes on from there when it is run again', async function () {
    this.timeout(600_000)
    const before = await users()
    const file = fileOf(Array.from({ length: 1500 }, () => JSON.stringify({ username: newName() })))
    const running = started(configured.folder, ['import', file, ...reason])
    await until('the first users', async () => (await users()) > before, { seconds: 20 })
    running.signal('SIGINT')
    const { code, output } = await running.ended
    const [, lines = ''] =
      /^Interrupted after ([\d,]+) lines, .* Run it again to go on\.\n$/.exec(output) ?? []
    assert.equal(code, 1, output)
    assert.equal((await users()) - before, Number(lines.replace(',', '')))
    assert.equal((await json('import', file, ...reason)).ending, 'done')
    assert.equal(await users(), before + 1500)
  })

  if (database.name !== 'mariadb') {
    it('brings ten thousand users in', async function () {
      this.timeout(600_000)
      const before = await users()
      const lines = Array.from({ length: 10_000 }, () =>
        JSON.stringify({ username: newName(), displayName: 'x' }),
      )
      const { made } = await json('import', fileOf(lines), ...reason)
      assert.equal(made.users, 10_000)
      assert.equal(await users(), before + 10_000)
    })

    it('a power cut: ends at the same wherever it was killed, with nothing twice and nothing half done', async function () {
      this.timeout(900_000)
      const people = Array.from({ length: 400 }, (_, i) => newPerson(i % 10 === 0 ? {} : { totp: null }))
      const lines = people.map((person) => JSON.stringify(person)).join('\n')
      const temporary = configured.folder
      const before = await users()
      for (let kill = 0; kill < 4; kill++) {
        const reached = await users()
        const running = started(temporary, ['import', ...reason], lines)
        // Each is killed further on than the one before, where it gets that far.
        const enough = Math.min(before + 400, reached + 20 + Math.floor(Math.random() * 100))
        await until('more users', async () => (await users()) >= enough || running.hasEnded(), {
          seconds: 30,
          everyMs: 2,
        })
        running.signal('SIGKILL')
        await running.ended
        assert.deepEqual(
          readdirSync(temporary).filter((name) => name.startsWith('keyward-')),
          [],
        )
        await assertNothingHalfDone()
      }
      const file = fileOf([lines])
      const { ending, made, same } = await json('import', file, ...reason)
      assert.equal(ending, 'done')
      assert.deepEqual(
        Object.keys(made).map((kind) => made[kind] + same[kind]),
        [400, 40, 400, 400],
      )
      assert.equal(await users(), before + 400)
      await assertNothingHalfDone()
      const again = await json('import', file, '--dry-run', ...reason)
      assert.deepEqual(again.made, { users: 0, totp: 0, sshKeys: 0, apiKeys: 0 })
    })
  }

  function fileOf(lines: readonly string[]): string {
    const file = join(configured.folder, `${newName()}.jsonl`)
    writeFileSync(file, lines.join('\n'))
    return file
  }

  function call(...words: readonly string[]) {
    return called(configured.folder, words)
  }

  async function json(...words: readonly string[]) {
    return JSON.parse((await call(...words, '--json')).output)
  }

  async function users(): Promise<number> {
    return count(opened.dataSource, 'SELECT COUNT(*) AS n FROM keyward_user')
  }

  /** Each user has one event that says so, and each of these people their keys. */
  async function assertNothingHalfDone(): Promise<void> {
    const dataSource = await connect(opened.options)
    const every = await count(dataSource, 'SELECT COUNT(*) AS n FROM keyward_user')
    const events = (distinct: string) =>
      count(dataSource, `SELECT COUNT(${distinct}) AS n FROM keyward_audit_event WHERE type = 'user.created'`)
    assert.deepEqual([await events('*'), await events('DISTINCT user_id')], [every, every])
    const keys = await Promise.all(
      ['ssh_key', 'api_key'].map((table) => count(dataSource, `SELECT COUNT(*) AS n FROM keyward_${table}`)),
    )
    assert.equal(keys[0], keys[1])
    await dataSource.destroy()
  }
})

async function count(dataSource: DataSource, query: string): Promise<number> {
  const [row] = await dataSource.query<{ n: number | string }[]>(query)
  return Number(row?.n)
}
