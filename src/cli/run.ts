import { parseArgs } from 'node:util'
import type { KeywardError } from '../errors.js'
import { orderlessJson, withoutOrders } from '../typed-text.js'
import type { Command, Invocation, Outcome } from './command.js'
import { CommandError, reasonOf, UsageError } from './error.js'
import { commands } from './commands.js'
import { configuration } from './config.js'
import { helpFor, overview } from './help.js'
import type { Terminal } from './terminal.js'

/** How a call of the command is made, and what it is interrupted by. */
export interface CommandCall {
  /** What stands after `keyward`. */
  readonly words: readonly string[]
  readonly folder: string
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/** What every command takes. */
const common = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  config: { type: 'string' },
  reason: { type: 'string' },
} as const

/** Runs a command; answers the exit code: 0 = done, 1 = refused or failed, 2 = wrong use. */
export async function run(call: CommandCall): Promise<number> {
  const { terminal, words } = call
  const json = words.includes('--json')
  try {
    const outcome = await called(call)
    if (!json && outcome.text !== '') await terminal.write(`${withoutOrders(outcome.text)}\n`)
    if (json && outcome.json !== undefined) await terminal.write(`${orderlessJson(outcome.json)}\n`)
    return outcome.failed === true ? 1 : 0
  } catch (error) {
    const { code, message, exit } = told(error)
    if (json) await terminal.write(`${orderlessJson({ error: { code, message } })}\n`)
    else terminal.tell(`keyward: ${withoutOrders(message)}\n`)
    return exit
  }
}

async function called(call: CommandCall): Promise<Outcome> {
  const [first, ...others] = call.words
  const words = first === 'help' ? [...others, '--help'] : call.words
  const command = commandFor(words)
  if (command === null) return helpOn(words)
  const { values, positionals } = read(words.slice(command.name.split(' ').length), command)
  const { json = false, help = false, config, reason = null, ...rest } = values
  const options: Invocation['options'] = rest
  if (help) return { text: helpFor(command), json: { help: helpFor(command) } }
  checkWords(command, positionals)
  checkReason(command, { reason, isDry: command.dry !== undefined && options[command.dry] === true })
  const configured = configuration(call.folder, { path: config, reason })
  const { terminal, folder, signal } = call
  const invocation: Invocation = {
    terminal,
    folder,
    signal,
    options,
    reason,
    json,
    words: positionals,
    open: (how) => configured.open(how),
  }
  try {
    return await command.run(invocation)
  } finally {
    await configured.close()
  }
}

/** The command that is named; `null` = none is, and help is asked for. */
function commandFor(words: readonly string[]): Command | null {
  const named = commands.filter(({ name }) => name.split(' ').every((part, i) => part === words[i]))
  const [command] = named.toSorted((one, other) => other.name.length - one.name.length)
  return command ?? null
}

/** What is told where no command is named: all that there are, or those that begin as it was begun. */
function helpOn(words: readonly string[]): Outcome {
  const isOption = (word: string): boolean => word.startsWith('-')
  const begun = words.slice(0, words.some(isOption) ? words.findIndex(isOption) : words.length)
  const kin = commands.filter(({ name }) => begun.every((word, i) => name.split(' ')[i] === word))
  const options = words.slice(begun.length)
  if (kin.length === 0)
    throw new UsageError(`there is no command ${knownPart(begun)}: npx keyward --help lists them all`)
  const isAsked = begun.length === 0 || options.includes('--help') || options.includes('-h')
  if (!isAsked) throw new UsageError(`which? ${kin.map(({ name }) => name).join(', ')}`)
  const stray = options.find((option) => !['--help', '-h', '--json'].includes(option))
  if (stray !== undefined) throw new UsageError(`${stray} stands before any command`)
  return { text: overview(kin), json: kin.map(({ name }) => name) }
}

/** A command as far as it is known, and one word more: what follows may be a secret, which no log is to have. */
function knownPart(begun: readonly string[]): string {
  const known = begun.findIndex(
    (_, i) => !commands.some(({ name }) => `${name} `.startsWith(`${begun.slice(0, i + 1).join(' ')} `)),
  )
  return begun.slice(0, known + 1).join(' ')
}

function read(words: readonly string[], { options = {} }: Command) {
  try {
    const parsed = parseArgs({
      args: [...words],
      options: { ...options, ...common },
      allowPositionals: true,
      strict: true,
    })
    return parsed
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : 'wrong use', {
      cause: error,
    })
  }
}

/** Node.js goes on about how to write a positional argument that begins with a dash. */
function firstSentence(message: string): string {
  return message.split('. ')[0] ?? message
}

function checkWords({ name, words = [] }: Command, given: readonly string[]): void {
  const needed = words.filter((word) => word.startsWith('<'))
  if (given.length < needed.length) {
    throw new UsageError(`${name} needs ${needed.slice(given.length).join(' ')}`)
  }
  if (given.length <= words.length) return
  // What is too much may be a secret: it is not repeated, since errors are kept where many read them.
  throw new UsageError(
    `${name} takes ${words.length === 0 ? 'no words' : `${words.join(' ')} and no more`}: a secret is never given as a word, which others can see`,
  )
}

function checkReason(
  { name, reason: rule }: Command,
  { reason, isDry }: { readonly reason: string | null; readonly isDry: boolean },
): void {
  if (rule === 'none' && reason !== null) throw new UsageError(`${name} takes no --reason`)
  if (rule === 'needed' && !isDry && (reason === null || reason.trim() === '')) {
    throw new UsageError(`${name} needs --reason "why": it goes into the audit`)
  }
}

interface Told {
  readonly code: string
  readonly message: string
  readonly exit: 1 | 2
}

function told(error: unknown): Told {
  if (error instanceof UsageError) return { code: 'usage', message: error.message, exit: 2 }
  if (error instanceof CommandError) return { code: error.code, message: error.message, exit: 1 }
  if (isRefusal(error)) return { code: error.code, message: refusalOf(error), exit: 1 }
  return { code: 'failed', message: error instanceof Error ? error.message : String(error), exit: 1 }
}

/** The names of what is refused, and of a database that fails. */
const refusals: readonly string[] = ['KeywardError', 'StoreUnavailableError']

/** A refusal of keyward’s. The app may have loaded another copy of it, as ES modules beside CommonJS, so that its name has to do. */
function isRefusal(error: unknown): error is KeywardError {
  return error instanceof Error && refusals.includes(error.name) && 'code' in error
}

/** A refusal with each field that is wrong; of a database that fails, what it says itself. */
function refusalOf(error: KeywardError): string {
  const { code, message, errors = [] } = error
  if (code === 'unavailable') return `${reasonOf(error)}: npx keyward doctor says what is to be mended`
  const fields = errors.map((one) => `${one.field} ${one.message}`)
  return fields.length > 0 ? `${message}: ${fields.join('; ')}` : `${message} (${code})`
}
