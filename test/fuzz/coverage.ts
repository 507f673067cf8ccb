import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'

/** Which places of keyward's own code were reached. */
export interface Coverage extends Disposable {
  /** Whether a place was reached since the call before that is not known yet. */
  isNew(): Promise<boolean>
  /** From now on the places that the call before found are known. */
  know(): void
}

const own = /^file:.*\/src\/.+\.ts$/

/** Begins to watch by V8's precise coverage, which counts each block of code. */
export async function watchCoverage(): Promise<Coverage> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const known = new Map<string, Uint8Array>()
  let found: ReadonlyMap<string, Uint8Array> = new Map()

  return {
    async isNew() {
      const { result } = await session.post('Profiler.takePreciseCoverage')
      found = new Map(
        result.filter(({ url }) => own.test(url)).map((script) => [script.scriptId, reached(script)]),
      )
      return [...found].some(([id, places]) => {
        const before = known.get(id)
        return places.some((place, at) => place > (before?.[at] ?? 0))
      })
    },
    know() {
      for (const [id, places] of found) known.set(id, both(places, known.get(id) ?? places))
    },
    [Symbol.dispose]: () => session.disconnect(),
  }
}

/** Which characters of a script were run. A function stands after the one around it, and a block after the one that it is in, and is right. */
function reached({ functions }: Profiler.ScriptCoverage): Uint8Array {
  const ranges = functions.flatMap((one) => one.ranges)
  const places = new Uint8Array(ranges.reduce((end, { endOffset }) => Math.max(end, endOffset), 0))
  for (const { startOffset, endOffset, count } of ranges)
    places.fill(Math.sign(count), startOffset, endOffset)
  return places
}

function both(one: Uint8Array, other: Uint8Array): Uint8Array {
  const [long, short] = one.length < other.length ? [other, one] : [one, other]
  return long.map((place, at) => place | (short[at] ?? 0))
}
