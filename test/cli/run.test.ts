import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'mocha'
import { commands } from '../../src/cli/commands.js'
import { commandLine } from '../support/command-line.js'

describe('the command', () => {
  const shell = commandLine(null)
  after(() => {
    shell.remove()
  })

  it('lists all commands, with and without --help, and those of one kind', async () => {
    for (const line of ['', '--help', 'help', '-h']) {
      const { code, output, errors } = await shell.type(line)
      assert.deepEqual([code, errors], [0, ''], line)
      for (const { name } of commands) assert.match(output, new RegExp(`^  ${name}  `, 'm'))
    }
    for (const line of ['user --help', 'help user', 'user sessions -h']) {
      const { code, output } = await shell.type(line)
      assert.equal(code, 0, line)
      assert.match(output, /^ {2}user sessions end {2}/m, line)
      assert.doesNotMatch(output, /^ {2}migrate/m, line)
    }
    assert.deepEqual(
      await shell.json(''),
      commands.map(({ name }) => name),
    )
  })

  it('answers 2 to wrong use, and says what is wrong', async () => {
    for (const [line, message] of [
      ['migrait', 'there is no command migrait: npx keyward --help lists them all'],
      ['user ad ada', 'there is no command user ad: npx keyward --help lists them all'],
      ['user sessions', 'which? user sessions end'],
      ['--config elsewhere.ts migrate', '--config stands before any command'],
      ['user show', 'user show needs <user>'],
      [
        'user show ada grace',
        'user show takes <user> and no more: a secret is never given as a word, which others can see',
      ],
      ['user show ada --admin', "Unknown option '--admin'"],
      ['user list --limit few', '--limit takes a whole number'],
      ['user list --reason "just so"', 'user list takes no --reason'],
      ['user disable ada', 'user disable needs --reason "why": it goes into the audit'],
      ['user disable ada --reason " "', 'user disable needs --reason "why": it goes into the audit'],
      ['policy set', 'policy set needs --reason "why": it goes into the audit'],
      ['grant add web --reason x', 'grant add needs one of --user, --organization and --everyone'],
      [
        'grant add web --everyone --user ada --reason x',
        'grant add needs one of --user, --organization and --everyone',
      ],
      ['service-account update a --reason x', 'service-account update needs --name or --description'],
      ['service-account key add a b --days soon --reason x', '--days takes a number of days, or none'],
    ] as const) {
      assert.deepEqual(await shell.type(line), { code: 2, output: '', errors: `keyward: ${message}\n` })
      const { code, output, errors } = await shell.type(`${line} --json`)
      assert.deepEqual([code, errors], [2, ''], line)
      assert.deepEqual(JSON.parse(output), { error: { code: 'usage', message } })
    }
  })

  it('answers 1 where there is no configuration, or one that cannot be loaded', async () => {
    shell.write('broken.ts', 'throw new Error("out of order")')
    shell.write('other.ts', 'export default { keyward: 1 }')
    for (const [line, errorCode, message] of [
      ['user list', 'no_config', /^there is no keyward\.config\.ts, \.js or \.mjs here/],
      ['user list --config none.ts', 'no_config', /^there is no file none\.ts$/],
      ['user list --config broken.ts', 'bad_config', /cannot be loaded: out of order$/],
      ['user list --config other.ts', 'bad_config', /must have a default export \{ dataSource, keyward \}$/],
    ] as const) {
      const { code, output } = await shell.type(`${line} --json`)
      const { error } = JSON.parse(output) as { error: { code: string; message: string } }
      assert.deepEqual([code, error.code], [1, errorCode], line)
      assert.match(error.message, message)
      const { errors } = await shell.type(line)
      assert.equal(errors, `keyward: ${error.message}\n`)
    }
  })

  it('says what each command takes', async () => {
    for (const { name, summary, options = {}, about = {}, reason } of commands) {
      const { code, output } = await shell.type(`${name} --help`)
      assert.equal(code, 0)
      assert.ok(output.includes(summary), name)
      for (const option of Object.keys(options)) {
        assert.ok(about[option], `${name} does not say what --${option} is for`)
        assert.ok(output.includes(`--${option}`), `${name} --${option}`)
      }
      assert.equal(output.includes('--reason'), reason !== 'none' || name.includes('reason'), name)
    }
  })

  it('has examples that are no wrong use', async () => {
    for (const { name, examples } of commands) {
      assert.ok(examples.length > 0, name)
      for (const example of examples) {
        assert.ok(example === name || example.startsWith(`${name} `), example)
        // There is nothing to open here, so that only what is said can be wrong.
        const { code, errors } = await shell.type(
          `${example} --config ${join('nowhere', 'keyward.config.ts')}`,
        )
        assert.notEqual(code, 2, `${example}: ${errors}`)
      }
    }
  })

  it('does not repeat a secret that was given as a word, nor that of an option that there is not', async () => {
    const secret = `kwk_${'a'.repeat(36)}`
    for (const line of [
      `key revoke ${secret}`,
      `key revok ${secret}`,
      `user reset-password ada ${secret} --reason x`,
      `user add ada --password=${secret} --reason x`,
      `secret new ${secret}`,
    ]) {
      for (const json of ['', ' --json']) {
        const { code, output, errors } = await shell.type(`${line}${json}`)
        assert.equal(code, 2, line)
        assert.ok(!`${output}${errors}`.includes(secret), line)
      }
    }
  })

  it('gives a terminal no orders that stand in what it says', async () => {
    const name = 'a\u001B[2J\u009B2Jb\u202E'
    const { code, errors } = await shell.type(`"${name}"`)
    assert.deepEqual(
      [code, errors.split(': npx')[0]],
      [2, 'keyward: there is no command a\uFFFD[2J\uFFFD2Jb\uFFFD'],
    )
    const { output } = await shell.type(`"${name}" --json`)
    assert.doesNotMatch(output.trimEnd(), /[\p{Cc}\u202E]/u)
    const { error } = JSON.parse(output) as { error: { message: string } }
    assert.ok(error.message.includes(name))
  })

  it('takes no secret as an argument, which other users of the machine see', () => {
    const secret = /password|passphrase|secret|pepper|credential|token/
    const found = commands.flatMap(({ name, words = [], options = {} }) => [
      ...words.filter((word) => secret.test(word)).map((word) => `${name} ${word}`),
      ...Object.entries(options)
        .filter(([option, { type }]) => type === 'string' && secret.test(option))
        .map(([option]) => `${name} --${option}`),
    ])
    assert.deepEqual(found, [])
  })
})
