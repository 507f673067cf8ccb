import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { SshGrantRow } from '../../../src/store/ssh-grant.js'
import { addUser, aDigest, anSshGrant } from './rows.js'

/** What every store does with the grants of logins. */
export function sshGrantsContract(at: () => Store): void {
  let version = 0
  const replace = async (grants: readonly SshGrantRow[]): Promise<void> => {
    assert.equal(await at().commit([at().sshGrants.replace(grants, version)]), true)
    version++
  }

  describe('SSH grants', () => {
    beforeEach(async () => {
      version = (await at().sshGrants.read()).version
    })

    it('keeps all of them in order, and counts the changes', async () => {
      const { id } = await addUser(at())
      const grants = [
        anSshGrant({ everyone: true, account: 'deploy', permit: [], from: ['10.0.0.0/8', '::1'] }),
        anSshGrant({ userId: id, group: 'Ünï', permit: ['pty', 'user-rc'] }),
        anSshGrant({ organizationId: 'acme' }),
      ].map((grant, i) => ({ ...grant, position: 2 - i }))
      grants.reverse()
      const before = version
      await replace(grants)
      assert.deepEqual(await at().sshGrants.read(), { grants, version: before + 1 })
      await replace([])
      assert.deepEqual(await at().sshGrants.read(), { grants: [], version: before + 2 })
    })

    it('finds those of some groups, in order', async () => {
      const [a, b, c, d] = ['web', 'db', 'web', 'other'].map((group, position) =>
        anSshGrant({ group, everyone: true, position }),
      )
      assert.ok(a && b && c && d)
      await replace([a, b, c, d])
      assert.deepEqual(await at().sshGrants.forGroups(['web', 'db']), [a, b, c])
      assert.deepEqual(await at().sshGrants.forGroups(['db']), [b])
      assert.deepEqual(await at().sshGrants.forGroups(['WEB', 'none']), [])
      assert.deepEqual(await at().sshGrants.forGroups([]), [])
    })

    it('replaces nothing once they were changed by somebody else', async () => {
      const [mine, theirs] = [anSshGrant({ everyone: true }), anSshGrant({ everyone: true })]
      const seen = version
      await replace([theirs])
      assert.equal(await at().commit([at().sshGrants.replace([mine], seen)]), false)
      const both = [at().sshGrants.replace([mine], version), at().sshGrants.replace([], version)]
      const done = await Promise.all(both.map((write) => at().commit([write])))
      assert.deepEqual(done.sort(), [false, true])
    })

    it('take a MAC under a newer secret, once, with a use', async () => {
      const grant = anSshGrant({ everyone: true })
      await replace([grant])
      const next = { digest: aDigest(), keyId: 'key2' }
      const writes = [
        at().sshGrants.used(grant.id),
        at().sshGrants.used(grant.id, { from: grant.mac, ...next }),
        at().sshGrants.used(grant.id, { from: grant.mac, digest: aDigest(), keyId: 'key3' }),
      ]
      for (const write of writes) assert.equal(await at().commit([write]), true)
      const { grants } = await at().sshGrants.read()
      assert.deepEqual(grants, [{ ...grant, mac: next.digest, keyId: next.keyId }])
    })

    it('refuses a user who is not there, and loses their grants with a user', async () => {
      const { id } = await addUser(at())
      const left = anSshGrant({ everyone: true })
      await replace([anSshGrant({ userId: id }), left])
      await at().commit([at().accounts.remove(id)])
      assert.deepEqual((await at().sshGrants.read()).grants, [left])
      const gone = at().sshGrants.replace([anSshGrant({ userId: id })], version)
      assert.equal(await at().commit([gone]), false)
      assert.deepEqual(await at().sshGrants.read(), { grants: [left], version })
    })
  })
}
