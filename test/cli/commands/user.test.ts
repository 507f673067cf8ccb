import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { after, before, it } from 'mocha'
import type { AdminUser } from '../../../src/index.js'
import { connect, describeOnEach } from '../../databases.js'
import type { Created } from '../../databases.js'
import type { CommandLine } from '../../support/command-line.js'
import { commandLine } from '../../support/command-line.js'
import { noteSecret } from '../../support/secrets.js'

describeOnEach('keyward user', (database) => {
  let created: Created
  let shell: CommandLine

  before(async () => {
    created = await database.create()
    shell = commandLine(created.options)
    assert.equal((await shell.type('migrate')).code, 0)
  })
  after(async () => {
    shell.remove()
    await created.drop()
  })

  it('lets an administrator in again when none can sign in', async () => {
    const added = await shell.type('user add ada --admin --reason "the first one"')
    assert.match(added.output, /^Added the user ada: [0-9a-f-]{36}\n$/)
    const reset = await shell.type('user reset-password ada --reason "nobody can sign in"')
    const [sentence, password = ''] = reset.output.split('\n')
    noteSecret(password)
    assert.match(sentence ?? '', /^With this password ada can choose another, until \d{4}-/)
    assert.ok(password.length > 15)
    assert.equal((await shell.type('user reset-mfa ada --reason "lost her phone"')).code, 0)
    const ended = await shell.type('user sessions end ada --reason "to be sure"')
    assert.equal(ended.output, 'Ended the sessions of ada.\n')
    const { id } = (await shell.json('user show ada')) as AdminUser
    const rows = await shell.events({ userId: id })
    const { username } = userInfo()
    assert.deepEqual(
      rows.map(({ type, note }) => [type, note]),
      [
        ['sessions.ended', 'to be sure'],
        ['mfa.reset', 'lost her phone'],
        ['password.reset', 'nobody can sign in'],
        ['user.created', 'the first one'],
      ],
    )
    for (const { actor } of rows) assert.deepEqual(actor, { kind: 'operator', id: username, name: username })
  })

  it('keeps the last administrator, as the pages do', async () => {
    assert.deepEqual(await shell.type('user disable ada --reason "just so"'), {
      ...{ code: 1, output: '', errors: 'keyward: this would leave no administrator (last_admin)\n' },
    })
    const second = 'user add grace --admin --display-name Grace --organization acme --reason "a second one"'
    const { id } = (await shell.json(second)) as AdminUser
    const disabled = (await shell.json(`user disable ${id} --reason "away"`)) as AdminUser
    assert.deepEqual([disabled.username, disabled.disabled], ['grace', true])
    const shown = await shell.type('user show grace')
    assert.match(shown.output, /^display name +Grace$/m)
    assert.match(shown.output, /^state +disabled$/m)
    const enabled = (await shell.json('user enable grace --reason "back"')) as AdminUser
    assert.equal(enabled.disabled, false)
  })

  it('makes links that set a password', async () => {
    const { output } = await shell.type('user invite grace --reason "joined today"')
    const [, link = ''] = output.split('\n')
    noteSecret(link)
    assert.match(link, /^http:\/\/localhost:3000\/auth\/one-time-links\/invitation#kwo_\w{36}$/)
    const made = await shell.json('user reset-password grace --link --reason "forgot it"')
    const { url } = made as { url: string }
    noteSecret(url)
    assert.match(url, /\/one-time-links\/password-reset#kwo_/)
    const refused = await shell.type('user invite ada --reason "once more"')
    assert.deepEqual([refused.code, refused.output], [1, ''])
  })

  it('finds users, a page at a time', async () => {
    const found = (await shell.json('user list --query GRA')) as { items: AdminUser[]; after: null }
    assert.deepEqual([found.items.map(({ username }) => username), found.after], [['grace'], null])
    const first = (await shell.json('user list --limit 1')) as { items: AdminUser[]; after: string }
    assert.equal(first.after, first.items[0]?.id)
    const text = await shell.type('user list --limit 1')
    assert.match(text.output, new RegExp(`\\n\\nThere are more: --after ${first.after}\\n$`))
    const second = await shell.json(`user list --after ${first.after}`)
    assert.deepEqual(
      (second as typeof found).items.map(({ username }) => username),
      ['ada'],
    )
    assert.equal((await shell.type('user list --status disabled')).output, 'There are none.\n')
  })

  it('says what is wrong in one document', async () => {
    for (const [line, code] of [
      ['user show nobody', 'not_found'],
      ['user add ada --reason x', 'username_taken'],
      ['user add "a b" --reason x', 'invalid_input'],
      ['user list --status odd', 'invalid_input'],
      ['user list --limit 0', 'invalid_input'],
    ] as const) {
      const { code: exit, output } = await shell.type(`${line} --json`)
      assert.equal(exit, 1, line)
      assert.equal((JSON.parse(output) as { error: { code: string } }).error.code, code, line)
    }
  })

  it('leads to doctor and to migrate where the database is empty', async () => {
    const empty = await database.create()
    // A SQLite file is there, as one that something else has made.
    await (await connect(empty.options)).destroy()
    const unprepared = commandLine(empty.options)
    try {
      for (const line of ['user list', 'user add ada --reason "x"', 'audit verify', 'secret status']) {
        const { code, errors } = await unprepared.type(line)
        assert.equal(code, 1, `${line}: ${errors}`)
        assert.match(errors, /^keyward: .*keyward_\w+.*: npx keyward doctor says what is to be mended\n$/)
      }
      const { output } = await unprepared.type('doctor')
      assert.match(output, /FAULT +schema\.migrations .* To mend it: npx keyward migrate/)
    } finally {
      unprepared.remove()
      await empty.drop()
    }
  })

  it('is told of a leaked secret on standard input, and not filled up by a line without an end', async () => {
    const long = 'k'.repeat(3_000_000)
    const { output } = await shell.type('key revoke --json', `${long}\nkwk_unknown\n${long}`)
    const { revoked } = JSON.parse(output) as { revoked: { kind: string }[] }
    assert.deepEqual(
      revoked.map(({ kind }) => kind),
      ['unknown', 'unknown', 'unknown'],
    )
    assert.ok(output.length < 2000)
  })

  it('brings nobody in out of a folder', async () => {
    const { code, errors } = await shell.type('import . --reason "x"')
    assert.deepEqual([code, errors], [1, 'keyward: . is a folder\n'])
  })
})
