import { until } from './until.js'

/** Asks again for as long as the answer is that the machine is busy, as a client does. */
export function patiently<Answer extends { readonly status: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  return until('an answer other than 503', ask, { holds: ({ status }) => status !== 503, seconds: 6 })
}
