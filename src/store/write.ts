import { KeywardError } from '../errors.js'

/** A change prepared by a port. `affects: 1` makes the whole commit depend on it. */
export interface Write {
  readonly affects: 1 | 'any'
  /** What earlier reads answered no longer counts once it is committed: `RevisionStore.bump`. */
  readonly revokes?: true
}

/** A unique value is taken; `field` is the property it stands in, for example `nameKey`. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
  constructor(
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(`${field} is taken`, options)
  }
}

/** The database could not be asked, or not in time: a 503 wherever it surfaces. */
export class StoreUnavailableError extends KeywardError {
  override readonly name = 'StoreUnavailableError'
  constructor(options: ErrorOptions = {}) {
    super('unavailable', { headers: { 'Retry-After': '1' }, cause: options.cause })
  }
}
