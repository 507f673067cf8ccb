import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refusedFields } from '../../../support/problems.js'
import { rsaLine } from '../../../support/ssh-keys.js'
import { day, aKey } from './scene.js'
import type { App } from '../../../support/app.js'

export function sshKeyPolicyContract(app: () => App): void {
  describe('a policy for SSH keys', () => {
    it('says beforehand which it would end', async () => {
      const { admin, signedIn, user } = app()
      const organizationId = `org-${Math.random()}`
      const client = await signedIn(await user({ organizationId }))
      for (const [i, publicKey] of [aKey(), rsaLine(2048), rsaLine(4096)].entries()) {
        await client.post('/ssh-keys', { name: `key ${i}`, publicKey })
      }
      const path = `/admin/policies/organizations/${organizationId}?dryRun=1`
      const administrator = await admin()
      const count = async (sshKeys: object) =>
        (await administrator.put(path, { sshKeys })).body.impact.sshKeys
      assert.equal(await count({ minRsaBits: 3072 }), 1)
      assert.equal(await count({ allowedTypes: ['ssh-ed25519'] }), 2)
      assert.equal(await count({ maxDays: 1 }), 0)
    })

    it('says which are taken, and for how long', async () => {
      const { admin, signedIn, user, clock } = app()
      const organizationId = `org-${Math.random()}`
      const administrator = await admin()
      const set = (sshKeys: object) =>
        administrator.put(`/admin/policies/organizations/${organizationId}`, { sshKeys })
      const client = await signedIn(await user({ organizationId }))
      const old = (await client.post('/ssh-keys', { name: 'old', publicKey: aKey() })).body
      await set({ allowedTypes: ['ssh-rsa'], minRsaBits: 3072, maxDays: 10 })
      refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey: aKey() }), {
        publicKey: 'unsupported_type',
      })
      refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(2048) }), {
        publicKey: 'too_short',
      })
      for (const expiresInDays of [11, null]) {
        refusedFields(
          await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(3072), expiresInDays }),
          {
            expiresInDays: 'expiry_not_allowed',
          },
        )
      }
      const made = await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(3072) })
      assert.equal(made.body.expiresAt, new Date(clock.now() + 10 * day).toISOString())
      const shown = (await client.get(`/ssh-keys/${old.id}`)).body
      assert.equal(Date.parse(shown.expiresAt), Date.parse(old.createdAt) + 10 * day)
      await set({})
      assert.equal((await client.get(`/ssh-keys/${old.id}`)).body.expiresAt, null)
    })
  })
}
