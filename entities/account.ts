import { table } from './table.js'

/** What keyward keeps about a user, whoever owns the user table. */
export interface AccountRecord {
  userId: string
  /** Sessions die when it moves on. */
  securityEpoch: number
  passwordChangedAt: number | null
  temporaryUntil: number | null
  lastSignInAt: number | null
  /** The WebAuthn user handle: 32 random bytes, made when first needed. */
  webauthnHandle: string | null
  /** Wrong codes in a row, over all code factors. */
  codeFailures: number
  /** Moves on to lock the row, and with every change. */
  version: number
}

/** Keeps one row a user, which goes with the row of the user table. */
export const accountTable = table<AccountRecord>({
  name: 'account',
  columns: {
    userId: { name: 'user_id', kind: 'user_id', primary: true },
    securityEpoch: { name: 'security_epoch', kind: 'integer', default: 0 },
    passwordChangedAt: { name: 'password_changed_at', kind: 'time', nullable: true },
    temporaryUntil: { name: 'temporary_until', kind: 'time', nullable: true },
    lastSignInAt: { name: 'last_sign_in_at', kind: 'time', nullable: true },
    webauthnHandle: { name: 'webauthn_handle', kind: 'word', length: 64, nullable: true },
    codeFailures: { name: 'code_failures', kind: 'integer', default: 0 },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [],
  owner: 'user',
})
