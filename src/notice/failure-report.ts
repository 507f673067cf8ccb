import { minuteMs } from '../time.js'

/** Reports, at most once a minute for each kind of notice, that it could not be told. */
export type FailureReport = (kind: string, error: unknown) => void

/** Makes the report, a process warning. It does not repeat what the error says, which may hold the link of a notice. */
export function failureReport(): FailureReport {
  const warnedAt = new Map<string, number>()
  return (kind, error) => {
    const at = performance.now()
    const before = warnedAt.get(kind)
    if (before !== undefined && at < before + minuteMs) return
    warnedAt.set(kind, at)
    process.emitWarning(`a notice (${kind}) could not be told, and is tried again: ${whatItIs(error)}`, {
      code: 'KEYWARD_NOTIFY',
    })
  }
}

/** The class of an error, and its code where it has one, such as `ECONNREFUSED`. */
function whatItIs(error: unknown): string {
  if (!(error instanceof Error)) return 'what was thrown is no Error'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return [error.constructor.name, /^\w{1,40}$/.exec(code)?.[0]].filter(Boolean).join(' ')
}
