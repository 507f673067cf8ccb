import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { keyIdOf } from '../../../src/crypto/derive.js'
import { newConfiguredSecret } from '../../support/app.js'
import type { SecretStatus } from '../../../src/index.js'
import { describeOnEach } from '../../databases.js'
import { noteSecret } from '../../support/secrets.js'
import { called } from '../called.js'
import type { Rotating } from './rotating.js'
import { rotatingApp } from './rotating.js'

describe('keyward secret new', () => {
  // There is no configuration there: it needs none.
  const made = async (...words: readonly string[]) => called('test/cli', ['secret', 'new', ...words])

  it('prints a secret of 256 bits alone, which a file can take, and says beside it what to do', async () => {
    const { code, output, errors } = await made()
    noteSecret(output.trim())
    assert.equal(code, 0)
    assert.match(output, /^[\w-]{43}\n$/)
    assert.equal(Buffer.from(output.trim(), 'base64url').length, 32)
    assert.match(
      errors,
      /^A new secret, of 256 random bits\. It is shown this once, and stored nowhere\.\n1\. /,
    )
    for (const command of ['rewrap', 'secret status']) assert.ok(errors.includes(`npx keyward ${command}`))
    assert.ok(!errors.includes(output.trim()))
  })

  it('prints another one each time, and with --json nothing but a document', async () => {
    const documents = [await made('--json'), await made('--json')]
    const secrets = documents.map(({ output }) => (JSON.parse(output) as { secret: string }).secret)
    secrets.forEach(noteSecret)
    assert.deepEqual(
      documents.map(({ code, errors }) => [code, errors]),
      [
        [0, ''],
        [0, ''],
      ],
    )
    assert.equal(new Set(secrets).size, 2)
  })

  it('takes no words, no option and no reason', async () => {
    for (const [word, message] of [
      ['32', 'secret new takes no words: a secret is never given as a word, which others can see'],
      ['--bytes=16', "Unknown option '--bytes'"],
      ['--reason=yearly', 'secret new takes no --reason'],
    ] as const) {
      const { code, output, errors } = await made(word)
      assert.deepEqual([code, output, errors], [2, '', `keyward: ${message}\n`])
    }
    const { code, errors } = await called('test/cli', ['secret'])
    assert.deepEqual([code, errors], [2, 'keyward: which? secret new, secret status\n'])
  })
})

describeOnEach('keyward secret status', (database) => {
  let app: Rotating
  const status = ['secret', 'status']

  before(async () => {
    app = await rotatingApp(database)
    await app.use(
      async (keyward) => {
        const { id } = await keyward.users.create({ username: 'ada' })
        const { key } = await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: null })
        noteSecret(key.reveal())
        await keyward.sshPrivateKeys.create(id, { name: 'deploy', generate: 'ed25519' })
        noteSecret(new URL((await keyward.users.passwordResetLink(id)).url.reveal()).hash.slice(1))
      },
      [app.older],
    )
  })
  after(() => app.close())

  it('says what stands under each secret, how it can come away, and what is left', async () => {
    const { code, output, errors } = await app.call(status)
    assert.deepEqual([code, errors], [0, ''])
    const [newer = '', older = '', left = ''] = output.split('\n\n')
    assert.equal(
      newer,
      `${keyIdOf(app.newer)}  the first of \`secrets\`: what is new stands under it\n  nothing stands under it`,
    )
    assert.ok(older.startsWith(`${keyIdOf(app.older)}  number 2 of \`secrets\`\n`), older)
    assert.match(older, /^ {2}ssh_private_key +1 +moved by rewrap$/m)
    assert.match(older, /^ {2}api_key +1 +each moves when it is next used$/m)
    assert.match(older, /^ {2}one_time_link +1 +each stays until it ends, all end by \d{4}-\S+Z$/m)
    assert.match(
      left,
      /^Left under older secrets:\n {2}\d+ {2}that rewrap can move[^]*\n {2}1 {2}API keys[^]*\n {2}1 {2}sessions/,
    )
    for (const secret of [app.older, app.newer]) assert.ok(!output.includes(secret))
  })

  it('says it in one document, and exits with 0 whatever is left', async () => {
    const { code, output } = await app.call([...status, '--json'])
    const { keys, left, renewed } = JSON.parse(output) as SecretStatus
    assert.equal(code, 0)
    assert.deepEqual(
      keys.map(({ keyId, place, from }) => [keyId, place, from]),
      [
        [keyIdOf(app.newer), 0, 'secrets'],
        [keyIdOf(app.older), 1, 'secrets'],
      ],
    )
    assert.deepEqual([left.use, left.end, renewed], [1, 1, []])
    assert.ok(left.rewrap > 0)
  })

  it('names a key that is not configured any more, and what cannot be used for that', async () => {
    const { output } = await app.call(status, { secrets: [app.newer] })
    assert.ok(output.includes(`${keyIdOf(app.older)}  not configured: what stands under it cannot be used\n`))
    const { keys } = JSON.parse(
      (await app.call([...status, '--json'], { secrets: [app.newer] })).output,
    ) as SecretStatus
    assert.deepEqual([keys.at(-1)?.place, keys.at(-1)?.from], [null, 'nowhere'])
  })

  it('says that the old one can go once nothing stands under it', async () => {
    const third = newConfiguredSecret()
    const { output } = await app.call(status, { secrets: [app.older, third] })
    assert.match(output, /\n\nNothing is left under an older secret: it can be taken away\.\n$/)
    assert.ok(output.includes(`${keyIdOf(third)}  number 2 of \`secrets\`\n  nothing stands under it\n`))
  })

  it('takes no words and no reason', async () => {
    assert.deepEqual(await app.call([...status, 'all']), {
      ...{
        code: 2,
        output: '',
        errors:
          'keyward: secret status takes no words: a secret is never given as a word, which others can see\n',
      },
    })
    assert.equal((await app.call([...status, '--reason', 'x'])).code, 2)
  })
})
