import { Readable, Writable } from 'node:stream'
import { run } from '../../src/cli/run.js'
import { terminalOf } from '../../src/cli/terminal.js'

/** What a call of the command has said. */
export interface Called {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Calls the command in a folder, as `npx keyward` would, and waits for its end. `input` = what is on standard input, or comes there bit by bit. */
export async function called(
  folder: string,
  words: readonly string[],
  input: string | AsyncIterable<string> = '',
  signal: AbortSignal = new AbortController().signal,
): Promise<Called> {
  const texts = { output: '', errors: '' }
  const into = (name: keyof typeof texts): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        texts[name] += chunk.toString()
        done()
      },
    })
  const code = await run({
    words,
    folder,
    terminal: terminalOf({
      input: Readable.from(typeof input === 'string' ? [Buffer.from(input)] : bytesOf(input)),
      output: into('output'),
      errors: into('errors'),
    }),
    signal,
  })
  return { code, ...texts }
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) yield Buffer.from(text)
}
