import type { Range, Source } from './source.js'
import { afterStatement, blockAt, depthAt, found, indentAt, insideOf, lineStart } from './source.js'

/** Where a program makes its app. */
export interface AppVariable {
  readonly name: string
  /** Where the line of it begins, and where the one after it does. */
  readonly from: number
  readonly to: number
  /** The block it stands in, in which statements about it are looked for. */
  readonly block: Range
  readonly indent: string
  /** Whether statements beside it may await. */
  readonly mayAwait: boolean
}

/** A call of a function of the app: `app.use(…)`, as a statement. */
export interface AppCall {
  readonly method: string
  readonly from: number
  readonly to: number
  /** What stands in its brackets. */
  readonly inside: Range
}

/** Finds the one variable that an expression is given to, such as `express()`; `null` = there is none, or more than one. */
export function appVariable(
  source: Source,
  made: RegExp,
  { isModule }: { isModule: boolean },
): AppVariable | null {
  const pattern = new RegExp(
    `^([ \\t]*(?:export\\s+)?(?:const|let|var)\\s+(\\w+)\\s*(?::[^=\\n]+)?=\\s*)${made.source}`,
    'gm',
  )
  const all = [...source.code.matchAll(pattern)]
  const [first, another] = all
  if (first === undefined || another !== undefined) return null
  const [, before = '', name = ''] = first
  const at = first.index + before.length
  const to = afterStatement(source, first.index)
  const block = blockAt(source, at)
  return {
    name,
    to,
    block,
    from: lineStart(source, at),
    indent: indentAt(source, at),
    mayAwait: depthAt(source, at) === 0 ? isModule : isInAsync(source, block),
  }
}

/** The calls of functions of the app in its block, in order. */
export function callsOf(source: Source, { name, block, to }: AppVariable): readonly AppCall[] {
  const pattern = new RegExp(`(?<=^[ \\t]*)${name}\\s*\\.\\s*(\\w+)\\s*\\(`, 'gm')
  return found(source, pattern, { from: block.from, to: block.to })
    .filter(({ index }) => index >= to)
    .map(({ index, 0: call, 1: method = '' }) => {
      const opening = index + call.length - 1
      const inside = insideOf(source, opening)
      return { method, from: index, to: afterStatement(source, index), inside }
    })
}

/** Whether a block is that of an async function. */
function isInAsync({ code }: Source, { from }: Range): boolean {
  const head = code.slice(0, from).replace(/\{$/, '')
  return /\basync\s+(?:function\s*\w*\s*)?\([^()]*\)\s*(?::[^={}]+)?(?:=>)?\s*$/.test(head)
}
