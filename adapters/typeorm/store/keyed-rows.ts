import { auditSealTable } from '../../../entities/audit-seal.js'
import { securityKeyTable } from '../../../entities/security-key.js'
import { sshGrantTable } from '../../../entities/ssh-grant.js'
import { sshKeyTable } from '../../../entities/ssh-key.js'
import type { AuditEvent } from '../../../src/events.js'
import type {
  KeyedRow,
  KeyedRowStore,
  KeyedText,
  MovableContent,
  MovableTable,
  OtherKeys,
} from '../../../src/store/keyed-row.js'
import type { PreparedWrite } from '../engine/batch.js'
import { mayHit } from '../engine/batch.js'
import { eq } from '../query/changes.js'
import type { Column } from '../query/column.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import type { RawRow } from '../query/rows.js'
import { limit, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Tables } from '../query/tables.js'
import { eventOf, storedProperties } from './audit.js'
import type { InContext } from './context.js'
import { keyedCounts, keyedOverlaps, keyIdLength } from './list/keyed-counts.js'

/** How the rows of one table are read and moved. */
interface Keyed<Content> {
  others(which: OtherKeys): Promise<readonly KeyedRow<Content>[]>
  move(from: Omit<KeyedRow, 'content'>, to: KeyedText): PreparedWrite
}

/** A table, with the columns that each such table has under one name or another. */
interface KeyedTable<Content> {
  readonly name: Sql
  readonly id: Column
  readonly keyId: Column
  readonly text: Column
  /** How the rest of a row is read, as far as it is needed. */
  readonly rest: { readonly list: Sql; read(row: RawRow, offset: number): Content }
}

const sshKeys: AllOf<MovableContent['ssh_key']> = propertiesBut(
  sshKeyTable,
  ...(['name', 'nameKey', 'nameFolded', 'lifetimeDays', 'lastOfferedAt', 'version'] as const),
)
const securityKeys: AllOf<MovableContent['security_key']> = propertiesBut(securityKeyTable, 'version')
const sshGrants: AllOf<MovableContent['ssh_grant']> = propertiesBut(sshGrantTable)
const auditSeals: AllOf<MovableContent['audit_seal']> = propertiesBut(auditSealTable, 'ids')

/** Reads and moves whatever stands under a key. */
export function keyedRowStore(at: InContext): KeyedRowStore {
  const tables: { readonly [T in MovableTable]: Keyed<MovableContent[T]> } = {
    canary: sealed(({ canary: { name, columns } }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.sealed,
    })),
    totp: sealed(({ totp: { name, columns } }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.sealed,
    })),
    ssh_private_key: sealed(({ sshPrivateKey: { name, columns } }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.sealed,
    })),
    waiting_secret: sealed(({ waitingSecret: { name, columns } }) => ({
      name,
      id: columns.digest,
      keyId: columns.keyId,
      text: columns.sealed,
    })),
    notice: sealed(({ notice: { name, columns } }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.facts,
    })),
    ssh_key: keyed(({ sshKey: { name, columns }, sshKey }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.mac,
      rest: select(sshKey, sshKeys),
    })),
    security_key: keyed(({ securityKey: { name, columns }, securityKey }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.mac,
      rest: select(securityKey, securityKeys),
    })),
    ssh_grant: keyed(({ sshGrant: { name, columns }, sshGrant }) => ({
      name,
      id: columns.id,
      keyId: columns.keyId,
      text: columns.mac,
      rest: select(sshGrant, sshGrants),
    })),
    audit_event: auditRows(at),
    audit_seal: keyed(({ auditSeal: { name, columns }, auditSeal }) => ({
      name,
      id: columns.number,
      keyId: columns.keyId,
      text: columns.mac,
      rest: select(auditSeal, auditSeals),
    })),
  }
  return Object.freeze({
    counts: (now) => keyedCounts(at, now),
    overlaps: (now) => keyedOverlaps(at, now),
    others: (table, which) => tables[table].others(which),
    move: (table, from, to) => tables[table].move(from, to),
  } satisfies KeyedRowStore)

  function sealed(of: (tables: Tables) => Omit<KeyedTable<null>, 'rest'>): Keyed<null> {
    const rest = { list: raw('NULL'), read: () => null }
    return keyed((all) => ({ ...of(all), rest }))
  }

  function keyed<Content>(of: (tables: Tables) => KeyedTable<Content>): Keyed<Content> {
    return Object.freeze({
      async others({ not, after, limit: most }) {
        const { name, id, keyId, text, rest } = of(at().tables)
        const rows = await at().rows(
          sql`SELECT ${id.name}, ${keyId.name}, ${text.name}, ${rest.list} FROM ${name} WHERE ${keyId.name} <> ${not}${behind(id, after)} ORDER BY ${id.name} ${limit(most)}`,
        )
        return rows.map((row) => ({
          id: idOf(id, row[0]),
          keyId: String(row[1]),
          text: String(row[2]),
          content: rest.read(row, 3),
        }))
      },
      move(from, to) {
        const { name, id, keyId, text } = of(at().tables)
        const set = join([eq(text, to.text), eq(keyId, to.keyId)], ', ')
        return mayHit(sql`UPDATE ${name} SET ${set} WHERE ${eq(id, from.id)} AND ${eq(text, from.text)}`)
      },
    } satisfies Keyed<Content>)
  }
}

/** Reads and moves rows of the audit, which have the key and the MAC in one column. */
function auditRows(at: InContext): Keyed<AuditEvent> {
  const head = raw(String(keyIdLength + 1))
  return Object.freeze({
    async others({ not, after, limit: most }) {
      const { auditEvent } = at().tables
      const { id, mac } = auditEvent.columns
      const { list, read } = select(auditEvent, storedProperties)
      const rows = await at().rows(
        sql`SELECT ${id.name}, ${mac.name}, ${list} FROM ${auditEvent.name} WHERE SUBSTR(${mac.name}, 1, ${head}) <> ${`${not}.`}${behind(id, after)} ORDER BY ${id.name} ${limit(most)}`,
      )
      return rows.map((row) => ({
        id: String(row[0]),
        ...apart(String(row[1])),
        content: eventOf(read(row, 2)),
      }))
    },
    move(from, to) {
      const { name, columns } = at().tables.auditEvent
      const { id, mac } = columns
      const there = sql`${eq(id, from.id)} AND ${eq(mac, together(from))}`
      return mayHit(sql`UPDATE ${name} SET ${eq(mac, together(to))} WHERE ${there}`)
    },
  } satisfies Keyed<AuditEvent>)
}

function behind({ name, encode }: Column, after: string | number | null): Sql {
  return after === null ? raw('') : sql` AND ${name} > ${encode(after)}`
}

function idOf({ decode }: Column, stored: unknown): string | number {
  const id = decode(stored)
  return typeof id === 'number' ? id : String(id)
}

function apart(mac: string): KeyedText {
  return { keyId: mac.slice(0, keyIdLength), text: mac.slice(keyIdLength + 1) }
}

function together({ keyId, text }: KeyedText): string {
  return `${keyId}.${text}`
}
