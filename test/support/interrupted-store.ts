import type { Store } from '../../src/index.js'

/** A store in which something else happens between two reads of a request. */
export interface InterruptedStore {
  over(store: Store): Store
  /** Has `happen` done just before the read or commit of that number, from 0, that comes from now on; answers whether there was one. */
  before<T>(
    number: number,
    happen: () => Promise<unknown>,
    request: () => Promise<T>,
  ): Promise<Interrupted<T>>
}

interface Interrupted<T> {
  readonly answer: T
  readonly happened: boolean
}

type AnyFunction = (...given: unknown[]) => unknown

/** What ports read by; all else only prepares writes. */
const reads: readonly string[] = [
  'byId',
  'byUsername',
  'byDigest',
  'byUserCode',
  'byCredential',
  'of',
  'read',
  'readFor',
  'list',
  'has',
]

export function interruptedStore(): InterruptedStore {
  let next: { left: number; happen: () => Promise<unknown>; happened: boolean } | undefined

  return {
    over: (store) =>
      Object.fromEntries(
        Object.entries(store).map(([name, part]) => [
          name,
          typeof part === 'function'
            ? name === 'commit'
              ? stopping(part as AnyFunction)
              : part
            : // A store over a host's users has no search of its own.
              part && portOf(part as Readonly<Record<string, unknown>>),
        ]),
        // Every property of a store is there.
      ) as unknown as Store,
    async before(number, happen, request) {
      const armed = { left: number, happen, happened: false }
      next = armed
      try {
        return { answer: await request(), happened: armed.happened }
      } finally {
        next = undefined
      }
    },
  }

  function portOf(port: Readonly<Record<string, unknown>>): object {
    return Object.fromEntries(
      Object.entries(port).map(([name, verb]) => [
        name,
        reads.includes(name) && typeof verb === 'function' ? stopping(verb as AnyFunction) : verb,
      ]),
    )
  }

  function stopping(verb: AnyFunction): AnyFunction {
    return async (...given) => {
      await passed()
      return verb(...given)
    }
  }

  async function passed(): Promise<void> {
    const armed = next
    if (!armed || armed.left-- > 0) return
    next = undefined
    armed.happened = true
    await armed.happen()
  }
}
