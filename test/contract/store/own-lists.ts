import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { endOfApiKey } from '../../../src/credentials/lifetime.js'
import { foldedName } from '../../../src/credentials/name.js'
import { defaultPolicy } from '../../../src/policy/policy.js'
import type { Store } from '../../../src/store.js'
import type { ApiKeyRow } from '../../../src/store/api-key.js'
import type { OwnedList } from '../../../src/store/owned-list.js'
import type { CredentialSort } from '../../../src/store/page.js'
import { dayMs } from '../../../src/time.js'
import { addUser, aList, anApiKey, anSshKey, aSshPrivateKey, aToken, now, room } from './rows.js'

const names = ['Émile', 'zeta', 'Straße', '100%', 'a_b', 'axb', 'ΟΔΟΣ', '日本', '🔑 key', 'Ａlpha']

/** What every store does with the lists of one's own credentials. */
export function ownListsContract(at: () => Store): void {
  const add = async (userId: string, rows: readonly Partial<ApiKeyRow>[]): Promise<readonly ApiKeyRow[]> => {
    const made = rows.map((more) => anApiKey(userId, more))
    await at().commit(made.map((row) => at().apiKeys.insert(row, room)))
    return made
  }
  const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)
  const found = async (userId: string, more: Partial<OwnedList>): Promise<string[]> =>
    idsOf((await at().apiKeys.list(userId, aList(more))).rows)

  describe('lists of one’s own credentials', () => {
    it('find a part of a name in any case and script, and take no character for a wildcard', async () => {
      const { id } = await addUser(at())
      await add(
        id,
        names.map((name) => ({ name, nameFolded: foldedName(name) })),
      )
      for (const [part, wanted] of [
        ['ÉM', ['Émile']],
        ['ZET', ['zeta']],
        ['STRASSE', ['Straße']],
        ['%', ['100%']],
        ['_', ['a_b']],
        ['οδοσ', ['ΟΔΟΣ']],
        ['ΔΟΣ', ['ΟΔΟΣ']],
        ['本', ['日本']],
        ['🔑', ['🔑 key']],
        ['alph', ['Ａlpha']],
        ["'", []],
        ['a\0', []],
      ] as const) {
        const { rows, total } = await at().apiKeys.list(id, aList({ nameHas: foldedName(part) }))
        assert.deepEqual([rows.map(({ name }) => name), total], [wanted, wanted.length], part)
      }
    })

    it('sort names by code points, the same in every database', async () => {
      const { id } = await addUser(at())
      const rows = await add(
        id,
        names.map((name) => ({ name, nameFolded: foldedName(name) })),
      )
      const inOrder = rows.toSorted((a, b) =>
        Buffer.compare(Buffer.from(a.nameFolded), Buffer.from(b.nameFolded)),
      )
      assert.deepEqual(await found(id, { sort: 'name' }), idsOf(inOrder))
    })

    it('sort by use and by end, what has none last, and equal ones by id', async () => {
      const { id } = await addUser(at())
      const [never, early, late, twin] = await add(id, [
        { lastUsedAt: null, expiresAt: null },
        { lastUsedAt: now + 1, expiresAt: now + 3 },
        { lastUsedAt: now + 2, expiresAt: now + 9 },
        { lastUsedAt: now + 2, expiresAt: now + 9 },
      ])
      assert.deepEqual(await found(id, { sort: 'last_used' }), idsOf([twin, late, early, never].map(there)))
      assert.deepEqual(await found(id, { sort: 'expires' }), idsOf([early, late, twin, never].map(there)))
    })

    it('go by the end that a policy leaves, as the rule says that is shown', async () => {
      const { id } = await addUser(at())
      const rows = await add(id, [
        { issuedAt: now, expiresAt: null },
        { issuedAt: now - 20 * dayMs, expiresAt: null },
        { issuedAt: now - 40 * dayMs, expiresAt: now + 60 * dayMs },
        { issuedAt: now, expiresAt: now + dayMs },
      ])
      const apiKeys = { ...defaultPolicy.apiKeys, allowedDays: [7, 30] as const }
      const policy = { ...defaultPolicy, apiKeys }
      const ended = (row: ApiKeyRow): number => endOfApiKey(row, policy) ?? Infinity
      const longestMs = 30 * dayMs
      const wanted = rows.toSorted((a, b) => ended(a) - ended(b))
      assert.deepEqual(await found(id, { sort: 'expires', longestMs }), idsOf(wanted))
      for (const time of [now - dayMs, now, now + 2 * dayMs, now + 11 * dayMs]) {
        const alive = wanted.filter((row) => ended(row) > time)
        assert.deepEqual(await found(id, { sort: 'expires', longestMs, endsAfter: time }), idsOf(alive))
        const over = wanted.filter((row) => ended(row) <= time)
        assert.deepEqual(await found(id, { sort: 'expires', longestMs, endsBy: time }), idsOf(over))
      }
    })

    it('tell those that are disabled, and those that were not used for long', async () => {
      const { id } = await addUser(at())
      const [off, fresh, stale, never] = (
        await add(id, [{ disabled: true, lastUsedAt: now }, { lastUsedAt: now }, { lastUsedAt: now - 2 }, {}])
      ).map(({ id }) => id)
      assert.deepEqual(await found(id, { disabled: true }), [off])
      assert.deepEqual(await found(id, { disabled: false }), [never, stale, fresh])
      assert.deepEqual(await found(id, { unusedSince: now }), [never, stale])
    })

    for (const sort of ['created', 'last_used', 'expires', 'name'] as const) {
      it(`are read forwards and backwards by ${sort}, each row once, with what stands before`, async () => {
        const { id } = await addUser(at())
        await add(id, manyRows())
        const all = await found(id, { sort })
        const { pages, back } = await thereAndBack(at(), { id, sort })
        assert.deepEqual(
          pages.flatMap(({ rows }) => idsOf(rows)),
          all,
        )
        assert.deepEqual(
          pages.map(({ preceding, total, more }) => [preceding, total, more]),
          [
            [0, 11, true],
            [4, 11, true],
            [8, 11, false],
          ],
        )
        assert.deepEqual(
          back.map(({ rows, preceding, more }) => [idsOf(rows), preceding, more]),
          [
            [all.slice(4, 8), 4, true],
            [all.slice(0, 4), 0, true],
          ],
        )
      })
    }

    it('answer the whole first page to whoever goes back to what has become less', async () => {
      const { id } = await addUser(at())
      const rows = await add(id, manyRows())
      const [first, second] = (await at().apiKeys.list(id, aList({ limit: 2 }))).rows
      const { first: place } = await at().apiKeys.list(id, aList({ limit: 1, nameHas: rows[7]?.nameFolded }))
      assert.ok(first && second && place)
      await at().commit([at().apiKeys.remove(id, first.id)])
      const page = await at().apiKeys.list(id, aList({ limit: 4, at: { ...place, side: 'before' } }))
      assert.deepEqual([page.rows.length, page.rows[0]?.id, page.preceding], [4, second.id, 0])
    })

    it('hold for tokens, SSH keys and SSH private keys, and show nobody else’s', async () => {
      const [{ id }, other] = [await addUser(at()), await addUser(at())]
      const [named, nameless] = [aToken(id, { name: 'CI', nameFolded: 'ci' }), aToken(id)]
      const [sshKey, privateKey] = [anSshKey(id, { expiresAt: null }), aSshPrivateKey(id)]
      await at().commit([
        at().tokens.insert(named, room),
        at().tokens.insert(nameless, room),
        at().sshKeys.insert(sshKey, 50),
        at().sshPrivateKeys.insert(privateKey, room),
      ])
      assert.deepEqual((await at().tokens.list(id, aList({ sort: 'name' }))).rows, [named, nameless])
      assert.deepEqual((await at().tokens.list(id, aList({ nameHas: 'ci' }))).rows, [named])
      const asked = aList({ sort: 'expires', endsAfter: now, unusedSince: now, nameHas: 'key', longestMs: 5 })
      assert.deepEqual((await at().sshKeys.list(id, asked)).rows, [sshKey])
      assert.deepEqual((await at().sshPrivateKeys.list(id, aList({ ...asked, sort: 'name' }))).rows, [
        privateKey,
      ])
      for (const port of [at().tokens, at().sshKeys, at().sshPrivateKeys]) {
        const { rows, total } = await port.list(other.id, aList())
        assert.deepEqual([rows, total], [[], 0])
      }
    })
  })
}

