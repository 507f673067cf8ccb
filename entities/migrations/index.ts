import type { MigrationInterface } from 'typeorm'
import type { EntityOptions } from '../options.js'
import { resolveEntityOptions } from '../options.js'
import type { Addition } from './addition.js'
import { addition } from './addition.js'
import { createTables } from './create-tables.js'

/** What came after the first tables, oldest first. */
const additions: readonly Addition[] = [
  {
    name: 'addMachines1796000000000',
    tables: ['serviceAccount', 'serviceKey', 'deviceCode', 'oneTimeLink', 'notice'],
    columns: { apiKey: ['conditions', 'metadata'], token: ['clientId'] },
  },
  {
    name: 'sealAudit1797000000000',
    tables: ['auditSeal'],
    columns: { auditEvent: ['mac', 'seal'] },
  },
  {
    name: 'tellUsers1798000000000',
    tables: ['knownDevice', 'toldEnd'],
    columns: {},
    indexes: { apiKey: [['issuedAt']], serviceKey: [['issuedAt']], sshKey: [['createdAt'], ['expiresAt']] },
  },
]

/** Makes the migrations of keyward's tables, oldest first, for a host's DataSource; give the options of `keywardEntities`. */
export function keywardMigrations(options: EntityOptions = {}): readonly (new () => MigrationInterface)[] {
  const resolved = resolveEntityOptions(options)
  return Object.freeze([createTables(resolved), ...additions.map((added) => addition(added, resolved))])
}
