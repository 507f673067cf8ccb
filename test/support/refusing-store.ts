import type { ErrorCode } from '../../src/errors.js'
import { KeywardError } from '../../src/index.js'
import type { Store } from '../../src/index.js'

/** A store over another one, each of whose ports refuses while `code` says how. What is recorded is written all the same. */
export function refusingStore(store: Store, code: () => ErrorCode | null): Store {
  const ports = Object.entries(store).map(([name, part]: [string, unknown]) => {
    const isPort = typeof part === 'object' && part !== null && name !== 'revision'
    return [name, isPort ? refusing(part, code) : part]
  })
  // Each port is what it was, but for its refusals.
  const { audit, ...others } = Object.fromEntries(ports) as Store
  return Object.freeze({ ...others, audit: { ...audit, append: store.audit.append } } satisfies Store)
}

function refusing(port: object, code: () => ErrorCode | null): object {
  const verbs = Object.entries(port).map(([name, verb]: [string, unknown]) => {
    if (typeof verb !== 'function') return [name, verb]
    // What it takes and answers is passed on as it is.
    const call = verb as (...given: unknown[]) => unknown
    const guarded = (...given: unknown[]): unknown => {
      const refusal = code()
      if (refusal !== null) throw new KeywardError(refusal)
      return call(...given)
    }
    return [name, guarded]
  })
  return Object.freeze(Object.fromEntries(verbs) as object)
}
