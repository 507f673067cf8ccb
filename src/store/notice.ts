import type { Write } from './write.js'

/** Something that a user is to be told, as it is stored until the app has taken it. */
export interface NoticeRow {
  readonly id: string
  /** A kind that a later version made may be among them. */
  readonly kind: string
  readonly userId: string
  /** When it happened, epoch ms. */
  readonly at: number
  /** JSON, or that sealed. */
  readonly facts: string
  /** The key that the facts are sealed under; `null` = they are plain. */
  readonly keyId: string | null
  /** How often it was claimed to be told. */
  readonly tries: number
  /** From when on it may be claimed, epoch ms. */
  readonly nextAt: number
  /** Moves on with every claim. */
  readonly version: number
}

/** A notice that nobody has claimed yet. */
export type NewNoticeRow = Omit<NoticeRow, 'version'>

/** A notice as it was when it was read, or claimed. */
export type NoticeAt = Pick<NoticeRow, 'id' | 'version'>

/** The port of notices that wait to be told. */
export interface NoticeStore {
  /** Its commit `notifies`. */
  insert(row: NewNoticeRow): Write
  /** As `insert`, but leaves nothing where there is a known browser with this digest, as the transaction sees it. */
  insertUnlessKnown(row: NewNoticeRow, browser: string): Write
  /** At most `limit` notices that may be claimed by now, the longest due first. */
  due(now: number, limit: number): Promise<readonly NoticeRow[]>
  /** Claims a notice (`affects: 1`) for one try, until that time: refused where another process was first. Counts the try. */
  claim(read: NoticeAt, until: number): Write
  /** Puts a claimed notice off until that time, unless it was claimed again meanwhile. */
  putOff(claimed: NoticeAt, until: number): Write
  /** Takes away a notice that was told. */
  done(id: string): Write
  /** Takes away a claimed notice that is told no more (`affects: 1`): refused where it was claimed again meanwhile. */
  giveUp(claimed: NoticeAt): Write
  /** How many there are that were not told yet. */
  waiting(): Promise<number>
}
