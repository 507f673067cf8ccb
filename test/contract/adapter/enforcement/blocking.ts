import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { EnforcementScene } from './scene.js'

/** What else stops working for those who lack the factor, where the policy says so. */
export function blockingContract(app: () => App, { organization }: EnforcementScene): void {
  describe('blockCredentials', () => {
    it('stops keys and tokens of those who do not satisfy the policy, until they do', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const { token } = (await client.post('/tokens', {})).body
      await demand({ enforceMfa: true })
      const hello = (bearer: string) => app().client().get('/api/hello', { bearer })
      assert.equal((await hello(key)).status, 200)
      await demand({ enforceMfa: true }, { blockCredentials: true })
      for (const bearer of [key, token]) {
        const answer = await hello(bearer)
        refused(answer, 403, 'enrolment_required')
        assert.deepEqual(answer.body.methods, ['security_key', 'totp'])
      }
      await enrolApp(app(), client)
      for (const bearer of [key, token]) assert.equal((await hello(bearer)).status, 200)
    })
  })

  describe('blockSshKeys', () => {
    it('withholds the SSH keys of those who do not satisfy the policy, until they do', async () => {
      const { keyward, signedIn, admin } = app()
      const { demand, member, organizationId } = await organization()
      await keyward.sshGrants.replace([{ group: 'default', organizationId, account: 'deploy' }])
      const { credential } = (await (await admin()).post('/admin/hosts', { name: organizationId })).body
      const client = await signedIn(await member())
      await client.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      const path = '/ssh/authorized_keys/deploy'
      const lines = async () =>
        (await app().client().get(path, { bearer: credential })).text.split('\n').length - 2
      await demand({ enforceMfa: true }, { blockCredentials: true })
      assert.equal(await lines(), 1)
      await demand({ enforceMfa: true, graceDays: 1 }, { blockSshKeys: true })
      assert.equal(await lines(), 1)
      await demand({ enforceMfa: true }, { blockSshKeys: true })
      assert.equal(await lines(), 0)
      await enrolApp(app(), client)
      assert.equal(await lines(), 1)
    })
  })
}
