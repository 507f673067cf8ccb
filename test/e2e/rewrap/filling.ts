import type { DataSource, ObjectLiteral } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { auditProof } from '../../../src/audit-trail/proof.js'
import { provenStore } from '../../../src/audit-trail/proven-store.js'
import { sealing } from '../../../src/audit-trail/sealing.js'
import { genuineRows } from '../../../src/credentials/genuine.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import { sealer } from '../../../src/crypto/seal.js'
import { sealPrivateKey } from '../../../src/ssh/private-key-seal.js'
import { insertMany, rowsOf } from '../../bench/bulk.js'
import { addUser, anEvent, anSshKey, aSshPrivateKey } from '../../contract/store/rows.js'

/** Whose rows they are, and the ids of those that readers use. */
export interface FilledRows {
  readonly userId: string
  readonly privateKeys: readonly string[]
  readonly sshKeys: readonly string[]
}

const eventsAtOnce = 100

/** Stores so many rows under a secret: half of them sealed, a quarter with a MAC, a quarter events of the audit, which are sealed then. */
export async function fillRows(dataSource: DataSource, secret: string, rows: number): Promise<FilledRows> {
  const bare = typeormStore(dataSource)
  const proof = auditProof({ secrets: [secret] })
  const store = provenStore(bare, proof, () => undefined)
  const { id: userId } = await addUser(store)
  const keys = sealer(localKeyProvider([secret]))
  const { sshKeys: macs } = genuineRows({ secrets: [secret] }, { record: () => Promise.resolve() })
  const privateKeys = await Promise.all(
    Array.from({ length: rows / 2 }, async () => {
      const row = aSshPrivateKey(userId)
      const { text, keyId } = await sealPrivateKey(keys, Buffer.from(row.name), row)
      return { ...row, sealed: text, keyId, version: 0 }
    }),
  )
  const sshKeys = Array.from({ length: rows / 4 }, () => {
    const row = anSshKey(userId)
    return { ...row, ...macs.macOf(row), version: 0 }
  })
  await fill('keyward_ssh_private_key', privateKeys)
  await fill('keyward_ssh_key', sshKeys)
  for (let done = 0; done < rows / 4; done += eventsAtOnce) {
    const events = Array.from({ length: Math.min(eventsAtOnce, rows / 4 - done) }, () => anEvent())
    await store.commit(events.map((event) => store.audit.append(event)))
  }
  await sealing({ store, now: Date.now }, proof).all()
  await store.close()
  return { userId, privateKeys: privateKeys.map(({ id }) => id), sshKeys: sshKeys.map(({ id }) => id) }

  async function fill(table: string, records: readonly ObjectLiteral[]): Promise<void> {
    const { target } = dataSource.getMetadata(table)
    await insertMany(dataSource, rowsOf(dataSource, target, records))
  }
}
