import type { SshPrivateKeyRecord } from '../../entities/index.js'
import type { SshPrivateKeyRow, SshPrivateKeyStore } from '../../src/store/ssh-private-key.js'
import { mayHit, mustHit } from './batch.js'
import type { PreparedWrite } from './batch.js'
import { bump } from './context.js'
import type { InContext } from './context.js'
import { insertWithRoom, listOwned, ownedBy, readOwned, removeOwned } from './credentials.js'
import { join, raw, sql } from './sql.js'
import { assignments, eq } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'name',
  'nameKey',
  'accountName',
  'description',
  'type',
  'publicKey',
  'fingerprint',
  'sealed',
  'keyId',
  'createdAt',
  'lastUsedAt',
] as const satisfies readonly (keyof SshPrivateKeyRow)[]

const always = raw('1 = 1')

/** SSH private keys, sealed. */
export function sshPrivateKeyStore(at: InContext): SshPrivateKeyStore {
  const own = (): Table<SshPrivateKeyRecord> => at().tables.sshPrivateKey

  return Object.freeze<SshPrivateKeyStore>({
    async byId(userId, id) {
      // Stored by `insert` or `reseal`, which take what a sealer made.
      return (await readOwned(at(), own(), { userId, id, properties })) as SshPrivateKeyRow | null
    },
    async list(userId, request) {
      const { rows, more } = await listOwned(at(), own(), { userId, properties, where: always, request })
      // As in `byId`.
      return { rows: rows as SshPrivateKeyRow[], more }
    },
    insert: (row, { limit }) =>
      insertWithRoom(at(), own(), { row: recordOf(row), alive: always, room: limit }),
    update: (userId, id, { name, nameKey, accountName, description }) =>
      change(userId, id, { name, nameKey, accountName, description }),
    used: (userId, id, lastUsedAt) => change(userId, id, { lastUsedAt }),
    reseal(row, { text, keyId }) {
      const changes = join(assignments(own(), { sealed: text, keyId }), ', ')
      return mayHit(
        sql`UPDATE ${own().name} SET ${changes} WHERE ${ownedBy(own(), row.userId, row.id)} AND ${eq(own().columns.sealed, row.sealed)}`,
      )
    },
    remove: (userId, id) => removeOwned(own(), userId, id),
  })

  function change(userId: string, id: string, patch: Partial<SshPrivateKeyRecord>): PreparedWrite {
    const changes = [...assignments(own(), patch), bump(own(), own().columns.version)]
    return mustHit(sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${ownedBy(own(), userId, id)}`)
  }
}

function recordOf(row: SshPrivateKeyRow): SshPrivateKeyRecord {
  const kept = Object.fromEntries(properties.map((property) => [property, row[property]]))
  // Built from the list of all properties of the record but the version.
  return { ...kept, version: 0 } as unknown as SshPrivateKeyRecord
}
