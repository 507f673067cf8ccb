import type { Terminal } from './terminal.js'

const quietMs = 1000
const everyMs = 250

/** Tells how far something has come. */
export interface Progress {
  /** Says how many are done by now. */
  at(done: number): void
  /** Takes the line away. */
  end(): void
}

/**
 * Makes a line on standard error with count, rate and, where the whole is known, the time that is left. It appears after a second, and never
 * where nobody looks.
 */
export function progressOn(
  { tell, isWatched }: Pick<Terminal, 'tell' | 'isWatched'>,
  { unit, total }: { readonly unit: string; readonly total?: number },
): Progress {
  const began = performance.now()
  let said = 0
  return Object.freeze({
    at(done) {
      const now = performance.now()
      if (!isWatched || now - began < quietMs || now - said < everyMs) return
      said = now
      tell(`\r\u001B[K${lineOf(done, (now - began) / 1000)}`)
    },
    end() {
      if (said > 0) tell('\r\u001B[K')
    },
  } satisfies Progress)

  function lineOf(done: number, seconds: number): string {
    const rate = done / seconds
    const speed = `${Math.round(rate).toLocaleString('en')}/s`
    if (total === undefined) return `${done.toLocaleString('en')} ${unit}, ${speed}`
    const left = rate > 0 ? `, ${String(Math.ceil(Math.max(0, total - done) / rate))} s left` : ''
    return `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${unit}, ${speed}${left}`
  }
}
