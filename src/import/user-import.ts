import { setImmediate } from 'node:timers/promises'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import type { Actor } from '../events.js'
import type { Policy } from '../policy/policy.js'
import { batchesOf } from './batches.js'
import type { ImportOutcome, ImportTotals } from './outcome.js'
import { noLines, withLine } from './outcome.js'
import type { Judge, NumberedLine, PlanNeeds } from './plan.js'
import { outcomeOf, planOf } from './plan.js'
import type { Seen } from './seen.js'
import { newSeen } from './seen.js'
import { importWriter } from './writer.js'

/** Users to be brought in, one a line: `ImportedUser`, or a line of JSON as text or in UTF-8. */
export type ImportLines = Iterable<unknown> | AsyncIterable<unknown>

/** Who is told of each line, in order. */
type EachLine = (outcome: ImportOutcome) => void

/** Brings users in, with what is theirs, by the rules of the calls that make each thing. */
export interface UserImport {
  /** Judges every line by what is there, and against all lines before it; writes nothing. */
  check(actor: Actor, lines: ImportLines, each: EachLine): Promise<ImportTotals>
  /**
   * Writes what is not there yet, all of a line or nothing of it. What is there already is left as it is; a line in which something is there
   * as something else is refused. So it can be run again after it was interrupted, wherever that was.
   */
  users(actor: Actor, lines: ImportLines, each: EachLine): Promise<ImportTotals>
}

/** Makes the service. */
export function userImport(core: PlanNeeds & Pick<Core, 'journal'>, passwords: PasswordHashes): UserImport {
  const writer = importWriter(core)
  return Object.freeze({
    check(actor, lines, each) {
      const seen = newSeen()
      return through(lines, each, async (batch) => {
        const judge = judgeOf(actor, () => seen)
        const outcomes: ImportOutcome[] = []
        // One after the other: of two lines that bring the same, the later one is refused.
        for (const line of batch) outcomes.push(outcomeOf(line.line, await judge(line)))
        return outcomes
      })
    },
    // What two lines bring both is found in the database.
    users: (actor, lines, each) =>
      through(lines, each, (batch) => writer.batch(batch, judgeOf(actor, newSeen))),
  } satisfies UserImport)

  /** Judges the lines of one batch, by policies that are read once for all of them. */
  function judgeOf(actor: Actor, seenFor: () => Seen): Judge {
    const policies = new Map<string | null, Promise<Policy>>()
    const policyFor = ({ organizationId }: { readonly organizationId: string | null }): Promise<Policy> => {
      const policy = policies.get(organizationId) ?? core.policyFor({ organizationId })
      policies.set(organizationId, policy)
      return policy
    }
    return (line) => planOf(core, passwords, { ...line, actor, seen: seenFor(), policyFor })
  }
}

async function through(
  lines: ImportLines,
  each: EachLine,
  take: (batch: readonly NumberedLine[]) => Promise<readonly ImportOutcome[]>,
): Promise<ImportTotals> {
  let totals = noLines
  for await (const batch of batchesOf(lines)) {
    for (const outcome of await take(batch)) {
      totals = withLine(totals, outcome)
      each(outcome)
    }
    // SQLite answers at once, so that nothing else, such as a signal or a request of the app's, would get a turn.
    await setImmediate()
  }
  return totals
}
