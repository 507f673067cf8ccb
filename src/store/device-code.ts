import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A device that asks for a token (RFC 8628), as it is stored. */
export interface DeviceCodeRow {
  readonly id: string
  readonly digest: string
  readonly keyId: string
  readonly userCodeDigest: string
  readonly clientId: string
  /** What the device asks for, then what was approved. */
  readonly scopes: readonly string[]
  readonly ip: string | null
  readonly userAgent: string | null
  readonly createdAt: number
  readonly expiresAt: number
  /** How long the device must wait between two polls. */
  readonly intervalSeconds: number
  readonly lastPolledAt: number | null
  readonly state: 'pending' | 'approved' | 'denied' | 'collected'
  /** Who answered. */
  readonly userId: string | null
  /** The security epoch of who approved, at that time. */
  readonly securityEpoch: number | null
  readonly lifetimeHours: number | null
}

/** What somebody answers a device. */
type DeviceAnswer =
  | ({ readonly state: 'approved' } & {
      readonly [P in 'userId' | 'securityEpoch' | 'lifetimeHours']: NonNullable<DeviceCodeRow[P]>
    } & Pick<DeviceCodeRow, 'scopes'>)
  | { readonly state: 'denied'; readonly userId: string }

/** The port of devices that ask for a token. */
export interface DeviceCodeStore extends Sweepable {
  /** Finds a device by the digest of its own code. */
  byDigest(digests: readonly string[]): Promise<DeviceCodeRow | null>
  /** Finds a device by the digest of the code that people type. */
  byUserCode(digests: readonly string[]): Promise<DeviceCodeRow | null>
  /** Committing it throws `ConflictError` where there is a device with that user code. */
  insert(row: DeviceCodeRow): Write
  /** Notes a poll (`affects: 1`): refused where the device was answered, or was here within its interval. */
  polled(id: string, now: number): Write
  /** Notes a poll that came too soon (`affects: 1`), for which the interval grows by `seconds`: refused where the device was answered. */
  hurried(id: string, now: number, seconds: number): Write
  /** Answers a device (`affects: 1`): refused where it was answered before, or has expired. */
  answer(id: string, answer: DeviceAnswer, now: number): Write
  /** Uses up an approval (`affects: 1`): refused where it is none, was used up, or has expired. */
  collect(id: string, now: number): Write
}
