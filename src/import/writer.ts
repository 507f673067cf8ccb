import type { Core } from '../core.js'
import { KeywardError } from '../errors.js'
import { ConflictError } from '../store/write.js'
import type { ImportOutcome } from './outcome.js'
import type { Part } from './part.js'
import { fieldErrors } from './part.js'
import type { Judge, NumberedLine } from './plan.js'
import { outcomeOf, refusedOutcome } from './plan.js'

/** Writes what lines bring. */
export interface Writer {
  /** Writes lines by few commits or, where one is refused, each of its lines by its own; answers what came of each. */
  batch(lines: readonly NumberedLine[], judge: Judge): Promise<readonly ImportOutcome[]>
}

/** How many things are written by one commit: each takes three to five statements, and a commit has three seconds. */
const partsOfCommit = 25

type Needs = Pick<Core, 'store' | 'journal'>

/** Makes the writer. */
export function importWriter({ store, journal }: Needs): Writer {
  return Object.freeze({
    async batch(lines, judge) {
      const all = await Promise.all(lines.map((line) => judgedLine(line, judge)))
      const outcomes: ImportOutcome[] = []
      for (const group of groupsOf(all)) outcomes.push(...(await together(group, judge)))
      return outcomes
    },
  } satisfies Writer)

  async function together(group: readonly JudgedLine[], judge: Judge): Promise<readonly ImportOutcome[]> {
    const parts = group.flatMap((one) => one.parts)
    if (!parts.some(isMadeAtHost) && (await isWritten(parts))) return group.map(({ outcome }) => outcome)
    const alone: ImportOutcome[] = []
    for (const { line } of group) alone.push(await oneAlone(line, judge))
    return alone
  }

  async function oneAlone(line: NumberedLine, judge: Judge): Promise<ImportOutcome> {
    const { outcome, parts } = await judgedLine(line, judge)
    const user = parts.find(isMadeAtHost)
    if (user) return atHost(line, user, judge)
    return (await isWritten(parts)) ? outcome : later(line, judge)
  }

  /** The app's own table makes a user at once, under an id of its own choice: what is theirs follows, under that id. */
  async function atHost(line: NumberedLine, user: NewPart, judge: Judge): Promise<ImportOutcome> {
    await write([user])
    const { outcome, parts } = await judgedLine(line, judge)
    if (outcome.status === 'refused') return outcome
    if (parts.some(isMadeAtHost)) return overtaken(line)
    if (!(await isWritten(parts))) return later(line, judge)
    const { made, same } = outcome
    return { ...outcome, status: 'new', made: { ...made, users: 1 }, same: { ...same, users: 0 } }
  }

  /** What came of a line that somebody else was faster with. */
  async function later(line: NumberedLine, judge: Judge): Promise<ImportOutcome> {
    const { outcome } = await judgedLine(line, judge)
    return outcome.status === 'new' ? overtaken(line) : outcome
  }

  /** Whether all of it was written; `false` = none of it, since something of it does not fit what is there by now. */
  async function isWritten(parts: readonly NewPart[]): Promise<boolean> {
    try {
      return await write(parts)
    } catch (error) {
      if (error instanceof ConflictError) return false
      throw error
    }
  }

  async function write(parts: readonly NewPart[]): Promise<boolean> {
    if (parts.length === 0) return true
    const prepared = await Promise.all(parts.map(({ prepare }) => prepare()))
    const events = prepared.map(({ event }) => event)
    return journal.commit(
      prepared.flatMap(({ changes }) => changes),
      ...events,
    )
  }

  function isMadeAtHost({ kind }: NewPart): boolean {
    return kind === 'users' && store.userSearch === null
  }
}

type NewPart = Extract<Part, { readonly state: 'new' }>

/** A line with what comes of it, and what is to be written for that. */
interface JudgedLine {
  readonly line: NumberedLine
  readonly outcome: ImportOutcome
  readonly parts: readonly NewPart[]
}

async function judgedLine(line: NumberedLine, judge: Judge): Promise<JudgedLine> {
  const plan = await judge(line)
  const outcome = outcomeOf(line.line, plan)
  const parts = plan?.filter((part) => part.state === 'new') ?? []
  return { line, outcome, parts: outcome.status === 'new' ? parts : [] }
}

/** Lines in groups that are written by one commit each. */
function groupsOf(lines: readonly JudgedLine[]): readonly (readonly JudgedLine[])[] {
  const groups: JudgedLine[][] = []
  let room = 0
  for (const line of lines) {
    if (groups.length === 0 || line.parts.length > room) {
      groups.push([])
      room = partsOfCommit
    }
    groups.at(-1)?.push(line)
    room -= line.parts.length
  }
  return groups
}

function overtaken({ line }: NumberedLine): ImportOutcome {
  return refusedOutcome(line, fieldErrors(new KeywardError('conflict'), ''))
}
