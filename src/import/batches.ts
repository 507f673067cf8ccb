import type { NumberedLine } from './plan.js'

/** How many lines are judged at once, and written by few commits. */
const linesOfBatch = 50

/** Gathers lines into batches, each line with its number, counted from 1. */
export async function* batchesOf(
  lines: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<readonly NumberedLine[]> {
  let batch: NumberedLine[] = []
  let line = 0
  for await (const given of lines) {
    line++
    batch.push({ line, given })
    if (batch.length < linesOfBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
