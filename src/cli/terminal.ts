import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { createInterface } from 'node:readline/promises'
import type { ReadStream } from 'node:tty'
import { CommandError, UsageError } from './error.js'

/** What a command writes to and reads from. */
export interface Terminal {
  /** Writes to standard output, and waits until it is taken. */
  write(text: string): Promise<void>
  /** Says something on standard error: progress, questions, what went wrong. */
  tell(text: string): void
  /** Whether somebody looks at standard error, so that progress makes sense. */
  readonly isWatched: boolean
  /** Whether somebody types standard input, so that what they type is shown. */
  readonly isTyped: boolean
  /** Asks on the terminal; a UsageError where there is none. */
  ask(question: string): Promise<string>
  /** Reads a secret: on a terminal without showing what is typed, else the first line of standard input. */
  readSecret(question: string): Promise<string>
  /** The lines of standard input, without their line breaks. */
  lines(): AsyncIterable<string>
  /** Standard input as it comes; a UsageError where that is the terminal. */
  bytes(): AsyncIterable<Uint8Array>
}

/** What a terminal is made of. */
export interface TerminalStreams {
  readonly input: Readable & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>
  readonly output: Writable
  readonly errors: Writable & { readonly isTTY?: boolean }
}

/** Makes the terminal of a process. */
export function terminalOf({ input, output, errors }: TerminalStreams): Terminal {
  const tell = (text: string): void => void errors.write(text)
  return Object.freeze({
    async write(text) {
      if (!output.write(text)) await once(output, 'drain')
    },
    tell,
    isWatched: errors.isTTY === true,
    isTyped: input.isTTY === true,
    async ask(question) {
      if (input.isTTY !== true) throw new UsageError('there is no terminal to ask on')
      const reader = createInterface({ input, output: errors })
      try {
        // Ctrl-C and Ctrl-D close it, and leave the question open for good.
        const closed = once(reader, 'close').then(interrupted)
        return (await Promise.race([reader.question(question).catch(interrupted), closed])).trim()
      } finally {
        reader.close()
      }
    },
    readSecret: (question) => (input.isTTY === true ? typedUnseen(question) : firstLine()),
    lines: () => createInterface({ input, crlfDelay: Infinity }),
    bytes() {
      if (input.isTTY === true) throw new UsageError('nothing was given on standard input: name a file')
      return input
    },
  } satisfies Terminal)

  async function firstLine(): Promise<string> {
    const reader = createInterface({ input, crlfDelay: Infinity })
    for await (const line of reader) return line
    throw new UsageError('nothing was given on standard input')
  }

  /** Reads keys one by one, since whatever else reads a line shows it. */
  async function typedUnseen(question: string): Promise<string> {
    tell(question)
    input.setRawMode?.(true)
    try {
      return await typedLine(input.iterator({ destroyOnReturn: false }))
    } finally {
      input.setRawMode?.(false)
      // Whoever listens keeps the process alive.
      input.pause()
      tell('\n')
    }
  }
}

async function typedLine(keys: AsyncIterable<unknown>): Promise<string> {
  let typed = ''
  for await (const chunk of keys) {
    const text = String(chunk)
    if (text.includes('\u0003')) interrupted()
    const [line = '', ...rest] = text.split(/[\r\n]/)
    typed = [...line].reduce(withKey, typed)
    if (rest.length > 0) return typed
  }
  return typed
}

function interrupted(): never {
  throw new CommandError('interrupted', 'nothing was done')
}

/** What was typed with one more key, which may be the one that takes the last character away. */
function withKey(typed: string, key: string): string {
  return key === '\u007F' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key
}
