import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { SshHostRow } from '../../../src/store/ssh-host.js'
import { aDigest, anSshHost, digestOf, now } from './rows.js'

/** What every store does with the hosts that may ask for keys. */
export function sshHostsContract(at: () => Store): void {
  const add = async (more: Partial<SshHostRow> = {}): Promise<SshHostRow> => {
    const row = anSshHost(more)
    assert.equal(await at().commit([at().sshHosts.insert(row)]), true)
    return row
  }
  const rotated = (row: SshHostRow): Parameters<Store['sshHosts']['rotate']>[1] => ({
    ...{ digest: aDigest(), keyId: 'key2', previousDigest: row.digest, previousUntil: now + 60 },
  })

  describe('SSH hosts', () => {
    it('finds a host by digest and by id', async () => {
      const row = await add({ name: 'Ünïcode', groups: [], cidrs: ['10.0.0.0/8', '::1'] })
      assert.deepEqual(await at().sshHosts.byDigest([aDigest(), row.digest]), row)
      assert.deepEqual(await at().sshHosts.byId(row.id), row)
      assert.equal(await at().sshHosts.byDigest([aDigest()]), null)
      assert.equal(await at().sshHosts.byDigest([]), null)
      assert.equal(await at().sshHosts.byId('a\0b'), null)
    })

    it('throws a conflict that names the name', async () => {
      const [{ nameKey }, second] = [await add(), await add()]
      const conflict = { name: 'ConflictError', field: 'nameKey' }
      await assert.rejects(at().commit([at().sshHosts.insert(anSshHost({ nameKey }))]), conflict)
      await assert.rejects(at().commit([at().sshHosts.update(second.id, { nameKey })]), conflict)
    })

    it('lists hosts, newest first', async () => {
      const [first, second] = [await add(), await add()]
      assert.deepEqual(await at().sshHosts.list({ limit: 1, before: null }), { rows: [second], more: true })
      assert.deepEqual((await at().sshHosts.list({ limit: 1, before: second.id })).rows, [first])
    })

    it('changes what a patch names, even to the same value', async () => {
      const row = await add()
      const patch = { name: 'New', nameKey: digestOf(row.id + 'new'), groups: [], cidrs: [], disabled: true }
      for (let i = 0; i < 2; i++) assert.equal(await at().commit([at().sshHosts.update(row.id, patch)]), true)
      assert.deepEqual(await at().sshHosts.byId(row.id), { ...row, ...patch })
      assert.equal(await at().commit([at().sshHosts.update(anSshHost().id, patch)]), false)
    })

    it('rotates a credential once, and finds the host by both', async () => {
      const row = await add()
      const to = rotated(row)
      assert.equal(await at().commit([at().sshHosts.rotate(row, to)]), true)
      assert.equal(await at().commit([at().sshHosts.rotate(row, rotated(row))]), false)
      for (const digest of [row.digest, to.digest]) {
        assert.deepEqual(await at().sshHosts.byDigest([digest]), { ...row, ...to })
      }
    })

    it('notes when it was seen, never backwards, and moves a digest on', async () => {
      const row = await add()
      await at().commit([at().sshHosts.seen(row.id, now + 5)])
      const redigest = { from: row.digest, digest: aDigest(), keyId: 'key9' }
      await at().commit([at().sshHosts.seen(row.id, now + 1, redigest)])
      const moved = { digest: redigest.digest, keyId: 'key9', lastSeenAt: now + 5 }
      assert.deepEqual(await at().sshHosts.byId(row.id), { ...row, ...moved })
      await at().commit([at().sshHosts.seen(row.id, now + 9, { ...redigest, digest: aDigest() })])
      assert.equal((await at().sshHosts.byId(row.id))?.digest, redigest.digest)
    })

    it('removes a host once', async () => {
      const row = await add()
      assert.equal(await at().commit([at().sshHosts.remove(row.id)]), true)
      assert.equal(await at().commit([at().sshHosts.remove(row.id)]), false)
      assert.equal(await at().sshHosts.byDigest([row.digest]), null)
    })
  })
}
