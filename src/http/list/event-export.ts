import type { ReadEvents } from '../../audit.js'
import { eventJson } from './event-json.js'
import type { AuditEvent } from '../../events.js'
import { rfc3339 } from '../../time.js'
import type { Streamed } from '../route.js'

/** The formats in which events are given away as a file, each with its media type. */
export const exportTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const
/** One of those formats. */
export type ExportFormat = keyof typeof exportTypes

/** How many events are held at a time. */
const batch = 250

const headings = [
  ...['id', 'type', 'at', 'actor_kind', 'actor_id', 'actor_name'],
  ...['subject_kind', 'subject_id', 'subject_name', 'subject_hint'],
  ...['ip', 'user_agent', 'outcome', 'reason', 'note', 'count'],
] as const

/**
 * Answers all events that `read` finds, from the one after `before` on, in parts: what is held is one batch, however many there are. The first
 * one is read before this answers, so that a database that cannot be asked is still a 503.
 */
export async function eventExport(
  read: ReadEvents,
  format: ExportFormat,
  { before = null, name }: { readonly before?: string | null; readonly name?: string } = {},
): Promise<Streamed> {
  const first = await read({ limit: batch, before })
  const { heading, line } = writers[format]
  return {
    status: 200,
    parts: parts(),
    headers: {
      'Content-Type':
        format === 'csv'
          ? `${exportTypes.csv}; charset=utf-8; header=present`
          : `${exportTypes.ndjson}; charset=utf-8`,
      ...(name === undefined ? {} : { 'Content-Disposition': `attachment; filename="${name}.${format}"` }),
    },
  }

  async function* parts(): AsyncGenerator<string, void> {
    yield heading + first.rows.map(line).join('')
    for (let page = first; page.more;) {
      page = await read({ limit: batch, before: page.rows.at(-1)?.id ?? null })
      yield page.rows.map(line).join('')
    }
  }
}

interface Writer {
  /** What stands before the first event. */
  readonly heading: string
  line(event: AuditEvent): string
}

const writers: Readonly<Record<ExportFormat, Writer>> = {
  ndjson: { heading: '', line: (event) => `${JSON.stringify(eventJson(event))}\n` },
  csv: { heading: record(headings), line: csvLine },
}

function csvLine({
  id,
  type,
  at,
  actor,
  subject,
  ip,
  userAgent,
  outcome,
  reason,
  note,
  count,
}: AuditEvent): string {
  return record([
    ...[id, type, rfc3339(at), actor?.kind, actor?.id, actor?.name],
    ...[subject?.kind, subject?.id, subject?.name, subject?.hint],
    ...[ip, userAgent, outcome, reason, note, String(count)],
  ])
}

/** Writes a record of RFC 4180, section 2. */
function record(cells: readonly (string | null | undefined)[]): string {
  return `${cells.map((cell) => quoted(harmless(cell ?? ''))).join(',')}\r\n`
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
