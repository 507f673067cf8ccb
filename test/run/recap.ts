import type { StageResult } from './stage.js'

const mostLines = 12
const mostFrames = 3
const mostColumns = 200

/** What went wrong, once more and in short: the end of the output is often all that is seen of it. */
export function recap(results: readonly StageResult[]): readonly string[] {
  return results.filter(({ succeeded }) => !succeeded).flatMap(linesOf)
}

function linesOf({ name, report, outputs }: StageResult): readonly string[] {
  if (report.failures.length > 0) {
    return report.failures.flatMap(({ title, stack }) => ['', `✖ ${name}: ${title}`, ...shortened(stack)])
  }
  // No test failed: what it said last tells most.
  const said = outputs
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return ['', `✖ ${name}`, ...said.slice(-mostLines).map(indented)]
}

/** The message, or its beginning, and the first frames. */
function shortened(stack: string): readonly string[] {
  const lines = stack.split('\n')
  const isFrame = (line: string): boolean => /^\s+at /.test(line)
  const message = lines.filter((line) => !isFrame(line)).slice(0, mostLines)
  return [...message, ...lines.filter(isFrame).slice(0, mostFrames)].map(indented)
}

function indented(line: string): string {
  return `    ${line.slice(0, mostColumns)}`
}
