import type { CodeStyle } from './code-style.js'
import { styled } from './code-style.js'
import type { Source } from './source.js'

/** A text that is put into a file at a place. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

/** What becomes of a file; `before` is `null` where there is none yet. */
export interface FileChange {
  readonly path: string
  readonly before: string | null
  readonly after: string
}

/** Lines that somebody puts into a file themselves, since their place is not sure. */
export interface Paste {
  readonly where: string
  readonly why: string
  readonly lines: readonly string[]
}

/** What is to be done about a file. */
export interface Placement {
  readonly changes: readonly FileChange[]
  readonly pastes: readonly Paste[]
}

/** Several placements as one. */
export function together(placements: readonly Placement[]): Placement {
  return {
    changes: placements.flatMap(({ changes }) => changes),
    pastes: placements.flatMap(({ pastes }) => pastes),
  }
}

/** Lines put into a file. */
export function inserted({ path, text }: Source, insertions: readonly Insertion[]): FileChange {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const whole = text === '' || text.endsWith('\n') ? text : text + lineBreak
  const placed = insertions.map(({ at, text: added }) => ({
    at: at === text.length ? whole.length : at,
    added,
  }))
  const isAtEnd = placed.some(({ at }) => at === whole.length)
  let after = isAtEnd ? whole : text
  // From the end, so that the places before it stay what they are; of two at one place the first given comes first.
  for (const { at, added } of placed.toReversed().toSorted((one, other) => other.at - one.at)) {
    after = after.slice(0, at) + added + after.slice(at)
  }
  return { path, before: text, after }
}

/** Lines at a place, in a style and as far to the right as what stands there. */
export function linesAt(
  at: number,
  lines: readonly string[],
  style: CodeStyle & { indent?: string },
): Insertion {
  const { indent = '' } = style
  return {
    at,
    text: styled(
      lines.map((line) => (line === '' ? '' : indent + line)),
      style,
    ),
  }
}
