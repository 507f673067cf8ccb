import { codeBlocks } from './code-blocks.js'

/** A line that is typed into a shell, and what is expected below it. */
interface ConsoleStep {
  readonly command: string
  /** `…` stands for any text within a line, a line `⋮` for any number of lines. */
  readonly output: string
}

/** A file that the page shows, by the name in its first line. */
export interface ConsoleFile {
  readonly file: string
  readonly text: string
}

/** What one `##` section of a page asks of its reader, in its order: a file to write, or a line to type. */
export interface ConsoleSection {
  readonly title: string
  readonly steps: readonly (ConsoleStep | ConsoleFile)[]
}

/** The `##` sections of a page; a block that is neither of the console nor names its file is an error, since nothing could run it. */
export function consoleSections(markdown: string): readonly ConsoleSection[] {
  const [, ...parts] = markdown.split(/^## /m)
  return parts.map((part) => ({
    title: part.slice(0, part.indexOf('\n')).trim(),
    steps: codeBlocks(part).flatMap(({ language, text }): ConsoleSection['steps'] =>
      language === 'console' ? stepsOf(text) : [fileOf(text)],
    ),
  }))
}

/** What is wrong with an output; `null` = it is as expected. */
export function differenceOf(output: string, expected: string): string | null {
  const lines = expected.split('\n').map((line) => {
    if (line === '⋮') return '(?:[^\\n]*\\n)*'
    return `${line.split('…').map(escaped).join('[^\\n]*')}\\n`
  })
  const pattern = expected === '' ? /^$/ : new RegExp(`^${lines.join('')}$`)
  const whole = output === '' || output.endsWith('\n') ? output : `${output}\n`
  return pattern.test(whole) ? null : `expected:\n${expected}\nbut this came:\n${output}`
}

function stepsOf(text: string): readonly ConsoleStep[] {
  const [before = '', ...steps] = `\n${text.trimEnd()}`.split(/\n\$ /)
  if (before !== '') throw new TypeError(`this stands before the first command: ${before}`)
  return steps.map((step) => {
    // A backslash at the end of a line continues the command, as it does in the shell.
    const [command = ''] = /^(?:[^\n]*\\\n)*[^\n]*/.exec(step) ?? []
    return { command, output: step.slice(command.length + 1) }
  })
}

function fileOf(text: string): ConsoleFile {
  const [, file] = /^(?:\/\/|#) ((?:[\w.-]+\/)*[\w.-]+)(?::.*)?\n/.exec(text) ?? []
  if (file === undefined) throw new TypeError(`this block names no file: ${text}`)
  return { file, text }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
