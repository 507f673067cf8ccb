import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'mocha'
import type { SealedText } from '../../../src/crypto/seal.js'
import type { Store } from '../../../src/store.js'
import type { KeyedCount, KeyedRow, KeyedTable, MovableTable } from '../../../src/store/keyed-row.js'
import { macTables, sealedTables } from '../../../src/store/keyed-row.js'
import {
  addServiceAccount,
  addUser,
  aDevice,
  aDigest,
  anApiKey,
  anEvent,
  anSshGrant,
  anSshHost,
  anSshKey,
  aNotice,
  aOneTimeLink,
  aPendingSignIn,
  aRecoveryCode,
  aSeal,
  aSealed,
  aSecurityKey,
  aSession,
  aSshPrivateKey,
  aToken,
  aTotp,
  aWaitingSecret,
  hour,
  now,
  room,
} from './rows.js'

/** There is one canary in a database, which other tests have theirs about: it is moved in a test of its own. */
type Many = Exclude<MovableTable, 'canary'>
const movable = [...sealedTables, ...macTables].filter((table): table is Many => table !== 'canary')

/** What every store does with rows that stand under a key, whatever they are otherwise. */
export function keyedRowsContract(at: () => Store): void {
  const under = async (keyId: string): Promise<Readonly<Record<Many, readonly unknown[]>>> => {
    const [{ id }, other] = [await addUser(at()), await addUser(at())]
    const mine = { keyId, sealed: `1.${randomUUID()}` as SealedText }
    const apps = [aTotp(id, mine), aTotp(other.id, { ...mine, sealed: `1.${randomUUID()}` as SealedText })]
    const keys = [aSshPrivateKey(id, mine)]
    const waiting = [aWaitingSecret(id, mine)]
    const notices = [aNotice(id, { keyId, facts: `1.${randomUUID()}` })]
    const sshKeys = [anSshKey(id, { keyId }), anSshKey(id, { keyId })]
    const securityKeys = [aSecurityKey(id, { keyId, transports: [] })]
    const grants = [anSshGrant({ everyone: true, keyId, from: ['10.0.0.0/8'] })]
    const events = [
      anEvent({ actor: { kind: 'user', id: 'a', name: null } }),
      anEvent({ note: 'why' }),
      anEvent(),
    ]
    const seals = [aSeal({ keyId })]
    const { version } = await at().sshGrants.read()
    const done = await at().commit([
      ...apps.map((row) => at().totp.begin(row)),
      ...keys.map((row) => at().sshPrivateKeys.insert(row, room)),
      ...waiting.map((row) => at().waitingSecrets.put(row)),
      ...notices.map((row) => at().notices.insert(row)),
      ...sshKeys.map((row) => at().sshKeys.insert(row, 10)),
      ...securityKeys.map((row) => at().securityKeys.insert(row, 10)),
      at().sshGrants.replace(grants, version),
      ...events.map((event) => at().audit.append(event, () => `${keyId}.${aDigest()}`)),
      ...seals.map((row) => at().auditSeals.add(row)),
    ])
    assert.equal(done, true)
    return {
      ...{ totp: apps.map(() => null), ssh_private_key: [null], waiting_secret: [null], notice: [null] },
      ssh_key: sshKeys.map((row) => {
        const { name: _name, nameKey: _key, nameFolded: _folded, lifetimeDays: _life, ...found } = row
        const { lastOfferedAt: _offered, ...content } = found
        return content
      }),
      ...{ security_key: securityKeys, ssh_grant: grants, audit_event: events },
      audit_seal: seals.map(({ ids: _ids, ...seal }) => seal),
    }
  }
  const found = async (table: MovableTable, keyId: string, not: string): Promise<readonly KeyedRow[]> => {
    const rows = await at().keyedRows.others(table, { not, after: null, limit: 10_000 })
    return rows.filter((row) => row.keyId === keyId)
  }
  const countOf = async (keyId: string): Promise<readonly KeyedCount[]> =>
    (await at().keyedRows.counts(now)).filter((count) => count.keyId === keyId)

  describe('rows under a key', () => {
    it('are found where another key is asked to be left out, in the order of their ids, with what a MAC is over', async () => {
      const contents = await under('aaaa0001')
      for (const table of movable) {
        const rows = await found(table, 'aaaa0001', 'ffffffff')
        assert.deepEqual(
          rows.map(({ content }) => content),
          contents[table],
          table,
        )
        const ids = rows.map(({ id }) => id)
        assert.deepEqual(ids, ids.toSorted())
        assert.equal(new Set(rows.map(({ text }) => text)).size, rows.length)
        assert.deepEqual(await found(table, 'aaaa0001', 'aaaa0001'), [], table)
      }
    })

    it('are found behind an id, and no more of them than asked for', async () => {
      await under('aaaa0002')
      for (const table of movable) {
        const all = await at().keyedRows.others(table, { not: 'ffffffff', after: null, limit: 10_000 })
        const read: KeyedRow[] = []
        for (let after: KeyedRow['id'] | null = null; ;) {
          const some: readonly KeyedRow[] = await at().keyedRows.others(table, {
            ...{ not: 'ffffffff', after, limit: 2 },
          })
          assert.ok(some.length <= 2)
          read.push(...some)
          after = some.at(-1)?.id ?? null
          if (some.length < 2) break
        }
        assert.deepEqual(read, all, table)
      }
    })

    it('move where they still hold what was read, and are left where they hold something else', async () => {
      await under('aaaa0003')
      for (const table of movable) {
        const rows = await found(table, 'aaaa0003', 'ffffffff')
        const to = { keyId: 'bbbb0003', text: aDigest() }
        for (const row of rows) {
          const stale = { ...row, text: aDigest() }
          assert.equal(await at().commit([at().keyedRows.move(table, stale, to)]), true)
        }
        assert.deepEqual(await found(table, 'aaaa0003', 'ffffffff'), rows, table)
        for (const row of rows) {
          const own = { ...to, text: aDigest() }
          await at().commit([at().keyedRows.move(table, row, own)])
          // Whoever comes with what was read before comes too late.
          await at().commit([at().keyedRows.move(table, row, { ...own, keyId: 'cccc0003' })])
          const moved = (await found(table, 'bbbb0003', 'ffffffff')).find(({ id }) => id === row.id)
          assert.equal(moved?.text, own.text, table)
        }
        assert.deepEqual(await found(table, 'aaaa0003', 'ffffffff'), [])
        assert.deepEqual(await found(table, 'cccc0003', 'ffffffff'), [])
      }
    })

    it('are the canary too, which is one row', async () => {
      const canary = (await at().canary.read()) ?? aSealed()
      await at().commit([at().canary.put(canary)])
      const [row, ...more] = await at().keyedRows.others('canary', { not: 'ffffffff', after: null, limit: 9 })
      assert.ok(row && more.length === 0)
      assert.deepEqual([row.id, row.keyId, row.text], [1, canary.keyId, canary.text])
      const to = aSealed('kek9')
      await at().commit([at().keyedRows.move('canary', row, to)])
      assert.deepEqual(await at().canary.read(), to)
      assert.deepEqual(
        await at().keyedRows.others('canary', { not: 'ffffffff', after: row.id, limit: 9 }),
        [],
      )
      await at().commit([at().canary.move(to, canary)])
    })

    it('are counted by table, with what has ended, what never does, and the last use', async () => {
      await under('aaaa0004')
      const keyId = 'aaaa0004'
      const { id } = await addUser(at())
      const account = await addServiceAccount(at())
      await at().commit([
        at().apiKeys.insert(anApiKey(id, { keyId, expiresAt: null, lastUsedAt: now - 5 }), room),
        at().apiKeys.insert(anApiKey(id, { keyId, expiresAt: now, lastUsedAt: now - 9 }), room),
        at().apiKeys.insert(anApiKey(id, { keyId, expiresAt: now + hour }), room),
        at().serviceKeys.insert(anApiKey(account.id, { keyId, expiresAt: null }), room),
        at().tokens.insert(aToken(id, { keyId, expiresAt: now + 7 }), room),
        at().sessions.insert(aSession(id, { keyId, lastSeenAt: now - 3 })),
        at().sshHosts.insert(anSshHost({ keyId, lastSeenAt: now - 2 })),
        at().pendingSignIns.insert(aPendingSignIn(id, { keyId })),
        at().deviceCodes.insert(aDevice({ keyId })),
        at().oneTimeLinks.insert(aOneTimeLink(id, { keyId })),
        at().recoveryCodes.replace(id, [aRecoveryCode(id, { keyId }), aRecoveryCode(id, { keyId })]),
      ])
      const counts = await countOf(keyId)
      const of = (table: KeyedTable) => counts.find((count) => count.table === table)
      assert.deepEqual(of('api_key'), {
        ...{ table: 'api_key', keyId, count: 3, ended: 1, endless: 1 },
        ...{ lastEnd: now + hour, lastUse: now - 5 },
      })
      assert.deepEqual(of('token'), {
        ...{ table: 'token', keyId, count: 1, ended: 0, endless: 0, lastEnd: now + 7, lastUse: null },
      })
      assert.equal(of('session')?.lastUse, now - 3)
      assert.equal(of('ssh_host')?.lastUse, now - 2)
      assert.deepEqual(of('recovery_code'), {
        ...{ table: 'recovery_code', keyId, count: 2, ended: 0, endless: 2, lastEnd: null, lastUse: null },
      })
      const numbers = { ...{ totp: 2, ssh_key: 2, audit_event: 3 } } as Partial<Record<KeyedTable, number>>
      for (const { table, count } of counts) {
        if (!['api_key', 'recovery_code'].includes(table)) assert.equal(count, numbers[table] ?? 1, table)
      }
      assert.equal(counts.length, 18)
    })

    it('are counted apart where the secret from before a renewal still works', async () => {
      const { id } = await addUser(at())
      const previous = { previousDigest: aDigest(), previousUntil: now + 1000 * hour }
      const host = anSshHost({ previousDigest: aDigest(), previousUntil: now - 1 })
      await at().commit([at().apiKeys.insert(anApiKey(id, previous), room), at().sshHosts.insert(host)])
      const overlaps = await at().keyedRows.overlaps(now)
      assert.equal(overlaps.find(({ table }) => table === 'api_key')?.until, previous.previousUntil)
      assert.ok(overlaps.every(({ count }) => count > 0))
      assert.deepEqual(await at().keyedRows.overlaps(now + 2000 * hour), [])
    })
  })
}
