import type { AuditEvent } from '../events.js'
import type { AuditSealRow } from './audit-seal.js'
import type { SecurityKeyRow } from './security-key.js'
import type { SshGrantRow } from './ssh-grant.js'
import type { FoundSshKey } from './ssh-key.js'
import type { Write } from './write.js'

/** The tables whose rows hold something sealed under a key. */
export const sealedTables = ['canary', 'totp', 'ssh_private_key', 'waiting_secret', 'notice'] as const
/** The tables whose rows carry a MAC under a secret. */
export const macTables = ['ssh_key', 'security_key', 'ssh_grant', 'audit_event', 'audit_seal'] as const
/** The tables whose rows hold the digest of a secret, which only that secret makes again. */
export const digestTables = [
  ...(['api_key', 'service_key', 'token', 'ssh_host', 'session'] as const),
  ...(['pending_sign_in', 'device_code', 'one_time_link', 'recovery_code'] as const),
] as const

/** A table whose rows can move to another key without anybody's help. */
export type MovableTable = (typeof sealedTables)[number] | (typeof macTables)[number]
/** A table whose rows stand under a key. */
export type KeyedTable = MovableTable | (typeof digestTables)[number]

/** What a MAC is over; of what is sealed nothing else is needed. */
export interface MovableContent extends Readonly<Record<(typeof sealedTables)[number], null>> {
  readonly ssh_key: FoundSshKey
  readonly security_key: SecurityKeyRow
  readonly ssh_grant: SshGrantRow
  readonly audit_event: AuditEvent
  readonly audit_seal: Omit<AuditSealRow, 'ids'>
}

/** What stands under a key in a row: a sealed text, or a MAC. */
export interface KeyedText {
  readonly keyId: string
  readonly text: string
}

/** A row by its primary key, with what stands under a key there. */
export interface KeyedRow<Content = unknown> extends KeyedText {
  readonly id: string | number
  readonly content: Content
}

/** The rows of one table that stand under one key. */
export interface KeyedCount {
  readonly table: KeyedTable
  readonly keyId: string
  readonly count: number
  /** How many of them have ended by themselves, and need their key no more. */
  readonly ended: number
  /** How many of them never end by themselves. */
  readonly endless: number
  /** When the last of them that ends will have ended, epoch ms. */
  readonly lastEnd: number | null
  /** When one of them was last used, epoch ms; `null` = never, or nobody notes it. */
  readonly lastUse: number | null
}

/** Keys of one table that were renewed, and whose secret from before still works. */
export interface OverlapCount {
  readonly table: KeyedTable
  readonly count: number
  /** When the last overlap is over, epoch ms. */
  readonly until: number
}

/** Which rows of a table are read: those under any other key than `not`, in the order of their ids, after the id `after`. */
export interface OtherKeys {
  readonly not: string
  readonly after: string | number | null
  readonly limit: number
}

/** The port of everything that stands under a key, whatever it is otherwise. */
export interface KeyedRowStore {
  counts(now: number): Promise<readonly KeyedCount[]>
  overlaps(now: number): Promise<readonly OverlapCount[]>
  others<T extends MovableTable>(table: T, which: OtherKeys): Promise<readonly KeyedRow<MovableContent[T]>[]>
  /** Puts a row under another key, unless something else stands there by now. */
  move(table: MovableTable, from: Omit<KeyedRow, 'content'>, to: KeyedText): Write
}
