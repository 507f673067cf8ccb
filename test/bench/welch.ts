/** Welch's t: how far apart two means are, by what chance alone would make of them. From 4.5 on they differ. */
export function welch(
  one: readonly number[],
  other: readonly number[],
): { readonly t: number; readonly means: readonly [number, number] } {
  const [a, b] = [momentsOf(one), momentsOf(other)]
  const t = (a.mean - b.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length)
  return { t, means: [a.mean, b.mean] }
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}
