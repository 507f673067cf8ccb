import { table } from './table.js'

/** A browser that a user has signed in from; only a digest of what its cookie says is kept. */
export interface KnownDeviceRecord {
  digest: string
  userId: string
  /** When they last signed in from it. */
  seenAt: number
}

/** Finds a browser by the digest of its cookie, which differs for each user; the indexes find a user's newest, and those long unseen. */
export const knownDeviceTable = table<KnownDeviceRecord>({
  name: 'known_device',
  columns: {
    digest: { name: 'digest', kind: 'digest', primary: true },
    userId: { name: 'user_id', kind: 'user_id' },
    seenAt: { name: 'seen_at', kind: 'time' },
  },
  indexes: [{ columns: ['userId', 'seenAt'] }, { columns: ['seenAt'] }],
  owner: 'account',
})
