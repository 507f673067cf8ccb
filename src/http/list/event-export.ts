import type { ReadEvents } from '../../audit.js'
import type { EventFileFormat } from '../../event-file.js'
import { listFiles, pagesOf } from '../../event-file.js'
import type { Streamed } from '../route.js'

/** The media type of each format in which events are given away as a file. */
export const exportTypes = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
} as const satisfies Readonly<Record<EventFileFormat, string>>

/**
 * Answers all events that `read` finds, from the one after `before` on, in parts: what is held is one batch, however many there are. The first
 * one is read before this answers, so that a database that cannot be asked is still a 503.
 */
export async function eventExport(
  read: ReadEvents,
  format: EventFileFormat,
  { before = null, name }: { readonly before?: string | null; readonly name?: string } = {},
): Promise<Streamed> {
  const pages = pagesOf(read, before)
  const first = await pages.next()
  const { heading, line } = listFiles[format]
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
    yield heading + (first.value ?? []).map(line).join('')
    for await (const events of pages) yield events.map(line).join('')
  }
}
