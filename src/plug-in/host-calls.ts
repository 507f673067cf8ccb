import { KeywardError } from '../errors.js'
import { timeLimitMs, withinAlone } from '../store/time-limit.js'
import { ConflictError, StoreUnavailableError } from '../store/write.js'

/** Asks what the host has plugged in, such as its user store or its key provider. `name` is what the host calls it by. */
export interface HostCalls {
  /**
   * Calls a function of the host's and answers what it answers within three seconds. Silence, and whatever the host throws, now or later,
   * becomes a `StoreUnavailableError` with that as its cause, and a process warning; `KeywardError` and `ConflictError` pass unchanged.
   * Nobody has to wait for the promise: a rejection that is not handled does not end the process.
   */
  ask<T>(name: string, call: () => T | PromiseLike<T>): Promise<T>
  /** As `ask`, for what must answer at once. */
  askNow<T>(name: string, call: () => T): T
}

/** A host that is down fails at every request, so each name is warned about only once in this time. */
const warnEveryMs = 60_000

/** Makes the one way in which the host's own functions are called on behalf of a request. */
export function hostCalls(): HostCalls {
  const warnedAt = new Map<string, number>()

  return Object.freeze({
    ask(name, call) {
      // The function is async, so that what the host throws at once becomes a rejection as well.
      const asked = (async () => call())()
      const answered = withinAlone(asked, name).catch((error: unknown) => fail(name, error))
      answered.catch(() => undefined)
      return answered
    },
    askNow(name, call) {
      try {
        return call()
      } catch (error) {
        return fail(name, error)
      }
    },
  } satisfies HostCalls)

  function fail(name: string, error: unknown): never {
    if (error instanceof ConflictError) throw error
    if (error instanceof KeywardError && !(error instanceof StoreUnavailableError)) throw error
    warn(name, error)
    throw error instanceof StoreUnavailableError ? error : new StoreUnavailableError({ cause: error })
  }

  function warn(name: string, error: unknown): void {
    const now = performance.now()
    const before = warnedAt.get(name)
    if (before !== undefined && now < before + warnEveryMs) return
    warnedAt.set(name, now)
    process.emitWarning(`${name} failed: ${reasonOf(error)}`, { code: 'KEYWARD_HOST_CALL' })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof StoreUnavailableError && error.cause instanceof Error) return error.cause.message
  return error instanceof Error ? error.message : `no answer of use within ${String(timeLimitMs / 1000)} s`
}
