import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReadEvents } from './audit.js'
import { eventJson } from './event-json.js'
import type { AuditEvent } from './events.js'
import { rfc3339 } from './time.js'
import { orderlessJson, withoutOrders } from './typed-text.js'

/** The formats in which events are given away as a file. */
export const eventFileFormats = ['csv', 'ndjson'] as const
/** One of those formats. */
export type EventFileFormat = (typeof eventFileFormats)[number]

/** How events are written into a file. */
export interface EventFile {
  /** What stands before the first event. */
  readonly heading: string
  line(event: AuditEvent): string
}

/** How many events are held at a time. */
const batch = 250

const headings = [
  ...['id', 'type', 'at', 'actor_kind', 'actor_id', 'actor_name'],
  ...['subject_kind', 'subject_id', 'subject_name', 'subject_hint'],
  ...['ip', 'user_agent', 'outcome', 'reason', 'note', 'count'],
] as const

/** What lists show of events, as files. */
export const listFiles: Readonly<Record<EventFileFormat, EventFile>> = {
  ndjson: { heading: '', line: (event) => `${orderlessJson(eventJson(event))}\n` },
  csv: { heading: record(headings), line: (event) => record(cellsOf(event)) },
}

/** All that the audit has of events, as files: also whose account each concerns. */
export const auditFiles: Readonly<Record<EventFileFormat, EventFile>> = {
  ndjson: {
    heading: '',
    line: (event) => `${orderlessJson({ ...eventJson(event), userId: event.userId })}\n`,
  },
  csv: {
    heading: record([...headings, 'user_id']),
    line: (event) => record([...cellsOf(event), event.userId]),
  },
}

/** Reads all events that `read` finds, from the one after `before` on, newest first, page by page: one page is held, however many there are. */
export async function* pagesOf(
  read: ReadEvents,
  before: string | null = null,
): AsyncGenerator<readonly AuditEvent[], void> {
  for (let last = before; ;) {
    const { rows, more } = await read({ limit: batch, before: last })
    yield rows
    if (!more) return
    // SQLite answers at once, and whoever takes the pages may as well.
    await nextTurn()
    last = rows.at(-1)?.id ?? null
  }
}

function cellsOf(event: AuditEvent): readonly (string | null | undefined)[] {
  const { id, type, at, actor, subject, ip, userAgent, outcome, reason, note, count } = event
  return [
    ...[id, type, rfc3339(at), actor?.kind, actor?.id, actor?.name],
    ...[subject?.kind, subject?.id, subject?.name, subject?.hint],
    ...[ip, userAgent, outcome, reason, note, String(count)],
  ]
}

/** Writes a record of RFC 4180, section 2. */
function record(cells: readonly (string | null | undefined)[]): string {
  return `${cells.map((cell) => quoted(harmless(withoutOrders(cell ?? '')))).join(',')}\r\n`
}

/**
 * Keeps spreadsheets from taking what somebody named their key for a formula (CWE-1236), also those that take another separator or quote than
 * we do, and so split a cell.
 */
function harmless(cell: string): string {
  const inside = cell.replace(/([;\t|"'\r\n])(?=[=+\-@＝＋－＠])/g, "$1'")
  return /^[=+\-@＝＋－＠\t\r]/.test(inside) ? `'${inside}` : inside
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
