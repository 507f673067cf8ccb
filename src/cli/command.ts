import type { ParseArgsConfig } from 'node:util'
import type { Opened, Opening } from './config.js'
import type { Terminal } from './terminal.js'

/** What a command was given and what it works with. */
export interface Invocation {
  readonly terminal: Terminal
  /** The folder that the command was called in. */
  readonly folder: string
  /** The words after its name, as many as it names. */
  readonly words: readonly string[]
  /** The options that were given, by their names, without those that every command has. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  /** Whether one JSON document is asked for: what else would be said goes to standard error. */
  readonly json: boolean
  /** What `--reason` said; `null` = nothing. */
  readonly reason: string | null
  /** Aborted by Ctrl-C: a command ends what it has begun, begins nothing more, and says how far it came. */
  readonly signal: AbortSignal
  /** Loads the app's configuration, once; what it opens is closed when the command is done. */
  open(how?: Opening): Promise<Opened>
}

/** What came of a command. */
export interface Outcome {
  /** For people, without the line break at its end; empty = nothing is said. */
  readonly text: string
  /** The same for programs; `undefined` = the command has written its output itself. */
  readonly json?: unknown
  /** Whether it is a failure all the same, such as a fault that was found: exit code 1. */
  readonly failed?: boolean
}

/** One command: what it is called, takes and does. */
export interface Command {
  /** One to three words, such as `user add` or `user sessions end`. */
  readonly name: string
  /** What it does, in a line. */
  readonly summary: string
  /** What it takes beside options: `<name>` is needed, `[name]` may be left out. */
  readonly words?: readonly string[]
  readonly options?: NonNullable<ParseArgsConfig['options']>
  /** What each option is for: one line each, by its name. */
  readonly about?: Readonly<Record<string, string>>
  /** Calls that work, as somebody would type them after `npx keyward`. */
  readonly examples: readonly string[]
  /** Whether `--reason` is needed, may be given, or makes no sense. */
  readonly reason: 'needed' | 'taken' | 'none'
  /** The option with which nothing is changed, so that no reason is needed. */
  readonly dry?: string
  run(invocation: Invocation): Promise<Outcome>
}
