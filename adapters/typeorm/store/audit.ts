import { auditEventTable } from '../../../entities/audit-event.js'
import type { AuditEventRecord } from '../../../entities/index.js'
import type { AuditEvent, EventParty } from '../../../src/events.js'
import type { AuditFilter, AuditStore } from '../../../src/store/audit.js'
import type { Page, PageRequest } from '../../../src/store/page.js'
import { mayHit } from '../engine/batch.js'
import { eq, fitting, insertion } from '../query/changes.js'
import type { Column } from '../query/column.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { limit, page, select } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { Context, InContext } from './context.js'
import { passedBy } from './list/passed-by.js'

type Columns = Table<AuditEventRecord>['columns']

/** A row of the audit, which keeps an event's parties in columns. */
type StoredEvent = Omit<AuditEvent, 'actor' | 'subject'> &
  Omit<AuditEventRecord, keyof AuditEvent | 'mac' | 'seal'>

/** The columns that an event is kept in. */
export const storedProperties: AllOf<StoredEvent> = propertiesBut(auditEventTable, 'mac', 'seal')

/** Stores the audit: rows are appended, never changed. */
export function auditStore(at: InContext): AuditStore {
  const own = (): Table<AuditEventRecord> => at().tables.auditEvent

  return Object.freeze({
    append: (event, macOf) => {
      const stored = fitting(own(), storedOf(event))
      // What is proven is what stands in the row: texts that did not fit were cut.
      const mac = macOf?.(eventOf(stored)) ?? null
      return mayHit(insertion(own(), { ...stored, mac, seal: null }))
    },
    list: (filter, request) => reading(filter, request, at().rows),
    search: (filter, request) => reading(filter, request, at().rowsFromReplica),
  } satisfies AuditStore)

  async function reading(
    filter: AuditFilter,
    request: PageRequest,
    rowsOf: Context['rows'],
  ): Promise<Page<AuditEvent>> {
    const { read } = select(own(), storedProperties)
    const rows = await rowsOf(newest(filter, request))
    const events = rows.map((row) => eventOf(read(row)))
    return page(events, request.limit)
  }

  function newest(filter: AuditFilter, request: PageRequest): Sql {
    const { name, columns } = found(filter)
    const { list } = select(own(), storedProperties)
    const order = sql`ORDER BY ${columns.id.name} DESC ${limit(request.limit + 1)}`
    const from = (...more: readonly Sql[]): Sql => {
      const all = join([...conditions(columns, filter, request), ...more], ' AND ')
      return sql`SELECT ${list} FROM ${name} WHERE ${all} ${order}`
    }
    const parts = partsOf(columns, filter).map((part) => from(...part))
    if (parts.length === 1) return parts[0] ?? from()
    const all = parts.map((part, i) => sql`SELECT * FROM (${part}) ${raw(`part${String(i)}`)}`)
    return sql`SELECT * FROM (${join(all, ' UNION ')}) found ${order}`
  }

  /** The table, its columns as the events of a filter are found by them: few are refusals, few come from one address or are about one party. */
  function found({
    userId,
    party,
    ip,
    outcome,
  }: AuditFilter): Pick<Table<AuditEventRecord>, 'name' | 'columns'> {
    const { name, columns } = own()
    const { dialect } = at().engine
    const byOther = userId !== undefined || party !== undefined || ip !== undefined
    const byOutcome = !byOther && outcome === 'refused'
    return {
      name,
      columns: {
        ...columns,
        ...((byOther || byOutcome) && { type: passedBy(dialect, columns.type) }),
        ...(!byOutcome && { outcome: passedBy(dialect, columns.outcome) }),
      },
    }
  }
}

/** The parts that a list is put together of, each of which is read along one index: an OR or an IN would have all rows sorted. */
function partsOf(
  columns: Columns,
  { userId, party, types, ip, outcome }: AuditFilter,
): readonly (readonly Sql[])[] {
  const ofTypes = types === undefined ? [] : [amongTypes(columns.type, types)]
  if (party !== undefined) {
    const ofUser = userId === undefined ? [] : [eq(columns.userId, userId)]
    return [
      [eq(columns.subjectId, party.id), eq(columns.subjectKind, party.kind), ...ofUser, ...ofTypes],
      [eq(columns.actorId, party.id), eq(columns.actorKind, party.kind), ...ofUser, ...ofTypes],
    ]
  }
  if (userId !== undefined) {
    // An id alone is not a user's: the app itself, and an SSH host, are actors with ids of their own.
    const by = [eq(columns.actorKind, 'user'), eq(columns.actorId, userId)]
    return [
      [eq(columns.userId, userId), ...ofTypes],
      [...by, ...ofTypes],
    ]
  }
  // Few events are refusals, and few come from one address.
  if (types === undefined || types.length === 0 || ip !== undefined || outcome === 'refused') return [ofTypes]
  return types.map((type) => [eq(columns.type, type)])
}

function amongTypes(type: Column, types: readonly string[]): Sql {
  if (types.length === 0) return raw('1 = 0')
  const wanted = types.map((one) => sql`${type.encode(one)}`)
  return sql`${type.name} IN (${join(wanted, ', ')})`
}

function conditions(
  columns: Columns,
  { outcome, ip, before: until, after }: AuditFilter,
  { before }: PageRequest,
): readonly Sql[] {
  return [
    sql`1 = 1`,
    ...(before === null ? [] : [sql`${columns.id.name} < ${columns.id.encode(before)}`]),
    ...(outcome === undefined ? [] : [eq(columns.outcome, outcome)]),
    ...(ip === undefined ? [] : [eq(columns.ip, ip)]),
    ...(until === undefined ? [] : [sql`${columns.at.name} < ${until}`]),
    ...(after === undefined ? [] : [sql`${columns.at.name} > ${after}`]),
  ]
}

function storedOf({ actor, subject, ...event }: AuditEvent): StoredEvent {
  return {
    ...event,
    actorKind: actor?.kind ?? null,
    actorId: actor?.id ?? null,
    actorName: actor?.name ?? null,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    subjectName: subject?.name ?? null,
    subjectHint: subject?.hint ?? null,
  }
}

/** Makes an event of its columns, each by its name: whoever verifies the audit does it a million times. */
export function eventOf(stored: StoredEvent): AuditEvent {
  const { id, type, at, userId, ip, userAgent, outcome, reason, note, count } = stored
  const { actorKind, actorId, actorName, subjectKind, subjectId, subjectName, subjectHint } = stored
  return {
    id,
    type,
    at,
    userId,
    ip,
    userAgent,
    outcome,
    reason,
    note,
    count,
    actor: partyOf(actorKind, actorId, actorName),
    subject: hinted(partyOf(subjectKind, subjectId, subjectName), subjectHint),
  }
}

/** A party has a kind and an id; without them there was none. */
function partyOf(kind: string | null, id: string | null, name: string | null): EventParty | null {
  return kind === null || id === null ? null : { kind, id, name }
}

function hinted(party: EventParty | null, hint: string | null): EventParty | null {
  return party === null || hint === null ? party : { ...party, hint }
}
