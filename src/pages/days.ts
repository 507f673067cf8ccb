/** The days that a select for an expiration sends; `null` = none, `undefined` = not asked for: the policy decides. */
export function daysIn(text: string): number | null | undefined {
  if (text === '') return undefined
  return text === 'none' ? null : Number(text)
}
