import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { organizationScope, platformScope } from '../../../src/policy/policy.js'
import type { StoredPolicy } from '../../../src/policy/policy.js'
import type { Store } from '../../../src/store.js'
import { addUser, anApiKey, nextId, now, room } from './rows.js'

/** What every store does with policies. */
export function policiesContract(at: () => Store): void {
  describe('policies', () => {
    it('answers an empty policy of version 0 where none was stored', async () => {
      assert.deepEqual(await at().policies.read(organizationScope(nextId())), {
        policy: {},
        version: 0,
        switchedOn: {},
      })
      assert.deepEqual((await at().policies.readFor(nextId())).organization, {})
      assert.deepEqual((await at().policies.readFor(null)).organization, {})
    })

    it('replaces only the version that is expected', async () => {
      const scope = organizationScope(nextId())
      const first = { policy: { tokens: { maxHours: 1 } }, switchedOn: {} }
      const second = { policy: { mfa: { enforceMfa: true } }, switchedOn: { enforceMfa: now } }
      assert.equal(await at().commit([at().policies.put(scope, first, { version: 1, at: now })]), false)
      assert.equal(await at().commit([at().policies.put(scope, first, { version: 0, at: now })]), true)
      assert.equal(await at().commit([at().policies.put(scope, second, { version: 0, at: now })]), false)
      assert.deepEqual(await at().policies.read(scope), { ...first, version: 1 })
      assert.equal(await at().commit([at().policies.put(scope, second, { version: 1, at: now })]), true)
      assert.deepEqual(await at().policies.read(scope), { ...second, version: 2 })
    })

    it('lists the organisations whose policy sets something, a page at a time', async () => {
      const prefix = nextId()
      const put = async (scope: string, policy: StoredPolicy): Promise<void> => {
        const put = at().policies.put(scope, { policy, switchedOn: {} }, { version: 0, at: now })
        assert.equal(await at().commit([put]), true)
      }
      const ids = ['a', 'B', 'é', 'a:b', '%', '_', '😀', '\uffee'].map((end) => `${prefix}${end}`)
      for (const id of ids) await put(organizationScope(id), { mfa: { graceDays: 1 } })
      await put(organizationScope(`${prefix}nothing`), {})
      const sorted = ['%', 'B', '_', 'a', 'a:b', 'é', '\uffee', '😀'].map((end) => `${prefix}${end}`)
      const found = async (limit: number, after: string | null) =>
        at().policies.organizations({ limit, after })
      assert.deepEqual((await found(8, prefix)).rows, sorted)
      assert.deepEqual(await found(2, prefix), { rows: sorted.slice(0, 2), more: true })
      const [second = '', last = ''] = [sorted[1], sorted.at(-1)]
      assert.deepEqual((await found(6, second)).rows, sorted.slice(2))
      assert.ok(!(await found(8, last)).rows.some((id) => id.startsWith(prefix)))
      assert.ok((await found(1000, null)).rows.includes(second))
    })

    it('reads both levels, and with a credential the identical objects each time', async () => {
      const organizationId = nextId()
      const [platform, organization] = [{ apiKeys: { maxPerUser: 7 } }, { tokens: { defaultHours: 3 } }]
      await at().commit([
        at().policies.put(
          platformScope,
          { policy: platform, switchedOn: {} },
          { version: (await at().policies.read(platformScope)).version, at: now },
        ),
        at().policies.put(
          organizationScope(organizationId),
          { policy: organization, switchedOn: {} },
          { version: 0, at: now },
        ),
      ])
      assert.deepEqual(await at().policies.readFor(organizationId), { platform, organization })
      const { id } = await addUser(at(), { organizationId })
      const key = anApiKey(id)
      await at().commit([at().apiKeys.insert(key, room)])
      const [one, two] = [
        await at().apiKeys.byDigest([key.digest]),
        await at().apiKeys.byDigest([key.digest]),
      ]
      assert.deepEqual(one?.policies, { platform, organization })
      assert.equal(one.policies.platform, two?.policies.platform)
      assert.equal(one.policies.organization, two?.policies.organization)
    })
  })
}
