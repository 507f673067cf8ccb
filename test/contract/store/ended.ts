import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { Sweepable } from '../../../src/store/sweepable.js'
import type { Write } from '../../../src/store/write.js'
import {
  addUser,
  aDigest,
  anApiKey,
  aDevice,
  aOneTimeLink,
  aPendingSignIn,
  aSession,
  aToken,
  aWaitingSecret,
  now,
  room,
} from './rows.js'

/** A write that inserts a row which ends at some time, and the row's key. */
type Insert = (userId: string, endsAt: number) => { readonly key: string; readonly write: Write }

/** What every store does with the rows that have ended. */
export function endedContract(at: () => Store): void {
  const idle = (seenSince: number) => ({ now: 0, seenSince })
  const over = (by: number) => ({ now: by, seenSince: 0 })

  sweeps(
    'attempts',
    (by) => by,
    () => at().attempts,
    (_userId, endsAt) => {
      const key = aDigest()
      return { key, write: at().attempts.reserve(key, { limit: 1, now: endsAt - 1, endsAt }) }
    },
  )
  sweeps(
    'challenges',
    (by) => by,
    () => at().challenges,
    (_userId, expiresAt) => {
      const digest = aDigest()
      const row = { digest, purpose: 'sign_in' as const, holder: 'browser', expiresAt }
      return { key: digest, write: at().challenges.insert(row) }
    },
  )
  sweeps(
    'secrets that wait to be shown',
    (by) => by,
    () => at().waitingSecrets,
    (userId, expiresAt) => {
      const row = aWaitingSecret(userId, { expiresAt })
      return { key: row.digest, write: at().waitingSecrets.put(row) }
    },
  )
  sweeps(
    'devices',
    (by) => by,
    () => at().deviceCodes,
    (_userId, expiresAt) => {
      const row = aDevice({ expiresAt })
      return { key: row.id, write: at().deviceCodes.insert(row) }
    },
  )
  sweeps(
    'one-time links',
    (by) => by,
    () => at().oneTimeLinks,
    (userId, expiresAt) => {
      const row = aOneTimeLink(userId, { expiresAt })
      return { key: row.id, write: at().oneTimeLinks.insert(row) }
    },
  )
  sweeps(
    'browsers that were not seen again',
    (by) => by,
    () => at().knownDevices,
    (userId, seenAt) => {
      const digest = aDigest()
      return { key: digest, write: at().knownDevices.remember({ digest, userId, seenAt }, 20) }
    },
  )
  sweeps(
    'marks of ends that were told',
    (by) => by,
    () => at().toldEnds,
    (_userId, endsAt) => {
      const digest = aDigest()
      return { key: digest, write: at().toldEnds.mark(digest, endsAt) }
    },
  )
  sweeps(
    'sign-ins under way',
    (by) => by,
    () => at().pendingSignIns,
    (userId, expiresAt) => {
      const row = aPendingSignIn(userId, { expiresAt })
      return { key: row.id, write: at().pendingSignIns.insert(row) }
    },
  )
  sweeps(
    'tokens',
    (by) => by,
    () => at().tokens,
    (userId, expiresAt) => {
      const row = aToken(userId, { expiresAt })
      return { key: row.id, write: at().tokens.insert(row, room) }
    },
  )
  sweeps(
    'API keys',
    (by) => by,
    () => at().apiKeys,
    (userId, expiresAt) => {
      const row = anApiKey(userId, { expiresAt })
      return { key: row.id, write: at().apiKeys.insert(row, room) }
    },
  )
  sweeps(
    'sessions at their absolute end',
    over,
    () => at().sessions,
    (userId, expiresAt) => {
      const row = aSession(userId, { expiresAt })
      return { key: row.id, write: at().sessions.insert(row) }
    },
  )
  sweeps(
    'idle sessions',
    (by) => idle(by + 1),
    () => at().sessions,
    (userId, lastSeenAt) => {
      const row = aSession(userId, { lastSeenAt, expiresAt: now + 1e9 })
      return { key: row.id, write: at().sessions.insert(row) }
    },
  )

  it('never takes an API key without an end for ended, nor removes one that lives again', async () => {
    const { id } = await addUser(at())
    const [endless, revived] = [anApiKey(id, { expiresAt: null }), anApiKey(id, { expiresAt: 50 })]
    await at().commit([at().apiKeys.insert(endless, room), at().apiKeys.insert(revived, room)])
    assert.ok(!(await at().apiKeys.ended(now * 2, 1000)).includes(endless.id))
    const found = await at().apiKeys.ended(50, 1000)
    assert.ok(found.includes(revived.id))
    await at().commit([at().apiKeys.rotate(revived, { ...revived, digest: aDigest(), expiresAt: now + 1 })])
    await at().commit([at().apiKeys.removeEnded([...found, endless.id], 50)])
    assert.ok(await at().apiKeys.byId(id, revived.id))
    assert.ok(await at().apiKeys.byId(id, endless.id))
  })

  function sweeps<When>(
    what: string,
    when: (by: number) => When,
    port: () => Sweepable<When>,
    insert: Insert,
  ): void {
    describe(`ended ${what}`, () => {
      it('are found and removed a batch at a time, and no others', async () => {
        const { id } = await addUser(at())
        const ends = [100, 101, 102, 103]
        const rows = ends.map((end) => insert(id, end))
        const keys = rows.map(({ key }) => key)
        for (const { write } of rows) assert.equal(await at().commit([write]), true)
        const found = async (by: number, limit = 1000): Promise<readonly string[]> =>
          (await port().ended(when(by), limit)).filter((key) => keys.includes(key)).toSorted()

        assert.deepEqual(await found(99), [])
        assert.deepEqual(await found(102), keys.slice(0, 3).toSorted())
        assert.equal((await port().ended(when(102), 2)).length, 2)
        // The last has not ended by then.
        await at().commit([port().removeEnded(keys, when(102))])
        assert.deepEqual(await found(1000), keys.slice(3))
        await at().commit([port().removeEnded([], when(102)), port().removeEnded(keys, when(1000))])
        assert.deepEqual(await found(1000), [])
      })
    })
  }
}
