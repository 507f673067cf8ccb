import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { after, before, it } from 'mocha'
import type { Rewrapped, SecretStatus } from '../../../src/index.js'
import { describeOnEach } from '../../databases.js'
import type { FilledRows } from '../../e2e/rewrap/filling.js'
import { fillRows } from '../../e2e/rewrap/filling.js'
import { plainClient } from '../../support/plain-client.js'
import { noteSecret } from '../../support/secrets.js'
import type { Rotating } from './rotating.js'
import { rotatingApp } from './rotating.js'

type Moved = Rewrapped & { readonly remaining: SecretStatus['left'] }

const rows = 600
const nothingLeft = 'Nothing is left under an older secret: it can be taken away.\n'

describeOnEach('keyward rewrap', (database) => {
  let app: Rotating
  let filled: FilledRows
  let key: string

  before(async function () {
    this.timeout(300_000)
    app = await rotatingApp(database)
    filled = await fillRows(app.dataSource, app.older, rows)
    key = await app.use(
      async (keyward) => {
        const { id } = await keyward.users.create({ username: 'ada' })
        const made = await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: null })
        return made.key.reveal()
      },
      [app.older],
    )
    noteSecret(key)
  })
  after(() => app.close())

  const left = async (): Promise<SecretStatus['left']> =>
    (await app.use((keyward) => keyward.secrets.status())).left

  it('takes no words, and no option of another command', async () => {
    for (const [words, message] of [
      [['all'], 'rewrap takes no words: a secret is never given as a word, which others can see'],
      [['--dry-run'], "Unknown option '--dry-run'"],
      [['--check=no'], "Option '--check' does not take an argument"],
    ] as const) {
      const { code, output, errors } = await app.call(['rewrap', ...words])
      assert.deepEqual([code, output, errors], [2, '', `keyward: ${message}\n`])
    }
    assert.ok((await left()).rewrap >= rows)
  })

  it('--check counts what stands under the older secret, moves nothing, and exits with 1', async () => {
    const before = await left()
    const { code, output, errors } = await app.call(['rewrap', '--check'])
    assert.deepEqual([code, errors], [1, ''])
    assert.deepEqual(output.split('\n'), [
      'Left under older secrets:',
      `  ${String(before.rewrap)}  that rewrap can move, or leaves since somebody altered them`,
      '  1    API keys, tokens and hosts that move when they are next used',
      '  0    sessions, links and codes that stay until they end',
      'What is left stops working when its secret is taken away.',
      '',
    ])
    const asJson = await app.call(['rewrap', '--check', '--json'])
    assert.deepEqual([asJson.code, JSON.parse(asJson.output)], [1, { left: before }])
    assert.deepEqual(await left(), before)
  })

  it('ends at Ctrl-C with the batch under way, says how far it came, and goes on when it is called again', async function () {
    this.timeout(300_000)
    const before = await left()
    const { code, output } = await app.interruptedAt(150, ['rewrap'])
    const [, moved = ''] =
      /^(\d+) rows were moved, and then it was interrupted: call it again to go on\.\nLeft under older secrets:\n/.exec(
        output,
      ) ?? []
    assert.equal(code, 1, output)
    assert.ok(Number(moved) >= 150 && Number(moved) < before.rewrap, output)
    const between = await left()
    assert.equal(between.rewrap, before.rewrap - Number(moved))
    assert.equal((await app.call(['rewrap', '--check'])).code, 1)

    const again = await app.call(['rewrap', '--json', '--reason', 'yearly'])
    const { moved: rest, ...said } = JSON.parse(again.output) as Moved
    assert.deepEqual([again.code, again.errors], [0, ''])
    assert.deepEqual(said, {
      ...{ left: 0, leftRows: [], finished: true },
      remaining: { rewrap: 0, use: 1, end: 0 },
    })
    // What is told of in the audit was moved once more: the event of the first call.
    assert.ok(rest >= between.rewrap)
  })

  it('leaves in the audit who moved rows, how many, and why', async () => {
    const { rows: events } = await app.use((keyward) => keyward.events.list({ type: 'secrets.rewrapped' }))
    const [last, first] = events
    assert.deepEqual([last?.note, first?.note], ['yearly', null])
    for (const event of events) {
      assert.equal(event.actor?.kind, 'operator')
      assert.equal(event.actor.name, userInfo().username)
    }
    assert.ok((first?.count ?? 0) >= 150)
  })

  it('--check exits with 1 while an API key stands there, and with 0 once it was used', async () => {
    const { code, output } = await app.call(['rewrap', '--check'])
    assert.equal(code, 1)
    assert.match(output, /^ {2}0 {2}that rewrap can move[^\n]*\n {2}1 {2}API keys/m)
    await app.use(async (keyward) =>
      keyward.adapter.guard()(plainClient({ authorization: [`Bearer ${key}`] })),
    )
    assert.deepEqual(await app.call(['rewrap', '--check']), { code: 0, output: nothingLeft, errors: '' })
    assert.deepEqual(await app.call(['rewrap']), {
      ...{ code: 0, output: `0 rows were moved.\n${nothingLeft}`, errors: '' },
    })
    assert.equal((await app.call(['rewrap', '--check'], { secrets: [app.newer] })).code, 0)
  })

  it('names what somebody altered and what stands under a key that is gone, leaves both, and exits with 1', async () => {
    const next = [app.older, app.newer]
    const ids = filled.sshKeys.slice(0, 25).map((id) => `'${id}'`)
    await app.dataSource.query(`UPDATE keyward_ssh_key SET bits = 512 WHERE id IN (${ids.join(', ')})`)
    const altered = await app.call(['rewrap'], { secrets: next })
    assert.equal(altered.code, 1)
    assert.match(altered.output, /^[\d,]+ rows were moved\.\n25 rows were left as they are:\n/)
    assert.equal(
      [...altered.output.matchAll(/^ {2}ssh_key {2}\S+ {2}is not as keyward wrote it$/gm)].length,
      20,
    )
    assert.match(altered.output, /^ {2}and 5 more$/m)
    assert.match(altered.output, /^ {2}25 {2}that rewrap can move, or leaves since somebody altered them$/m)

    const gone = await app.call(['rewrap'], { secrets: [app.older] })
    assert.equal(gone.code, 1)
    assert.match(gone.output, /^0 rows were moved\.\n25 rows were left as they are:\n/)
    assert.match(gone.output, /^ {2}ssh_key {2}\S+ {2}stands under a key that is not configured$/m)
    const { output } = await app.call(['rewrap', '--json'], { secrets: [app.older] })
    const { left: count, leftRows } = JSON.parse(output) as Moved
    assert.deepEqual([count, leftRows.length, leftRows[0]?.reason], [25, 25, 'key_missing'])
  })
})
