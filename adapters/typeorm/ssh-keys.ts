import type { SshKeyRecord } from '../../entities/index.js'
import type { FoundSshKey, SshKeyRow, SshKeyStore } from '../../src/store/ssh-key.js'
import { mayHit, mustHit } from './batch.js'
import { bump } from './context.js'
import { insertWithRoom, listOwned, ownedBy, readOwned, removeOwned } from './credentials.js'
import { finder } from './held.js'
import { userFinder } from './held-by-user.js'
import type { Kind, Owners } from './held-plan.js'
import { join, raw, sql } from './sql.js'
import { assignments, eq } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'userId',
  'name',
  'nameKey',
  'type',
  'bits',
  'blob',
  'fingerprint',
  'lifetimeDays',
  'createdAt',
  'expiresAt',
  'lastOfferedAt',
] as const satisfies readonly (keyof SshKeyRow)[]

const sshKeys: Kind<FoundSshKey> = {
  table: ({ sshKey }) => sshKey,
  properties: ['id', 'userId', 'type', 'bits', 'blob', 'fingerprint', 'createdAt', 'expiresAt'],
  present: 'fingerprint',
}

/** SSH public keys. */
export function sshKeyStore(owners: Owners): SshKeyStore {
  const { byDigest, scan } = finder(owners, sshKeys)
  const { byUser, byUsername } = userFinder(owners, sshKeys)
  const own = (): Table<SshKeyRecord> => owners.at().tables.sshKey
  const all = raw('1 = 1')

  return Object.freeze<SshKeyStore>({
    byFingerprint: (fingerprint) => byDigest([fingerprint]),
    byUser,
    byUsername,
    scan,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, request) => listOwned(owners.at(), own(), { userId, properties, where: all, request }),
    insert: (row, limit) =>
      insertWithRoom(owners.at(), own(), { row: recordOf(row), alive: all, room: limit }),
    update(userId, id, { name, nameKey }) {
      const changes = [...assignments(own(), { name, nameKey }), bump(own(), own().columns.version)]
      return mustHit(sql`UPDATE ${own().name} SET ${join(changes, ', ')} WHERE ${ownedBy(own(), userId, id)}`)
    },
    offered(id, at) {
      const { id: key, lastOfferedAt } = own().columns
      return mayHit(
        sql`UPDATE ${own().name} SET ${eq(lastOfferedAt, at)} WHERE ${eq(key, id)} AND (${lastOfferedAt.name} IS NULL OR ${lastOfferedAt.name} < ${at})`,
      )
    },
    remove: (userId, id) => removeOwned(own(), userId, id),
  })
}

function recordOf(row: SshKeyRow): SshKeyRecord {
  const kept = Object.fromEntries(properties.map((property) => [property, row[property]]))
  // Built from the list of all properties of the record but the version.
  return { ...kept, version: 0 } as unknown as SshKeyRecord
}
