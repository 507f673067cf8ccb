/** A value that is there already, or the promise of one: an answer from memory costs its caller no turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>

/** Goes on with a value, at once where it is there already. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
