import { table } from './table.js'

/** An authenticator app; its secret is sealed. */
export interface TotpRecord {
  id: string
  userId: string
  /** `active`, or `pending` until its first code confirms it. */
  slot: string
  sealed: string
  keyId: string
  /** The time step of the last code that was accepted: none is accepted twice. */
  lastStep: number | null
  createdAt: number
  lastUsedAt: number | null
  expiresAt: number | null
}

/** Keeps at most one app of a user in each slot. */
export const totpTable = table<TotpRecord>({
  name: 'totp',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    slot: { name: 'slot', kind: 'word', length: 16 },
    sealed: { name: 'sealed', kind: 'long_text' },
    keyId: { name: 'key_id', kind: 'text', length: 128 },
    lastStep: { name: 'last_step', kind: 'time', nullable: true },
    createdAt: { name: 'created_at', kind: 'time' },
    lastUsedAt: { name: 'last_used_at', kind: 'time', nullable: true },
    expiresAt: { name: 'expires_at', kind: 'time', nullable: true },
  },
  indexes: [{ columns: ['userId', 'slot'], unique: true }],
  owner: 'account',
})
