import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { ApiKey, ServiceAccount, SshGrant, SshHost } from '../../../src/index.js'
import { databases } from '../../databases.js'
import type { CommandLine } from '../../support/command-line.js'
import { commandLine } from '../../support/command-line.js'
import { noteSecret } from '../../support/secrets.js'

describe('what administrators do, from the shell', () => {
  let shell: CommandLine
  let drop: () => Promise<void>

  before(async () => {
    const [sqlite] = databases.filter(({ name }) => name === 'sqlite')
    assert.ok(sqlite, 'it is made for SQLite')
    const created = await sqlite.create()
    drop = created.drop
    shell = commandLine(created.options)
    assert.equal((await shell.type('migrate')).code, 0)
  })
  after(async () => {
    shell.remove()
    await drop()
  })

  it('manages service accounts and their keys', async () => {
    const added = 'service-account add billing --description invoices --reason "nightly export"'
    const { id } = (await shell.json(added)) as ServiceAccount
    const made = await shell.type(
      'service-account key add billing nightly --scope jobs:read --days 90 --address 192.0.2.0/24 --reason "a server"',
    )
    const [sentence, key = ''] = made.output.split('\n')
    noteSecret(key)
    assert.match(sentence ?? '', /^Made the key nightly of billing, which ends on \d{4}-/)
    assert.match(key, /^kwk_\w{36}$/)
    const rotate = `service-account key rotate ${id} nightly --overlap 60 --reason "yearly"`
    const rotated = (await shell.json(rotate)) as { apiKey: ApiKey; key: string }
    noteSecret(rotated.key)
    assert.deepEqual(rotated.apiKey.allowedAddresses, ['192.0.2.0/24'])
    assert.notEqual(rotated.key, key)
    const listed = await shell.type('service-account key list billing')
    assert.match(listed.output, /^nightly {2}[0-9a-f-]{36} {2}/m)
    const changed = 'service-account update billing --name invoicing --reason "it does more now"'
    assert.equal((await shell.type(changed)).output, 'Changed invoicing.\n')
    const disable = 'service-account disable invoicing --reason "it sends too much"'
    assert.equal((await shell.type(disable)).output, 'Disabled invoicing.\n')
    assert.match((await shell.type('service-account show invoicing')).output, /^state +disabled$/m)
    assert.equal((await shell.type('service-account enable invoicing --reason mended')).code, 0)
    const revoke = 'service-account key revoke invoicing nightly --reason "the server is gone"'
    assert.equal((await shell.type(revoke)).output, 'Ended the key nightly of invoicing.\n')
    const { items } = (await shell.json('service-account list')) as { items: ServiceAccount[] }
    assert.deepEqual([items.length, items[0]?.keys], [1, 0])
    assert.equal((await shell.type(`service-account remove ${id} --reason replaced`)).code, 0)
    assert.equal((await shell.type('service-account list')).output, 'There are none.\n')
  })

  it('manages hosts, and who may log in to them', async () => {
    const added = await shell.type('host add web-1 --group web --address 192.0.2.7 --reason "a server"')
    const [, credential = ''] = added.output.split('\n')
    noteSecret(credential)
    assert.match(credential, /^kwh_\w{36}$/)
    const rotated = await shell.json('host rotate web-1 --overlap 0 --reason "its disk was copied"')
    const { host, credential: next } = rotated as { host: SshHost; credential: string }
    noteSecret(next)
    assert.deepEqual([host.groups, host.cidrs], [['web'], ['192.0.2.7']])
    assert.equal(
      (await shell.type('host disable web-1 --reason "taken over"')).output,
      'Disabled the host web-1.\n',
    )
    assert.match((await shell.type('host show web-1')).output, /^state +disabled$/m)
    assert.equal((await shell.type('host enable web-1 --reason "set up anew"')).code, 0)
    assert.match(
      (await shell.type('host list')).output,
      /^web-1 {2}[0-9a-f-]{36} {2}web {5}active {2}never$/m,
    )

    assert.equal((await shell.type('user add ada --reason "joined"')).code, 0)
    assert.equal((await shell.type('grant list')).output, 'There are none: nobody may log in.\n')
    const grant =
      'grant add web --user ada --account deploy --permit pty --from 192.0.2.0/24 --reason "on call"'
    const { id } = (await shell.json(grant)) as SshGrant
    assert.equal((await shell.type('grant add web --organization acme --reason "all of them"')).code, 0)
    const { items } = (await shell.json('grant list')) as { items: SshGrant[] }
    assert.deepEqual(
      [items[0]?.account, items[0]?.permit, items[1]?.organizationId],
      ['deploy', ['pty'], 'acme'],
    )
    assert.equal((await shell.type(`grant remove ${id} --reason "off call"`)).output, 'Removed the grant.\n')
    assert.equal((await shell.type(`grant remove ${id} --reason "off call"`)).code, 1)
    assert.equal((await shell.type('host remove web-1 --reason "taken down"')).code, 0)
    assert.equal((await shell.type('host show web-1')).code, 1)
  })

  it('sets a policy after showing what it would end, and not without being told to', async () => {
    const shorter = JSON.stringify({ apiKeys: { allowedDays: [7, 30], defaultDays: 7 } })
    shell.write('policy.json', shorter)
    const dry = await shell.type('policy set --dry-run', shorter)
    assert.match(dry.output, /^would end +0 API keys, 0 tokens, 0 SSH keys$/m)
    const unasked = await shell.type('policy set --reason "shorter keys"', shorter)
    assert.deepEqual([unasked.code, unasked.output], [2, ''])
    assert.match(
      unasked.errors,
      /^would end[^]*keyward: there is no terminal to ask on: --yes sets it without\n$/m,
    )
    assert.equal((await shell.type('policy get')).output, '{}\n')
    const file = `${process.cwd()}/${shell.folder}/policy.json`
    const set = await shell.type(`policy set ${file} --organization acme --yes --reason "shorter keys"`)
    assert.equal(set.output, 'The policy is set.\n')
    const { policy } = (await shell.json('policy get --organization acme')) as { policy: unknown }
    assert.deepEqual(policy, JSON.parse(shorter))
    assert.equal((await shell.type('policy get')).output, '{}\n')
    for (const [input, code] of [
      ['{', 'bad_json'],
      ['{"apiKey":{}}', 'invalid_input'],
      ['7', 'invalid_input'],
    ] as const) {
      const { output } = await shell.type('policy set --yes --reason x --json', input)
      assert.equal((JSON.parse(output) as { error: { code: string } }).error.code, code, input)
    }
  })

  it('leaves in the audit who did it, and why', async () => {
    const rows = await shell.events()
    assert.ok(rows.length > 15)
    for (const { type, actor, note } of rows) {
      assert.equal(actor?.kind, 'operator', type)
      assert.ok(note, type)
    }
  })
})
