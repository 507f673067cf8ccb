import { resolve } from 'node:path'
import type { AuditReport } from '../../audit-trail/verification.js'
import { eventFileFormats } from '../../event-file.js'
import { eventTypes } from '../../events.js'
import type { HostApi } from '../../host/api.js'
import { rfc3339 } from '../../time.js'
import { anchorsIn, seenSeals } from '../audit/anchor-file.js'
import { archiveAt } from '../audit/archive.js'
import { faultText } from '../audit/fault-text.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { CommandError, UsageError } from '../error.js'
import { progressOn } from '../progress.js'
import { timeOption } from '../time-option.js'
import { userNamed } from '../user-named.js'

/** `keyward audit verify`. */
export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary:
    'Checks every row and every seal of the audit, and names the first that is not as keyward left it.',
  options: { since: { type: 'string' }, anchor: { type: 'string' } },
  about: {
    since: 'begin with this seal, by its number',
    anchor: 'a file with what audit verify --json printed before, to be compared with',
  },
  examples: ['audit verify', 'audit verify --json > seals.json', 'audit verify --anchor seals.json'],
  reason: 'none',
  run: verify,
}

/** `keyward audit export`. */
export const auditExportCommand: Command = {
  name: 'audit export',
  summary: 'Writes the events of the audit to standard output, newest first.',
  options: {
    format: { type: 'string' },
    after: { type: 'string' },
    before: { type: 'string' },
    user: { type: 'string' },
    type: { type: 'string' },
  },
  about: {
    format: 'ndjson or csv (needed)',
    after: 'only what happened after this day or time',
    before: 'only what happened before it',
    user: 'only events about this user, or made by them: a name or an id',
    type: 'only events of this type, such as session.refused',
  },
  examples: [
    'audit export --format csv > events.csv',
    'audit export --format ndjson --after 2026-11-01 --user ada',
  ],
  reason: 'none',
  run: exportEvents,
}

/** `keyward audit prune`. */
export const auditPruneCommand: Command = {
  name: 'audit prune',
  summary: 'Writes old events into a file, and then removes them from the audit; their seals stay.',
  options: { before: { type: 'string' }, export: { type: 'string' } },
  about: {
    before: 'the day or time that they are older than (needed)',
    export: 'the file that they are written into, a new one or one to go on with (needed)',
  },
  examples: ['audit prune --before 2026-01-01 --export audit-2025.ndjson --reason "kept for a year"'],
  reason: 'needed',
  run: prune,
}

async function verify({ open, options, terminal, signal, folder }: Invocation): Promise<Outcome> {
  const since = seal(text(options, 'since'))
  const file = text(options, 'anchor')
  const anchors = file === undefined ? [] : await anchorsIn(resolve(folder, file))
  const { calls } = await open()
  const [seals, progress] = [seenSeals(), progressOn(terminal, { unit: 'rows' })]
  const report = await calls.audit.verify({
    since,
    anchors,
    seen: seals.see,
    progress(rows) {
      if (signal.aborted) {
        throw new CommandError(
          'interrupted',
          `stopped after ${count(rows, 'row')}, with which nothing is wrong`,
        )
      }
      progress.at(rows)
    },
  })
  progress.end()
  return {
    text: report.fault ? faultText(report.fault) : wholeText(report),
    json: { ...report, anchors: seals.kept() },
    failed: report.fault !== null,
  }
}

function wholeText({ rows, seals, unsealed, newest }: AuditReport): string {
  const lines = [
    `Nothing is wrong with ${count(rows, 'row')} under ${count(seals, 'seal')}, and ${count(unsealed, 'row')} not sealed yet.`,
  ]
  if (newest)
    lines.push(`Newest seal: ${String(newest.number)}, of ${rfc3339(newest.at)}, root ${newest.root}`)
  return lines.join('\n')
}

async function exportEvents({ open, options, terminal, signal }: Invocation): Promise<Outcome> {
  const format = choice('format', text(options, 'format'), eventFileFormats)
  if (format === undefined) throw new UsageError('audit export needs --format ndjson or --format csv')
  const which = {
    format,
    type: choice('type', text(options, 'type'), eventTypes),
    before: timeOption('before', text(options, 'before')),
    after: timeOption('after', text(options, 'after')),
  }
  const { calls } = await open()
  const userId = await userIdOf(calls, text(options, 'user'))
  const progress = progressOn(terminal, { unit: 'events' })
  let events = 0
  await calls.audit.export({ ...which, userId }, async (lines) => {
    if (signal.aborted) throw new CommandError('interrupted', 'stopped: what was written is not all')
    await terminal.write(lines)
    progress.at((events += lines.split('\n').length - 1))
  })
  progress.end()
  return { text: '' }
}

async function prune({ open, options, terminal, signal, folder }: Invocation): Promise<Outcome> {
  const [day, file] = [text(options, 'before'), text(options, 'export')]
  const before = timeOption('before', day)
  if (before === undefined || file === undefined)
    throw new UsageError('audit prune needs --before and --export')
  const { calls } = await open()
  const archive = await archiveAt(resolve(folder, file))
  const progress = progressOn(terminal, { unit: 'rows written or removed' })
  let written = 0
  try {
    const { seals, rows } = await calls.audit.prune({
      before,
      signal,
      after: archive.last ?? undefined,
      async finish() {
        if (!signal.aborted) archive.checkEnd()
        await archive.finish()
      },
      async write(events, seal) {
        await archive.write(events, seal)
        progress.at((written += events.length))
      },
      progress: (removed) => {
        progress.at(written + removed)
      },
    })
    progress.end()
    return outcomeOf({ rows, seals, file, stopped: signal.aborted, before })
  } finally {
    await archive.close()
  }
}

function outcomeOf(of: {
  readonly rows: number
  readonly seals: number
  readonly file: string
  readonly stopped: boolean
  readonly before: number
}): Outcome {
  const { rows, seals, file, stopped, before } = of
  const removed = `Removed ${count(rows, 'row')} under ${count(seals, 'seal')}; they are in ${file}.`
  const none = stopped
    ? 'Nothing was removed.'
    : `Nothing was removed: no seal has only rows from before ${rfc3339(before)}.`
  const came = rows === 0 ? none : removed
  return {
    text: stopped ? `Stopped. ${came} The same command goes on from there.` : came,
    json: { rows, seals, file, stopped },
    failed: stopped,
  }
}

function text(options: Invocation['options'], name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function seal(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (/^[1-9]\d{0,9}$/.test(given)) return Number(given)
  throw new UsageError(`--since takes the number of a seal, not ${given}`)
}

function choice<Name extends string>(
  option: string,
  given: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const found = names.find((name) => name === given)
  if (given === undefined || found !== undefined) return found
  throw new UsageError(`--${option} takes one of ${names.join(', ')}, not ${given}`)
}

/** The id of a user, or else what was given, such as the id of a user who is no more; refused where somebody else has that as a name. */
async function userIdOf(host: HostApi, given: string | undefined): Promise<string | undefined> {
  if (given === undefined) return undefined
  const user = await userNamed(host, given).catch((error: unknown) => {
    if (error instanceof CommandError && error.code === 'not_found') return null
    throw error
  })
  if (user === null || user.id === given) return given
  if ((await host.events.list({ userId: given }, { limit: 1 })).rows.length === 0) return user.id
  throw new CommandError('ambiguous', `${given} was the id of a user, and is the name of the user ${user.id}`)
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
}
