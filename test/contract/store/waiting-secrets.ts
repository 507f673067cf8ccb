import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { SessionRow } from '../../../src/store/session.js'
import type { WaitingSecretRow } from '../../../src/store/waiting-secret.js'
import { addUser, aDigest, aSealed, aSession, aWaitingSecret, hour, now } from './rows.js'

/** What every store does with secrets that wait to be shown once. */
export function waitingSecretsContract(at: () => Store): void {
  const waiting = async (): Promise<{ row: WaitingSecretRow; session: SessionRow }> => {
    const { id } = await addUser(at())
    const session = aSession(id)
    const row = aWaitingSecret(id, { sessionId: session.id })
    assert.equal(await at().commit([at().sessions.insert(session), at().waitingSecrets.put(row)]), true)
    return { row, session }
  }
  const consume = (
    { digest }: WaitingSecretRow,
    by: Pick<SessionRow, 'id' | 'digest'>,
    time = now,
  ): Promise<boolean> => at().commit([at().waitingSecrets.consume(digest, by, time)])

  describe('waiting secrets', () => {
    it('a waiting secret is read as it was put, and gone once it is taken', async () => {
      const { row, session } = await waiting()
      assert.deepEqual(await at().waitingSecrets.read(row.digest), row)
      assert.equal(await consume(row, session), true)
      assert.equal(await at().waitingSecrets.read(row.digest), null)
      assert.equal(await consume(row, session), false)
    })

    it('a waiting secret takes the place of one with its digest', async () => {
      const { row, session } = await waiting()
      const { text: sealed, keyId } = aSealed()
      const later = { ...row, sealed, keyId, expiresAt: row.expiresAt + 5 }
      assert.equal(await at().commit([at().waitingSecrets.put(later)]), true)
      assert.deepEqual(await at().waitingSecrets.read(row.digest), later)
      assert.equal(await consume(row, session), true)
      assert.equal(await consume(row, session), false)
    })

    it('a waiting secret is taken until its end', async () => {
      const [early, late] = [await waiting(), await waiting()]
      assert.equal(await consume(early.row, early.session, early.row.expiresAt - 1), true)
      assert.equal(await consume(late.row, late.session, late.row.expiresAt), false)
    })

    it('no other session takes a waiting secret, not even one of the same user', async () => {
      const { row, session } = await waiting()
      const other = aSession(row.userId)
      await at().commit([at().sessions.insert(other)])
      assert.equal(await consume(row, other), false)
      assert.equal(await consume(row, session), true)
    })

    it('a session that has ended, or has another secret by now, takes no waiting secret', async () => {
      const [ended, reissued] = [await waiting(), await waiting()]
      await at().commit([at().sessions.remove(ended.row.userId, ended.session.id)])
      assert.equal(await consume(ended.row, ended.session), false)
      const { session } = reissued
      const previous = { previousDigest: session.digest, previousUntil: now + hour, previousProof: null }
      const to = { ...session, digest: aDigest(), ...previous }
      assert.equal(await at().commit([at().sessions.reissue(session, to)]), true)
      assert.equal(await consume(reissued.row, session), false)
      assert.equal(await consume(reissued.row, to), true)
    })

    it('waiting secrets go with their user', async () => {
      const { row } = await waiting()
      assert.equal(await at().commit([at().accounts.remove(row.userId)]), true)
      assert.equal(await at().waitingSecrets.read(row.digest), null)
    })
  })
}
