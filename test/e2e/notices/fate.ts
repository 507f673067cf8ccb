/** What becomes of the call of a hook: it answers, it throws, or it answers never. */
export type Fate = 'answers' | 'throws' | 'hangs'

/** What the hook does at the notice with this number, in this round: from the third round on nothing is wrong with it. */
export function fateOf(number: number, round: number): Fate {
  if (round === 1 && number % 200 === 7) return 'hangs'
  if (round === 1 && number % 10 === 3) return 'throws'
  return round === 2 && number % 50 === 3 ? 'throws' : 'answers'
}
