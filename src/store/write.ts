import { KeywardError } from '../errors.js'

/** A change prepared by a port. `affects: 1` makes the whole commit depend on it. */
export interface Write {
  readonly affects: 1 | 'any'
  /**
   * Whether it changes, or takes away, something that a verification may remember. The port sets it, so that no caller can
   * forget it. Once the write is committed, `RevisionStore.current` is another number in every process.
   */
  readonly revokes?: true
  /** Whether it leaves a notice to be told. The port sets it; once the write is committed, telling begins. */
  readonly notifies?: true
}

/** Thrown when a unique value is taken; `field` is the property that holds it, for example `nameKey`. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
  constructor(
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(`${field} is taken`, options)
  }
}

/** Whether a commit failed so that it may have been carried out nevertheless. */
export function mayBeDone(error: unknown): boolean {
  return error instanceof StoreUnavailableError && error.mayBeDone
}

/** Thrown when the database gives no answer, or not in time: a 503 wherever it surfaces. */
export class StoreUnavailableError extends KeywardError {
  override readonly name = 'StoreUnavailableError'
  /** Whether the database did answer, and refused what was to be written: the same again would fail again. */
  readonly lasting: boolean
  /** Whether it may have written all of it nevertheless, or be about to: what was lost is the answer. */
  readonly mayBeDone: boolean
  constructor(options: ErrorOptions & { readonly lasting?: boolean; readonly mayBeDone?: boolean } = {}) {
    super('unavailable', { headers: { 'Retry-After': '1' }, cause: options.cause })
    this.lasting = options.lasting ?? false
    this.mayBeDone = options.mayBeDone ?? false
  }
}
