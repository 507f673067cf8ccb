import { table } from './table.js'

/** A WebAuthn challenge that was handed out, good once. */
export interface ChallengeRecord {
  /** SHA-256 of the challenge. */
  digest: string
  purpose: string
  /** The session, pending sign-in or browser it was made for. */
  holder: string
  expiresAt: number
}

/** Finds a challenge by its digest; the index finds those that are over. */
export const challengeTable = table<ChallengeRecord>({
  name: 'challenge',
  columns: {
    digest: { name: 'digest', kind: 'digest', primary: true },
    purpose: { name: 'purpose', kind: 'word', length: 32 },
    holder: { name: 'holder', kind: 'word', length: 80 },
    expiresAt: { name: 'expires_at', kind: 'time' },
  },
  indexes: [{ columns: ['expiresAt'] }],
  owner: null,
})
