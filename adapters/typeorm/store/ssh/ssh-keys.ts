import type { SshKeyRecord } from '../../../../entities/index.js'
import { sshKeyTable } from '../../../../entities/ssh-key.js'
import type { FoundSshKey, SshKeyRow, SshKeyStore } from '../../../../src/store/ssh-key.js'
import { mayHit, mustHit, revoking } from '../../engine/batch.js'
import { changes, eq } from '../../query/changes.js'
import type { AllOf } from '../../query/properties.js'
import { propertiesBut } from '../../query/properties.js'
import { raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import { credentialFinder } from '../credential/credential-finder.js'
import type { CredentialTable, OwnerSource } from '../credential/credential-query.js'
import { credentialsOfUser } from '../credential/credentials-of-user.js'
import { insertWithRoom, moveMac, ownedBy, readOwned, removeOwned } from '../credential/credentials.js'
import type { ListFacts } from '../list/owned-list.js'
import { ownedList } from '../list/owned-list.js'

const properties: AllOf<SshKeyRow> = propertiesBut(sshKeyTable, 'version')

const sshKeys: CredentialTable<FoundSshKey> = {
  table: ({ sshKey }) => sshKey,
  properties: propertiesBut(
    sshKeyTable,
    'name',
    'nameKey',
    'nameFolded',
    'lifetimeDays',
    'lastOfferedAt',
    'version',
  ),
  present: 'fingerprint',
}

/** Stores SSH public keys. */
export function sshKeyStore(owners: OwnerSource): SshKeyStore {
  const { byDigest, scan } = credentialFinder(owners, sshKeys)
  const { byUser, byUsername } = credentialsOfUser(owners, sshKeys)
  const own = (): Table<SshKeyRecord> => owners.at().tables.sshKey
  const all = raw('1 = 1')

  return Object.freeze({
    byFingerprint: (fingerprint) => byDigest([fingerprint]),
    byUser,
    byUsername,
    scan,
    byId: (userId, id) => readOwned(owners.at(), own(), { userId, id, properties }),
    list: (userId, list) => ownedList(owners.at(), own(), { userId, properties, list, facts: facts() }),
    insert: (row, limit) => insertWithRoom(owners.at(), own(), { row, alive: all, room: limit }),
    update: (userId, id, { name, nameKey, nameFolded }) =>
      mustHit(
        sql`UPDATE ${own().name} SET ${changes(own(), { name, nameKey, nameFolded })} WHERE ${ownedBy(own(), userId, id)}`,
      ),
    offered(id, at, remac) {
      const { id: key, lastOfferedAt } = own().columns
      const note = sql`UPDATE ${own().name} SET ${eq(lastOfferedAt, at)} WHERE ${eq(key, id)} AND (${lastOfferedAt.name} IS NULL OR ${lastOfferedAt.name} < ${at})`
      return remac ? mayHit(note, moveMac(own(), id, remac)) : mayHit(note)
    },
    remove: (userId, id) => revoking(removeOwned(own(), userId, id)),
  } satisfies SshKeyStore)

  function facts(): ListFacts {
    const { lastOfferedAt: lastUsedAt, expiresAt, createdAt: begunAt } = own().columns
    return { lastUsedAt, expiresAt, begunAt }
  }
}
