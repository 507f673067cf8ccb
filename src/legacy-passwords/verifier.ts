import type { PasswordVerifier } from '../plug-in/password-verifier.js'

/** A kind of hash: how it is read, and how a password is compared with it. */
export interface HashKind<Read> {
  readonly id: string
  readonly dummy: string
  /** Takes a hash apart; `null` = it is of another kind, or asks for more work than is done. */
  read(hash: string): Read | null
  fits(password: string, read: Read): Promise<boolean>
}

/** Makes the verifier of a kind of hash; throws a TypeError where its own dummy asks for more work than is done. */
export function verifierOf<Read>({ id, dummy, read, fits }: HashKind<Read>): PasswordVerifier {
  if (read(dummy) === null) throw new TypeError(`${id}: the cost is beyond what is run`)
  return Object.freeze({
    id,
    dummy,
    recognises: (hash) => read(hash) !== null,
    async verify(password, hash) {
      const parsed = read(hash)
      return parsed !== null && fits(password, parsed)
    },
  } satisfies PasswordVerifier)
}

/** Throws a TypeError for an option that does not exist: a misspelled one would silently leave its default in force. */
export function knownOptions<T extends object>(
  id: string,
  given: T,
  known: readonly (keyof T & string)[],
): T {
  const names: readonly string[] = known
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`${id}: ${unknown} is not an option`)
  return given
}
