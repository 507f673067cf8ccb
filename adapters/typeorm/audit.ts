import type { AuditEventRecord } from '../../entities/index.js'
import type { AuditEvent, EventParty } from '../../src/events.js'
import type { AuditFilter, AuditStore } from '../../src/store/audit.js'
import type { Page, PageRequest } from '../../src/store/page.js'
import { mayHit } from './batch.js'
import type { Context, InContext } from './context.js'
import { limit, page, select } from './rows.js'
import { join, sql } from './sql.js'
import type { Sql } from './sql.js'
import { eq, insertion } from './tables.js'
import type { Table } from './tables.js'

const properties = [
  'id',
  'type',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'subjectKind',
  'subjectId',
  'subjectName',
  'subjectHint',
  'userId',
  'ip',
  'userAgent',
  'outcome',
  'reason',
] as const satisfies readonly (keyof AuditEventRecord)[]

/** The audit: rows are appended, never changed. */
export function auditStore(at: InContext): AuditStore {
  const own = (): Table<AuditEventRecord> => at().tables.auditEvent

  return Object.freeze<AuditStore>({
    append: (event) => mayHit(insertion(own(), fitting(own(), recordOf(event)))),
    list: (filter, request) => reading(filter, request, at().rows),
    search: (filter, request) => reading(filter, request, at().rowsFromReplica),
  })

  async function reading(
    filter: AuditFilter,
    request: PageRequest,
    rowsOf: Context['rows'],
  ): Promise<Page<AuditEvent>> {
    const { list, read } = select(own(), properties)
    const newest = sql`ORDER BY ${own().columns.id.name} DESC ${limit(request.limit + 1)}`
    const rows = await rowsOf(matching(list, conditions(own(), filter, request), newest, filter.userId))
    const events = rows.map((row) => eventOf(read(row)))
    return page(events, request.limit)
  }

  function matching(list: Sql, where: readonly Sql[], newest: Sql, userId: string | undefined): Sql {
    const from = (...more: readonly Sql[]): Sql => {
      const all = join([...where, ...more], ' AND ')
      return sql`SELECT ${list} FROM ${own().name} WHERE ${all} ${newest}`
    }
    if (userId === undefined) return from()
    // Each half is read along its own index; an OR would sort all of a user's rows.
    const about = from(eq(own().columns.userId, userId))
    const by = from(eq(own().columns.actorId, userId))
    return sql`SELECT * FROM (SELECT * FROM (${about}) a UNION SELECT * FROM (${by}) b) found ${newest}`
  }
}

function conditions(
  { columns }: Table<AuditEventRecord>,
  filter: AuditFilter,
  { before }: PageRequest,
): readonly Sql[] {
  return [
    sql`1 = 1`,
    ...(before === null ? [] : [sql`${columns.id.name} < ${columns.id.encode(before)}`]),
    ...(filter.type === undefined ? [] : [eq(columns.type, filter.type)]),
    ...(filter.before === undefined ? [] : [sql`${columns.at.name} < ${filter.before}`]),
    ...(filter.after === undefined ? [] : [sql`${columns.at.name} > ${filter.after}`]),
  ]
}

function recordOf({
  id,
  type,
  at,
  actor,
  subject,
  userId,
  ip,
  userAgent,
  outcome,
  reason,
}: AuditEvent): AuditEventRecord {
  return {
    ...{ id, type, at, userId, ip, userAgent, outcome, reason },
    actorKind: actor?.kind ?? null,
    actorId: actor?.id ?? null,
    actorName: actor?.name ?? null,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    subjectName: subject?.name ?? null,
    subjectHint: subject?.hint ?? null,
  }
}

/** What came from outside never keeps an event from being stored: too long is cut, what databases refuse is replaced. */
function fitting({ metadata }: Table<AuditEventRecord>, record: AuditEventRecord): AuditEventRecord {
  const lengths = new Map(metadata.columns.map(({ propertyName, length }) => [propertyName, Number(length)]))
  const entries = Object.entries(record).map(([property, value]: [string, unknown]) => {
    const length = lengths.get(property)
    if (typeof value !== 'string' || !length) return [property, value]
    return [property, fit(value, length)]
  })
  // The same properties with the same types.
  return Object.fromEntries(entries) as AuditEventRecord
}

function fit(text: string, length: number): string {
  return text.slice(0, length).replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD')
}

function eventOf(record: AuditEventRecord): AuditEvent {
  const { id, at, userId, ip, userAgent, reason } = record
  // Stored by `append`, from an AuditEvent.
  const { type, outcome } = record as Pick<AuditEvent, 'type' | 'outcome'>
  const actor = partyOf(record.actorKind, record.actorId, record.actorName)
  const subject = partyOf(record.subjectKind, record.subjectId, record.subjectName, record.subjectHint)
  return { id, type, at, actor, subject, userId, ip, userAgent, outcome, reason }
}

function partyOf(
  kind: string | null,
  id: string | null,
  name: string | null,
  hint: string | null = null,
): EventParty | null {
  if (kind === null || id === null) return null
  return hint === null ? { kind, id, name } : { kind, id, name, hint }
}
