/** Why a secret may be guessed: it says the same again, goes on as the alphabet does, or has too few different characters for its length. */
export type SecretWeakness = 'repeats' | 'sequence' | 'little_chance'

const wantedBits = 120

/** Looks for what chance does not make. It cannot tell that a text was made by chance, only that it was not. */
export function weaknessOf(text: string): SecretWeakness | null {
  if (/^(.{1,32}?)\1+$/su.test(text.slice(0, 256))) return 'repeats'
  const steps = [...text]
    .slice(1)
    .filter((_, i) => Math.abs(text.charCodeAt(i + 1) - text.charCodeAt(i)) === 1)
  if (steps.length > text.length / 3) return 'sequence'
  return bitsOf(text) < wantedBits ? 'little_chance' : null
}

/** How many bits a text has at most, if its characters came one by one as often as they do (Shannon). */
function bitsOf(text: string): number {
  const counts = new Map<string, number>()
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1)
  const { length } = [...text]
  return [...counts.values()].reduce((bits, count) => bits + count * Math.log2(length / count), 0)
}
