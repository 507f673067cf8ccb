import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { after, before, it } from 'mocha'
import type { RevokedSecret } from '../../../src/secret-scanning/leaked-secrets.js'
import { run } from '../../../src/cli/run.js'
import { terminalOf } from '../../../src/cli/terminal.js'
import { mint } from '../../../src/crypto/secret.js'
import { describeOnEach } from '../../databases.js'
import { noteSecret } from '../../support/secrets.js'
import { until } from '../../support/until.js'
import type { Called } from '../called.js'
import type { Rotating } from './rotating.js'
import { rotatingApp } from './rotating.js'

describeOnEach('keyward key revoke', (database) => {
  let app: Rotating
  let userId: string
  let made = 0

  before(async () => {
    app = await rotatingApp(database)
    userId = (await app.use((keyward) => keyward.users.create({ username: 'ada' }))).id
  })
  after(() => app.close())

  const newKey = (): Promise<string> =>
    app.use(async (keyward) => {
      const name = `key-${String(made++)}`
      const { key } = await keyward.apiKeys.create(userId, { name, expiresInDays: null })
      noteSecret(key.reveal())
      return key.reveal()
    })
  const unknown = (): string => {
    const secret = mint('kw', 'api_key').reveal()
    noteSecret(secret)
    return secret
  }
  const revoke = (input: string, ...words: readonly string[]): Promise<Called> =>
    app.call(['key', 'revoke', ...words], { input })

  it('ends each secret that counts, and says what it was, line by line, without showing it', async () => {
    const [first, other] = [await newKey(), await newKey()]
    const { code, output, errors } = await revoke(`${first}\n\n  ${unknown()}  \r\n${other}\n`)
    assert.deepEqual([code, errors], [0, ''])
    const [head, ...lines] = output.trimEnd().split('\n')
    assert.match(head ?? '', /^# +kind +name +hint +owner *$/)
    assert.match(lines[0] ?? '', /^1 +api_key +key-0 +kwk_\S+ +ada +ended$/)
    assert.match(lines[1] ?? '', /^2 +unknown +- +- +- +no secret of this app$/)
    assert.match(lines[2] ?? '', /^3 +api_key +key-1 +kwk_\S+ +ada +ended$/)
    assert.equal(lines[3], '2 of 3 were ended.')
    for (const secret of [first, other]) assert.ok(!output.includes(secret))
  })

  it('ends nothing twice, and says so with --json and the exit code 0', async () => {
    const key = await newKey()
    const first = JSON.parse((await revoke(`${key}\n${key}`, '--json')).output) as Revoked
    assert.deepEqual(
      first.revoked.map(({ kind, owner, ended }) => [kind, owner?.username, ended]),
      [
        ['api_key', 'ada', true],
        ['api_key', 'ada', true],
      ],
    )
    assert.equal(first.finished, true)
    const { code, output } = await revoke(key)
    assert.equal(code, 0)
    assert.match(output, /\n0 of 1 were ended\.\n$/)
  })

  it('leaves in the audit who ended it, and why', async () => {
    await revoke(await newKey(), '--reason', 'found in a log')
    const { rows } = await app.use((keyward) => keyward.events.list({ type: 'api_key.deleted' }))
    const [event] = rows
    assert.deepEqual(
      [event?.actor?.kind, event?.reason, event?.note],
      ['operator', 'leaked', 'found in a log'],
    )
  })

  it('says that nothing was read where nothing was given', async () => {
    assert.deepEqual(await revoke('\n \n'), { code: 0, output: 'Nothing was read.\n', errors: '' })
  })

  it('takes no secret as an argument, and does not repeat one that was given so', async () => {
    const key = await newKey()
    const { code, output, errors } = await revoke('', key)
    assert.deepEqual([code, output], [2, ''])
    assert.ok(!errors.includes(key), errors)
    assert.equal((JSON.parse((await revoke(key, '--json')).output) as Revoked).revoked[0]?.ended, true)
  })

  it('reads nothing that is typed, since it would be shown', async () => {
    const input = Object.assign(Readable.from([]), { isTTY: true as const })
    let errors = ''
    const sink = (into: (text: string) => void): Writable =>
      new Writable({
        write(chunk: Buffer, _, done) {
          into(chunk.toString())
          done()
        },
      })
    const terminal = terminalOf({
      ...{ input, output: sink(() => undefined), errors: sink((text) => (errors += text)) },
    })
    const { signal } = new AbortController()
    assert.equal(await run({ words: ['key', 'revoke'], folder: 'test/cli', terminal, signal }), 2)
    assert.match(
      errors,
      /^keyward: key revoke reads standard input, so that nothing is shown: key revoke < FILE\n$/,
    )
  })

  it('ends at Ctrl-C with the hundred under way, and says that what came later was not looked at', async () => {
    const number = made
    const [early, late] = [await newKey(), await newKey()]
    const interrupted = new AbortController()
    const { signal } = interrupted
    async function* lines(): AsyncGenerator<string> {
      yield `${[...Array.from({ length: 99 }, unknown), early].join('\n')}\n`
      await until('the end of the first key', () => isEnded(number), { holds: (seen) => seen, seconds: 10 })
      interrupted.abort()
      yield `${late}\n`
    }
    const { code, output } = await app.call(['key', 'revoke'], { input: lines(), signal })
    assert.equal(code, 1)
    assert.match(
      output,
      /\n1 of 100 were ended, and then it was interrupted: what came later was not looked at\.\n$/,
    )
    assert.equal(await isEnded(number + 1), false)
  })

  /** Whether the key with this number is gone. */
  async function isEnded(number: number): Promise<boolean> {
    const rows: readonly unknown[] = await app.dataSource.query(
      `SELECT id FROM keyward_api_key WHERE name = 'key-${String(number)}'`,
    )
    return rows.length === 0
  }
})

interface Revoked {
  readonly revoked: readonly RevokedSecret[]
  readonly finished: boolean
}
