import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { EndingRange } from '../../../src/store/credential.js'
import { ConflictError } from '../../../src/store/write.js'
import { addUser, aDigest, anApiKey, anSshKey, hour, now, room } from './rows.js'

/** A time far from that of all other rows. */
const early = 5_000_000

/** What every store knows of credentials that end soon. */
export function endingContract(at: () => Store): void {
  async function idsIn(kind: 'api_key' | 'ssh_key', range: Omit<EndingRange, 'last'>): Promise<string[]> {
    const ids: string[] = []
    for (let last: EndingRange['last'] = null; ;) {
      const page = await at().credentials.ending(kind, { ...range, last }, 2)
      ids.push(...page.found.map(({ row }) => row.id))
      last = page.last
      if (last === null) return ids
    }
  }

  describe('credentials that end soon', () => {
    it('are found by their end or their beginning, the earliest first, page by page, with their owners', async () => {
      const { id } = await addUser(at())
      const keys = [3, 1, 2, 2, 0, 4].map((n) =>
        anApiKey(id, { issuedAt: early + 100 + n, expiresAt: early + n }),
      )
      const endless = anApiKey(id, { issuedAt: early + 102, expiresAt: null })
      await at().commit([...keys, endless].map((key) => at().apiKeys.insert(key, room)))
      const [three, one, two, alsoTwo] = keys.map((key) => key.id)
      const found = await idsIn('api_key', { by: 'end', after: early, until: early + 3 })
      assert.deepEqual(found, [one, ...[two ?? '', alsoTwo ?? ''].toSorted(), three])
      const begun = await idsIn('api_key', { by: 'begin', after: early + 101, until: early + 102 })
      assert.deepEqual(begun, [two, alsoTwo, endless.id].toSorted())
      const range = { by: 'end', after: early, until: early + 1, last: null } as const
      const [owned] = (await at().credentials.ending('api_key', range, 10)).found
      assert.equal(owned?.owner.id, id)
      assert.equal(owned.row.kind, 'api_key')
    })

    it('are SSH keys as well', async () => {
      const { id } = await addUser(at())
      const keys = [1, 2].map((n) => anSshKey(id, { createdAt: early + n, expiresAt: early + 10 + n }))
      await at().commit(keys.map((key) => at().sshKeys.insert(key, 50)))
      const [one, two] = keys.map((key) => key.id)
      assert.deepEqual(await idsIn('ssh_key', { by: 'end', after: early + 10, until: early + 11 }), [one])
      assert.deepEqual(await idsIn('ssh_key', { by: 'begin', after: early + 1, until: early + 2 }), [two])
    })

    it('are marked as told once, whoever is first', async () => {
      const digest = aDigest()
      const mark = () => at().commit([at().toldEnds.mark(digest, now + hour)])
      const results = await Promise.allSettled([mark(), mark(), mark()])
      const refused = results.filter(({ status }) => status === 'rejected')
      assert.equal(refused.length, 2)
      for (const one of refused) assert.ok(one.status === 'rejected' && one.reason instanceof ConflictError)
      assert.deepEqual(await at().toldEnds.told([aDigest(), digest]), [digest])
      assert.deepEqual(await at().toldEnds.told([]), [])
    })
  })
}
