import { table } from './table.js'

/** A recovery code that was not used yet; only its digest is kept. */
export interface RecoveryCodeRecord {
  id: string
  userId: string
  digest: string
  keyId: string
}

/** Finds a code among those of its user: two users may have the same one. */
export const recoveryCodeTable = table<RecoveryCodeRecord>({
  name: 'recovery_code',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    digest: { name: 'digest', kind: 'digest' },
    keyId: { name: 'key_id', kind: 'word', length: 16 },
  },
  indexes: [{ columns: ['userId', 'digest'], unique: true }],
  owner: 'account',
})
