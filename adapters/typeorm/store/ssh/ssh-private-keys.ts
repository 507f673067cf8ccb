import type { SshPrivateKeyRecord } from '../../../../entities/index.js'
import { sshPrivateKeyTable } from '../../../../entities/ssh-private-key.js'
import type { SshPrivateKeyRow, SshPrivateKeyStore } from '../../../../src/store/ssh-private-key.js'
import type { PreparedWrite } from '../../engine/batch.js'
import { mayHit, mustHit } from '../../engine/batch.js'
import { assignments, changes, eq } from '../../query/changes.js'
import type { AllOf } from '../../query/properties.js'
import { only, propertiesBut, propertiesOf } from '../../query/properties.js'
import { join, raw, sql } from '../../query/sql.js'
import type { Table } from '../../query/tables.js'
import type { InContext } from '../context.js'
import { insertWithRoom, ownedBy, readOwned, removeOwned } from '../credential/credentials.js'
import type { ListFacts } from '../list/owned-list.js'
import { ownedList } from '../list/owned-list.js'

const properties: AllOf<SshPrivateKeyRow> = propertiesBut(sshPrivateKeyTable, 'version')
const updatable: AllOf<Required<Parameters<SshPrivateKeyStore['update']>[2]>> = propertiesOf(
  sshPrivateKeyTable,
  'name',
  'nameKey',
  'nameFolded',
  'accountName',
  'description',
)

const always = raw('1 = 1')

/** Stores SSH private keys, sealed. */
export function sshPrivateKeyStore(at: InContext): SshPrivateKeyStore {
  const own = (): Table<SshPrivateKeyRecord> => at().tables.sshPrivateKey

  return Object.freeze({
    byId: (userId, id) => readOwned(at(), own(), { userId, id, properties }),
    list: (userId, list) => ownedList(at(), own(), { userId, properties, list, facts: facts() }),
    insert: (row, { limit }) => insertWithRoom(at(), own(), { row, alive: always, room: limit }),
    update: (userId, id, patch) => change(userId, id, only(patch, updatable)),
    used: (userId, id, lastUsedAt) => change(userId, id, { lastUsedAt }),
    reseal(row, { text, keyId }) {
      const resealed = join(assignments(own(), { sealed: text, keyId }), ', ')
      return mayHit(
        sql`UPDATE ${own().name} SET ${resealed} WHERE ${ownedBy(own(), row.userId, row.id)} AND ${eq(own().columns.sealed, row.sealed)}`,
      )
    },
    remove: (userId, id) => removeOwned(own(), userId, id),
  } satisfies SshPrivateKeyStore)

  function facts(): ListFacts {
    const { lastUsedAt } = own().columns
    return { lastUsedAt }
  }

  function change(userId: string, id: string, patch: Partial<SshPrivateKeyRecord>): PreparedWrite {
    return mustHit(sql`UPDATE ${own().name} SET ${changes(own(), patch)} WHERE ${ownedBy(own(), userId, id)}`)
  }
}
