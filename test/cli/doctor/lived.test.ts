import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { sshdFindings } from '../../../src/cli/doctor/sshd.js'
import { examine } from './examined.js'

const dayMs = 86_400_000
const daysAgo = (days: number) => ({ now: () => Date.now() - days * dayMs })

describe('keyward doctor, of what an app has lived through', () => {
  it('finds that no administrator is left', async () => {
    const { of, code } = await examine({
      async before(_, dataSource) {
        await dataSource.query('UPDATE keyward_user SET disabled = 1')
      },
    })
    assert.deepEqual([of('administrators').status, code], ['warning', 0])
    assert.match(of('administrators').mend, /npx keyward user add/)
  })

  it('takes somebody whom isAdmin names for an administrator', async () => {
    const { of } = await examine({
      options: "isAdmin: ({ username }) => username === 'ada'",
      async before(keyward, dataSource) {
        await keyward.users.create({ username: 'ada' })
        await dataSource.query("UPDATE keyward_user SET disabled = 1 WHERE username = 'root'")
      },
    })
    assert.equal(of('administrators').status, 'ok')
  })

  it('finds a host that has not been seen for a day, and not one that is disabled', async () => {
    const { of } = await examine({
      since: daysAgo(2),
      async before({ sshHosts }) {
        await sshHosts.create({ name: 'web-1' })
        const { host } = await sshHosts.create({ name: 'gone' })
        await sshHosts.update(host.id, { disabled: true })
      },
    })
    assert.equal(of('hosts.seen').status, 'warning')
    assert.equal(of('hosts.seen').detail, 'not seen for a day: web-1')
    assert.match(of('hosts.seen').mend, /keyward-authorized-keys --check/)
  })

  it('finds keys of service accounts that nobody uses, and that end soon', async () => {
    const { of } = await examine({
      since: { ...daysAgo(100), scopes: { 'jobs:read': 'See jobs' } },
      options: "scopes: { 'jobs:read': 'See jobs' }",
      async before({ serviceAccounts }) {
        const { id } = await serviceAccounts.create({ name: 'backup' })
        const scopes = ['jobs:read']
        await serviceAccounts.keys.create(id, { name: 'nightly', scopes, expiresInDays: null })
        await serviceAccounts.keys.create(id, { name: 'ended', scopes, expiresInDays: 90 })
      },
    })
    for (const [id, detail, mend] of [
      ['service-keys.unused', /backup\/nightly/, /disable it first/],
      ['service-keys.ending', /: backup\/ended$/, /rotate them/],
    ] as const) {
      assert.equal(of(id).status, 'warning')
      assert.match(of(id).detail, detail)
      assert.match(of(id).mend, mend)
    }
  })

  it('finds notices that wait for long', async () => {
    const notify = 'notify: async () => undefined'
    const { of } = await examine({
      options: notify,
      since: { ...daysAgo(1), notify: () => Promise.reject(new Error('no mail today')) },
      async before(keyward) {
        const { id } = await keyward.users.create({ username: 'ada' })
        await keyward.users.invite(id)
      },
    })
    assert.equal(of('notices.waiting').status, 'warning')
    assert.match(of('notices.waiting').mend, /notify fails/)
    assert.equal((await examine({ options: notify })).of('notices.waiting').status, 'ok')
  })

  it('finds an audit in which somebody has changed a row', async () => {
    const { of, code } = await examine({
      async before(keyward, dataSource) {
        await keyward.audit.seal()
        await dataSource.query(
          "UPDATE keyward_audit_event SET user_agent = 'somebody else' WHERE type = 'user.created'",
        )
      },
    })
    assert.deepEqual([of('audit.seals').status, code], ['fault', 1])
    assert.match(of('audit.seals').detail, /^row changed: seal 1, /)
    assert.match(of('audit.seals').mend, /npx keyward audit verify/)
  })

  it('runs the check of the helper for sshd where this machine is a host', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-helper-'))
    const helper = join(folder, 'helper')
    const say = (script: string): void => {
      writeFileSync(helper, `#!/bin/sh\n[ "$1" = --check ] || exit 2\n${script}\n`)
      chmodSync(helper, 0o755)
    }
    say("echo 'ok    curl'; echo 'FAIL  URL: must begin with https://'; exit 1")
    const [found] = await sshdFindings(helper)
    assert.deepEqual([found?.status, found?.detail], ['fault', 'URL: must begin with https://'])
    assert.match(found?.mend ?? '', /--check/)
    say("echo 'ok    curl'")
    assert.equal((await sshdFindings(helper))[0]?.status, 'ok')
    rmSync(folder, { recursive: true })
    assert.match((await sshdFindings(helper))[0]?.detail ?? '', /^skipped: /)
  })
})
