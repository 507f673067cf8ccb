import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { CredentialFilter, StoredKind, CredentialRow } from '../../../src/store/credential.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import { serviceUser } from '../../../src/store/service-account.js'
import { shownKind, storedKinds } from '../../../src/store/credential.js'
import {
  aDigest,
  addServiceAccount,
  addUser,
  anApiKey,
  anSshKey,
  aSession,
  aToken,
  hour,
  nextId,
  now,
  ownerOf,
  room,
} from './rows.js'

interface Times {
  readonly expiresAt?: number
  readonly lastUsedAt?: number
}

/** What every store does with the inventory of credentials. */
export function credentialsContract(at: () => Store): void {
  const page = { limit: 100, before: null }

  /** Adds one of a kind; answers what the inventory shows of it. */
  async function add(kind: StoredKind, userId: string, times: Times = {}): Promise<CredentialRow> {
    const { lastUsedAt = null, ...more } = times
    const common = {
      kind: shownKind(kind),
      userId,
      createdAt: now,
      issuedAt: now,
      expiresAt: now + hour,
      ...times,
      lastUsedAt,
      ip: null,
      userAgent: null,
    }
    const store = at()
    switch (kind) {
      case 'api_key':
      case 'service_key': {
        const row = anApiKey(userId, { ...more, lastUsedAt, lastUsedIp: '192.0.2.7', issuedAt: now + 7 })
        const keys = kind === 'api_key' ? store.apiKeys : store.serviceKeys
        await store.commit([keys.insert(row, room)])
        return { ...common, id: row.id, name: row.name, hint: row.hint, issuedAt: now + 7, ip: '192.0.2.7' }
      }
      case 'token': {
        const row = aToken(userId, { ...more, lastUsedAt })
        await store.commit([store.tokens.insert(row, room)])
        return { ...common, id: row.id, name: null, hint: row.hint }
      }
      case 'ssh_key': {
        const row = anSshKey(userId, { ...more, lastOfferedAt: lastUsedAt })
        await store.commit([store.sshKeys.insert(row, 100)])
        return { ...common, id: row.id, name: row.name, hint: row.fingerprint }
      }
      case 'session': {
        const row = aSession(userId, { ...more, lastSeenAt: lastUsedAt ?? now })
        await store.commit([store.sessions.insert(row)])
        const { ip, userAgent } = row
        return { ...common, id: row.id, name: null, hint: null, lastUsedAt: lastUsedAt ?? now, ip, userAgent }
      }
    }
  }

  async function addOwner(kind: StoredKind, organizationId: string | null = null): Promise<CredentialOwner> {
    if (kind !== 'service_key') return ownerOf(await addUser(at(), { organizationId }))
    return { ...serviceUser(await addServiceAccount(at(), { organizationId })), disabled: false }
  }

  async function listed(filter: CredentialFilter): Promise<readonly CredentialRow[]> {
    return (await at().credentials.list(filter, page)).found.map(({ row }) => row)
  }

  for (const kind of storedKinds) {
    describe(`the inventory, ${kind}`, () => {
      it('finds one by id, with its owner and their policies, among its kind only', async () => {
        const owner = await addOwner(kind, 'inventory')
        const row = await add(kind, owner.id)
        const found = await at().credentials.byId(kind, row.id)
        assert.deepEqual(found?.row, row)
        assert.deepEqual(found.owner, owner)
        assert.deepEqual(found.policies, await at().policies.readFor('inventory'))
        assert.equal(await at().credentials.byId(kind, nextId()), null)
        for (const other of storedKinds.filter((one) => one !== kind)) {
          assert.equal(await at().credentials.byId(other, row.id), null)
        }
      })

      it('lists one user’s, or all, newest first, page by page', async () => {
        const [one, other] = [await addOwner(kind), await addOwner(kind)]
        const rows = [await add(kind, one.id), await add(kind, other.id), await add(kind, one.id)].reverse()
        const all = { kind, endedSince: 0 }
        assert.deepEqual((await listed(all)).slice(0, 3), rows)
        const own = { ...all, userId: one.id }
        assert.deepEqual(await listed(own), [rows[0], rows[2]])
        const first = await at().credentials.list(own, { limit: 1, before: null })
        assert.deepEqual([first.found[0]?.row, first.last], [rows[0], rows[0]?.id])
        const second = await at().credentials.list(own, { limit: 2, before: first.last })
        assert.deepEqual([second.found.map(({ row }) => row.id), second.last], [[rows[2]?.id], null])
      })

      it('leaves out what has ended, what was used and what was not seen', async () => {
        const { id: userId } = await addOwner(kind)
        const ended = await add(kind, userId, { expiresAt: now - 5 })
        const idle = await add(kind, userId, { lastUsedAt: now + 10 })
        const used = await add(kind, userId, { lastUsedAt: now + 20 })
        const ids = async (filter: Partial<CredentialFilter>): Promise<readonly string[]> =>
          (await listed({ kind, userId, endedSince: 0, ...filter })).map(({ id }) => id)
        assert.deepEqual(await ids({ endedSince: now - 6 }), [used.id, idle.id, ended.id])
        assert.deepEqual(await ids({ endedSince: now - 5 }), [used.id, idle.id])
        // What was never used was made at `now`.
        assert.deepEqual(await ids({ unusedSince: now }), [])
        assert.deepEqual(await ids({ unusedSince: now + 1 }), [ended.id])
        assert.deepEqual(await ids({ unusedSince: now + 20 }), [idle.id, ended.id])
        assert.deepEqual(await ids({ seenSince: now + 20 }), [used.id])
      })

      it('finds an SSH key by its fingerprint, and nothing else by that', async () => {
        const { id: userId } = await addOwner(kind)
        const row = await add(kind, userId)
        await add(kind, userId)
        const of = (fingerprint: string) => listed({ kind, endedSince: 0, fingerprint })
        assert.deepEqual(await of(row.hint ?? aDigest()), kind === 'ssh_key' ? [row] : [])
        assert.deepEqual(await of(aDigest()), [])
      })
    })
  }
}
