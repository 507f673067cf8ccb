/** How steady the machine was: what the slow tenth of a fixed calculation's runs took ÷ what the fast tenth took; 1 = as steady as can be. */
export type Unsteadiness = number

/** From here on two things that differ by as much as goals ask for cannot be told apart. */
const judgeableUpTo = 1.15

/** Runs a fixed calculation, now and then while something is measured, to tell whether the machine is fit to measure on. */
export interface MachineWatch {
  /** To be called before the first round and between rounds; takes some 60 ms. */
  look(): void
  unsteadiness(): Unsteadiness
}

/** Begins to watch; the first run, which warms the calculation up, does not count. */
export function watchMachine(): MachineWatch {
  const milliseconds: number[] = []
  calculate()
  return {
    look() {
      for (let n = 0; n < 3; n++) milliseconds.push(calculate())
    },
    unsteadiness: () => unsteadinessOf(milliseconds),
  }
}

/** Of runs of one and the same calculation, in any unit. */
export function unsteadinessOf(runs: readonly number[]): Unsteadiness {
  const sorted = [...runs].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? NaN
  return at(0.9) / at(0.1)
}

/** Whether what was measured meanwhile can be judged. */
export function isJudgeable(unsteadiness: Unsteadiness): boolean {
  return unsteadiness <= judgeableUpTo
}

/** The worst of several. */
export function worst(all: readonly Unsteadiness[]): Unsteadiness {
  return Math.max(1, ...all)
}

/** Steps through memory as well as through arithmetic: either may be what another program takes away. By the wall clock, ms. */
function calculate(): number {
  const start = performance.now()
  let state = 1
  for (let n = 0; n < 2_000_000; n++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const at = state & (cells.length - 1)
    cells[at] = ((cells[at] ?? 0) + state) >>> 0
  }
  return performance.now() - start
}

const cells = new Uint32Array(1 << 18)
