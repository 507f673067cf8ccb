import type { Harm } from './harm.js'

const mebibyte = 1024 * 1024

/** Prints what a flood came to, as a row of a table. */
export function tell(
  what: string,
  { answers, guarded, delayP99Ms, longestDelayMs, grownBytes, heldBytes }: Harm,
): void {
  const told = [...answers].map(([status, times]) => `${String(times)} × ${String(status)}`).join(', ')
  const cells = [
    what,
    told,
    `${String(guarded.passed)} of ${String(guarded.asked)}`,
    [guarded.medianMs, guarded.p99Ms, guarded.longestMs].map((ms) => ms.toFixed(1)).join(' / '),
    [delayP99Ms, longestDelayMs].map((ms) => ms.toFixed(0)).join(' / '),
    [grownBytes, heldBytes].map((bytes) => (bytes / mebibyte).toFixed(1)).join(' / '),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
