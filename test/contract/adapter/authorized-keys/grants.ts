import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { nothing, setting, lineFor } from './scene.js'

/** Whom a grant lets in, and what it permits. */
export function grantedKeysContract(app: () => App): void {
  it('lets in by the first grant of the host’s groups that fits: user, organisation or everyone', async () => {
    const { host, hostIn, grant, person } = await setting(app())
    const [web, both] = [await hostIn('web'), await hostIn('web', 'db')]
    const organizationId = `org-${Math.random()}`
    const [member, stranger] = [await person({ organizationId }), await person()]
    const [memberKey, strangerKey] = [await member.add(), await stranger.add()]
    await grant([
      {
        group: 'web',
        userId: member.id,
        account: 'deploy',
        permit: ['port-forwarding'],
        from: ['10.0.0.0/8'],
      },
      { group: 'web', organizationId, account: 'deploy', permit: [] },
      { group: 'web', organizationId },
      { group: 'db', everyone: true, account: 'deploy' },
    ])
    const options = `restrict,port-forwarding,from="10.0.0.0/8"`
    const memberLine = `${lineFor(memberKey, options)}\n`
    for (const asked of [{}, { fingerprint: memberKey.fingerprint }]) {
      assert.equal((await web.ask('deploy', asked)).text, memberLine + nothing)
      assert.equal((await web.ask(member.username, asked)).text, `${lineFor(memberKey)}\n${nothing}`)
      assert.equal((await host.ask('deploy', asked)).text, nothing)
      assert.equal((await host.ask(member.username, asked)).text, nothing)
    }
    assert.equal((await web.ask(stranger.username)).text, nothing)
    const everybody = (await both.ask('deploy')).text
    assert.ok(everybody.includes(memberLine) && everybody.includes(`${lineFor(strangerKey)}\n`))
    const { fingerprint } = strangerKey
    assert.equal((await both.ask('deploy', { fingerprint })).text, `${lineFor(strangerKey)}\n${nothing}`)
  })

  it('permits what the policy says where the grant says nothing', async () => {
    const { admin } = app()
    const { host, grant, person } = await setting(app())
    await grant([{ group: 'default', everyone: true }])
    const organizationId = `org-${Math.random()}`
    const { username, add } = await person({ organizationId })
    const key = await add()
    const sshKeys = { permit: ['agent-forwarding', 'pty'] }
    await (await admin()).put(`/admin/policies/organizations/${organizationId}`, { sshKeys })
    const expected = lineFor(key, 'restrict,pty,agent-forwarding')
    assert.equal((await host.ask(username)).text, `${expected}\n${nothing}`)
  })
}
