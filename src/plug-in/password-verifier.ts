import type { HostCalls } from './host-calls.js'

/**
 * Checks passwords against hashes of a kind that keyward does not make, such as those that an app made before it had keyward. It is called
 * within the bounded queue of password checks; each call may take 3 s, and one that takes longer, throws or answers no boolean is a 503.
 */
export interface PasswordVerifier {
  /** Names the verifier in warnings, and is unique among all: 1 to 64 letters, digits, `.`, `_` and `-`. */
  readonly id: string
  /** Whether a stored hash is of its kind, and asks for no more work than the verifier is ready to do; answers at once. */
  recognises(hash: string): boolean
  /** Whether the password, just as it was typed and at most 1024 bytes long, fits a hash that the verifier recognises. */
  verify(password: string, hash: string): boolean | Promise<boolean>
  /**
   * A hash that the verifier recognises, and that takes as much work as most of those you have: every refused sign-in verifies it, so that
   * the time tells nobody whose hash is of which kind. Default: the first hash of its kind that is met, until when the time does tell.
   */
  readonly dummy?: string | undefined
}

const idForm = /^[\w.-]{1,64}$/

/** What is wrong with what a host gives as its verifiers: a line for each problem, with the verifier's place in the list. */
export function verifierProblems(given: unknown): readonly string[] {
  if (!Array.isArray(given)) return []
  const ids = given.map((verifier: Partial<PasswordVerifier> | null) => verifier?.id)
  return given.flatMap((verifier: unknown, i) => {
    const problem = problemOf(verifier) ?? (ids.indexOf(ids[i]) < i ? 'has the id of another' : null)
    return problem === null ? [] : [`${String(i)}: ${problem}`]
  })
}

/** A host's verifier, called through `HostCalls`: only a boolean is an answer, since anything else could be taken for a yes. */
export function calledVerifier(verifier: PasswordVerifier, { ask, askNow }: HostCalls): PasswordVerifier {
  const { id, dummy } = verifier
  const name = `passwords.verifiers ${id}`
  return Object.freeze({
    id,
    dummy,
    recognises: (hash) => askNow(`${name}: recognises`, () => booleanOf(verifier.recognises(hash))),
    verify: (password, hash) =>
      ask(`${name}: verify`, async () => booleanOf(await verifier.verify(password, hash))),
  } satisfies PasswordVerifier)
}

function problemOf(verifier: unknown): string | null {
  if (typeof verifier !== 'object' || verifier === null) return 'is not a verifier'
  const unknown = Object.keys(verifier).find((key) => !['id', 'recognises', 'verify', 'dummy'].includes(key))
  if (unknown !== undefined) return `${unknown} is not an option`
  const { id, recognises, verify, dummy }: Partial<Record<keyof PasswordVerifier, unknown>> = verifier
  if (typeof id !== 'string' || !idForm.test(id)) {
    return 'must have an id of 1 to 64 letters, digits, ".", "_" and "-"'
  }
  if (typeof recognises !== 'function' || typeof verify !== 'function') {
    return 'must have the functions recognises and verify'
  }
  if (dummy === undefined) return null
  return typeof dummy === 'string' && recognisesIts(verifier as PasswordVerifier, dummy)
    ? null
    : 'must recognise its own dummy'
}

function recognisesIts(verifier: PasswordVerifier, dummy: string): boolean {
  try {
    return booleanOf(verifier.recognises(dummy))
  } catch {
    return false
  }
}

function booleanOf(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer
  // The promise may reject later, which nobody would handle.
  if (answer instanceof Promise) answer.catch(() => undefined)
  throw new TypeError('the answer must be true or false')
}
