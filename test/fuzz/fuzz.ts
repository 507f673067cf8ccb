import { watchCoverage } from './coverage.js'
import { mutator } from './mutation.js'
import type { Parser } from './parser.js'

/** What came of many inputs. */
export interface Fuzzed {
  readonly name: string
  readonly inputs: number
  /** Inputs that led to code that none before them had led to. */
  readonly kept: number
  readonly crashes: readonly { readonly input: string; readonly error: unknown }[]
  /** The input that took longest, at its fastest of several times, since now and then the machine is slow and not the parser. */
  readonly slowest: { readonly input: string; readonly ms: number }
}

/** When to stop. */
interface Limits {
  readonly inputs: number
  readonly seconds: number
}

const smallBatch = 64
const largeBatch = 8192
const mostCrashes = 5
const timesAgain = 5

/**
 * Gives a parser that many inputs, made of those that reached new code. What a batch reached is asked at its end; where that is new, the batch
 * is halved until it is known which of its inputs it was.
 */
export async function fuzz({ name, seeds, words, most, check }: Parser, limits: Limits): Promise<Fuzzed> {
  using coverage = await watchCoverage()
  const { next } = mutator({ words, most })
  const corpus = [...seeds]
  const crashes: { input: string; error: unknown }[] = []
  let slowest = { input: '', ms: 0 }
  let inputs = 0
  let batchSize = smallBatch
  const endsAt = performance.now() + limits.seconds * 1000
  for (const seed of seeds) await timed(seed)
  await coverage.isNew()
  coverage.know()
  while (inputs < limits.inputs && performance.now() < endsAt && crashes.length < mostCrashes) {
    const count = Math.min(batchSize, limits.inputs - inputs)
    const batch = Array.from({ length: count }, () => next(anyOf(corpus), anyOf(corpus), Math.random))
    inputs += count
    const isNew = await tell(batch, given)
    batchSize = isNew ? smallBatch : Math.min(batchSize * 2, largeBatch)
  }
  return { name, inputs, kept: corpus.length - seeds.length, crashes, slowest }

  async function given(input: string): Promise<void> {
    try {
      const ms = await timed(input)
      if (ms > slowest.ms) await timeAgain(input, ms)
    } catch (error) {
      crashes.push({ input, error })
    }
  }

  async function timeAgain(input: string, first: number): Promise<void> {
    let ms = first
    for (let n = 0; n < timesAgain && ms > slowest.ms; n++) ms = Math.min(ms, await timed(input))
    if (ms > slowest.ms) slowest = { input, ms }
  }

  async function timed(input: string): Promise<number> {
    const start = performance.now()
    const checked = check(input)
    if (checked) await checked
    return performance.now() - start
  }

  /** Gives the inputs of a batch; where they reach what none of the corpus does, halves the batch until it is known which of them it is. */
  async function tell(batch: readonly string[], give: (input: string) => Promise<unknown>): Promise<boolean> {
    for (const input of batch) await give(input)
    if (!(await coverage.isNew())) return false
    if (batch.length === 1) {
      coverage.know()
      corpus.push(...batch)
      return true
    }
    const middle = batch.length >> 1
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) await tell(half, again)
    return true
  }

  async function again(input: string): Promise<void> {
    // What it does wrong was seen the first time.
    await timed(input).catch(() => undefined)
  }
}

function anyOf(all: readonly string[]): string {
  return all[Math.floor(Math.random() * all.length)] ?? ''
}
