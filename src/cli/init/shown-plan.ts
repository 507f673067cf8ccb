import type { Paste } from './change.js'
import { diffOf } from './diff.js'
import { withoutSecret } from './environment.js'
import type { InitPlan } from './plan.js'

/** What init would do, for people: each line it would add, file by file, and what it leaves to them. */
export function shownPlan({ changes, pastes, installs }: InitPlan): string {
  const parts = [
    ...(installs.length > 0 ? [`Packages to install:\n${indented(installs)}`] : []),
    ...changes.map((change) => diffOf(withoutSecret(change))),
    ...pastes.map(shownPaste),
  ]
  return parts.join('\n\n')
}

/** What is left to do, for people. */
export function shownNext({ installs, next, pastes }: InitPlan): string {
  const own = pastes.map(({ where }) => where)
  return [
    ...(own.length > 0 ? [`First put the lines above where they belong: ${own.join(', ')}.`, ''] : []),
    'Next:',
    indented([...installs, ...next]),
  ].join('\n')
}

function shownPaste({ where, why, lines }: Paste): string {
  return `${where}: to be put there by you, since ${why}\n${indented(lines)}`
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n')
}
