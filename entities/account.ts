import { table } from './table.js'

/** What keyward keeps about a user, whoever owns the user table. */
export interface AccountRecord {
  userId: string
  /** Sessions die when it moves on. */
  securityEpoch: number
  passwordChangedAt: number | null
  temporaryUntil: number | null
  lastSignInAt: number | null
  /** Moved on to lock the row, and with every change. */
  version: number
}

export const accountTable = table<AccountRecord>({
  name: 'account',
  columns: {
    userId: { name: 'user_id', kind: 'user_id', primary: true },
    securityEpoch: { name: 'security_epoch', kind: 'integer', default: 0 },
    passwordChangedAt: { name: 'password_changed_at', kind: 'time', nullable: true },
    temporaryUntil: { name: 'temporary_until', kind: 'time', nullable: true },
    lastSignInAt: { name: 'last_sign_in_at', kind: 'time', nullable: true },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [],
  owner: 'user',
})
