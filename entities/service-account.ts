import { table } from './table.js'

/** An account that belongs to an organisation, or to the platform, and holds API keys; nobody signs in by it. */
export interface ServiceAccountRecord {
  id: string
  name: string
  /** SHA-256 of the normalised name, unique. */
  nameKey: string
  /** The name without case and invisible characters, for lists. */
  nameFolded: string
  description: string | null
  organizationId: string | null
  disabled: boolean
  createdAt: number
  /** Moves with every change, so that each one is seen to have changed a row. */
  version: number
}

/** Finds a service account by its name, which is unique, and lists those of an organisation. */
export const serviceAccountTable = table<ServiceAccountRecord>({
  name: 'service_account',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    name: { name: 'name', kind: 'text', length: 255 },
    nameKey: { name: 'name_key', kind: 'digest' },
    nameFolded: { name: 'name_folded', kind: 'text', length: 255 },
    description: { name: 'description', kind: 'long_text', nullable: true },
    organizationId: { name: 'organization_id', kind: 'text', length: 64, nullable: true },
    disabled: { name: 'disabled', kind: 'flag' },
    createdAt: { name: 'created_at', kind: 'time' },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [{ columns: ['nameKey'], unique: true }, { columns: ['organizationId', 'id'] }],
  owner: null,
})
