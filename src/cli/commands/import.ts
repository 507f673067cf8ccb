import type { HostApi } from '../../host/api.js'
import type { ImportOutcome, ImportTotals } from '../../import/outcome.js'
import { maxLineBytes } from '../../input/import.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { linesIn } from '../line-reader.js'
import { progressOn } from '../progress.js'
import type { Rereadable } from '../read-twice.js'
import { readTwice } from '../read-twice.js'

/** `keyward import`. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Brings users in, with what is theirs: one a line, as JSON, from a file or standard input.',
  words: ['[file]'],
  options: { 'dry-run': { type: 'boolean' } },
  about: { 'dry-run': 'only says what is wrong, and what would be made' },
  examples: [
    'import users.jsonl --dry-run --reason "move from the old app"',
    'import users.jsonl --reason "move from the old app"',
  ],
  reason: 'needed',
  async run(invocation) {
    const source = await readTwice(invocation, invocation.words[0])
    try {
      const { calls } = await invocation.open()
      return await bringIn(invocation, calls, source)
    } finally {
      await source.close()
    }
  },
}

/** What is wrong with a line. */
interface Problem {
  readonly line: number
  readonly field: string
  readonly code: string
  readonly message: string
}

/** What went through a pass. */
interface Passed {
  readonly totals: ImportTotals
  readonly problems: readonly Problem[]
  /** How many problems there were beyond those. */
  readonly more: number
  /** Lines that were gone through, blank ones among them. */
  readonly lines: number
}

const mostProblems = 100

async function bringIn(invocation: Invocation, calls: HostApi, source: Rereadable): Promise<Outcome> {
  const { signal, options } = invocation
  const checked = await pass(invocation, source, { call: calls.import.check, unit: 'lines checked' })
  if (signal.aborted) return outcome('interrupted', checked)
  if (checked.problems.length > 0) return outcome('refused', checked)
  if (options['dry-run'] === true) return outcome('checked', checked)
  const how = { call: calls.import.users, unit: 'lines', total: checked.lines }
  const written = await pass(invocation, source, how)
  if (written.problems.length > 0) return outcome('partly', written)
  return outcome(signal.aborted && written.lines < checked.lines ? 'stopped' : 'done', written)
}

/** Takes all lines through a call, or those that come before an interruption. */
async function pass(
  { terminal, signal }: Invocation,
  source: Rereadable,
  how: { readonly call: HostApi['import']['users']; readonly unit: string; readonly total?: number },
): Promise<Passed> {
  const progress = progressOn(terminal, how)
  const problems: Problem[] = []
  let more = 0
  let lines = 0
  const each = ({ line, errors }: ImportOutcome): void => {
    lines = line
    const found = errors.map(({ field, code, message }) => ({ line, field, code, message }))
    const kept = found.slice(0, mostProblems - problems.length)
    problems.push(...kept)
    more += found.length - kept.length
    progress.at(line)
  }
  try {
    const totals = await how.call(until(signal, linesIn(source.bytes(), maxLineBytes)), { each })
    return { totals, problems, more, lines }
  } finally {
    progress.end()
  }
}

async function* until<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (signal.aborted) return
    yield item
  }
}

/** How it came out: `partly` = lines were refused while others were written, since something was changed meanwhile. */
type Ending = 'refused' | 'checked' | 'interrupted' | 'stopped' | 'partly' | 'done'

function outcome(ending: Ending, passed: Passed): Outcome {
  const { totals, problems, more } = passed
  const written = ending === 'done' || ending === 'stopped' || ending === 'partly'
  return {
    text: [
      ...problems.map(problemText),
      ...(more > 0 ? [`… and ${number(more)} more`] : []),
      said(ending, passed),
    ].join('\n'),
    json: { ending, written, ...totals, problems, moreProblems: more },
    failed: ending !== 'done' && ending !== 'checked',
  }
}

function problemText({ line, field, message }: Problem): string {
  return `line ${String(line)}: ${field === '' ? '' : `${field} `}${message}`
}

function said(ending: Ending, { totals }: Passed): string {
  const { lines, refused, made, same } = totals
  const things = `${counted(made)}. ${number(sumOf(same))} ${sumOf(same) === 1 ? 'was' : 'were'} there already`
  switch (ending) {
    case 'refused':
      return `Nothing was written: ${number(refused)} of ${plural(lines, 'line')} cannot be brought in.`
    case 'checked':
      return `Nothing was written. ${plural(lines, 'line')} would make ${things}.`
    case 'interrupted':
      return `Interrupted while the lines were checked: nothing was written.`
    case 'stopped':
      return `Interrupted after ${plural(lines, 'line')}, which made ${things}. Run it again to go on.`
    case 'partly':
      return `${number(refused)} of ${plural(lines, 'line')} failed; the others made ${things}.`
    case 'done':
      return `${plural(lines, 'line')} made ${things}.`
  }
}

function counted({ users, totp, sshKeys, apiKeys }: ImportTotals['made']): string {
  return [
    plural(users, 'user'),
    plural(totp, 'authenticator app'),
    plural(sshKeys, 'SSH key'),
    plural(apiKeys, 'API key'),
  ].join(', ')
}

function sumOf({ users, totp, sshKeys, apiKeys }: ImportTotals['made']): number {
  return users + totp + sshKeys + apiKeys
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

function number(count: number): string {
  return count.toLocaleString('en')
}