/** Eleven keys, some of which have equal times. */
function manyRows(): readonly Partial<ApiKeyRow>[] {
  return Array.from({ length: 11 }, (_, i) => ({
    nameFolded: `${String((i * 7) % 11)} key`,
    lastUsedAt: i % 3 === 0 ? null : now + (i % 2),
    expiresAt: i % 4 === 0 ? null : now + (i % 3),
  }))
}

/** Reads three pages of four, and then the two before the last one. */
async function thereAndBack(
  { apiKeys }: Store,
  { id, sort }: { readonly id: string; readonly sort: CredentialSort },
): Promise<Record<'pages' | 'back', Awaited<ReturnType<Store['apiKeys']['list']>>[]>> {
  const read = (at: OwnedList['at']) => apiKeys.list(id, aList({ sort, limit: 4, at }))
  const pages = [await read(null)]
  for (let page = pages[0]; page?.more && page.last; page = pages.at(-1)) {
    pages.push(await read({ ...page.last, side: 'after' }))
  }
  const back: typeof pages = []
  for (let page = pages.at(-1); page?.first && page.preceding > 0; page = back.at(-1)) {
    back.push(await read({ ...page.first, side: 'before' }))
  }
  return { pages, back }
}

function there<T>(row: T | undefined): T {
  assert.ok(row)
  return row
}
