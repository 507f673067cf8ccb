import type { FileChange } from './change.js'

const around = 2

interface Line {
  readonly mark: ' ' | '+' | '-'
  readonly text: string
  /** The line of the file as it is that this one is or stands before. */
  readonly at: number
}

/** Shows what becomes of a file: lines that go with `-`, lines that come with `+`, and what stands around them. */
export function diffOf({ path, before, after }: FileChange): string {
  if (before === null)
    return [`${path} (new)`, ...linesIn(after).map((line) => `+ ${line}`.trimEnd())].join('\n')
  const lines = compared(linesIn(before), linesIn(after))
  const isNear = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some(isChanged))
  const shown = lines.flatMap((line, i) => {
    if (isNear[i] !== true) return []
    const head = isNear[i - 1] === true ? [] : [`@@ line ${String(line.at)}`]
    return [...head, `${line.mark} ${line.text}`.trimEnd()]
  })
  return [path, ...shown].join('\n')
}

function linesIn(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function isChanged({ mark }: Line): boolean {
  return mark !== ' '
}

/** Goes by the longest common run of lines, in the part between what is the same at both ends. */
function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  const shared = longestShared(before, after)
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]]
    const at = i + 1
    if (old !== undefined && old === now) {
      lines.push({ mark: ' ', text: old, at })
      ;[i, j] = [i + 1, j + 1]
    } else if (now === undefined || (old !== undefined && shared(i + 1, j) >= shared(i, j + 1))) {
      lines.push({ mark: '-', text: old ?? '', at })
      i++
    } else {
      lines.push({ mark: '+', text: now, at })
      j++
    }
  }
  return lines
}

/** How many lines the ends of two texts have in common, from a line of each on. */
function longestShared(
  before: readonly string[],
  after: readonly string[],
): (i: number, j: number) => number {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  const shared = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j] ? shared(i + 1, j + 1) + 1 : Math.max(shared(i + 1, j), shared(i, j + 1))
    }
  }
  return shared
}
