import type { Command } from './command.js'
import { columns } from './columns.js'

/** What every command takes, for the help. */
const common: readonly (readonly [string, string])[] = [
  ['--config FILE', 'the configuration; without it keyward.config.ts, .js or .mjs in this folder'],
  ['--json', 'one JSON document instead of text'],
  ['--help', 'this text'],
]

/** Lists all commands. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const)
  return [
    'Usage: npx keyward COMMAND [OPTIONS]',
    '',
    ...table(rows),
    '',
    'npx keyward COMMAND --help tells more. Exit codes: 0 = done, 1 = refused or failed, 2 = wrong use.',
  ].join('\n')
}

/** Tells what a command takes. */
export function helpFor({
  name,
  summary,
  words = [],
  options = {},
  about = {},
  examples,
  reason,
  dry,
}: Command): string {
  const own = Object.entries(options).map(([option, { type, multiple }]) => {
    const value = type === 'string' ? ` ${option.toUpperCase()}${multiple === true ? ' …' : ''}` : ''
    return [`--${option}${value}`, about[option] ?? ''] as const
  })
  const needed = dry === undefined ? ' (needed)' : ` (needed without --${dry})`
  const why: readonly (readonly [string, string])[] =
    reason === 'none'
      ? []
      : [['--reason TEXT', `why it is done, for the audit${reason === 'needed' ? needed : ''}`]]
  return [
    `Usage: npx keyward ${[name, ...words].join(' ')} [OPTIONS]`,
    '',
    summary,
    '',
    ...table([...own, ...why, ...common]),
    '',
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.map((example) => `  npx keyward ${example}`),
  ].join('\n')
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  return columns(rows).map((line) => `  ${line}`)
}
