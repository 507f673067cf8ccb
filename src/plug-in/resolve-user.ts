import type { HostUser } from '../identity.js'
import { hostMethods } from '../identity.js'
import { hostCalls } from './host-calls.js'

/** A function of the host's that says who is signed in by the app's own sign-in; `null`, or `undefined`, is nobody. */
export type ResolveUser<Asked> = (
  asked: Asked,
) => HostUser | null | undefined | PromiseLike<HostUser | null | undefined>

/** The options of an adapter; `Asked` is what the framework hands to a handler, such as Express's request. */
export interface AdapterOptions<Asked> {
  /**
   * Who is signed in to the app by its own sign-in: `(req) => req.session.userId ? { userId, amr: ['pwd'], provedAt } : null`. It is called
   * once for a request, and never where a request brings an API key or a token. If it throws, takes over 3 s or answers anything else, the
   * request is answered 503.
   * Default: nobody is; people sign in with keyward.
   */
  readonly resolveUser?: ResolveUser<Asked>
}

/** Answers who is signed in to the host; asks the host only once for each request, however often it is called. */
export type AskHost<Asked> = (asked: Asked) => Promise<HostUser | null>

const maxUserId = 128
const maxSessionId = 1024

/**
 * Checks the options of an adapter and answers how its host is asked; `undefined` = the host has no sign-in of its own. Throws a TypeError
 * that begins with `name`.
 */
export function askHost<Asked extends object>(
  name: string,
  options: AdapterOptions<Asked>,
): AskHost<Asked> | undefined {
  const { resolveUser, ...others } = options
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new TypeError(`${name}: ${unknown} is not an option`)
  if (resolveUser === undefined) return undefined
  const given: unknown = resolveUser
  if (typeof given !== 'function') throw new TypeError(`${name}: resolveUser must be a function`)
  return onceEach(resolveUser)
}

function onceEach<Asked extends object>(resolveUser: ResolveUser<Asked>): AskHost<Asked> {
  const { ask } = hostCalls()
  const answers = new WeakMap<Asked, Promise<HostUser | null>>()
  return (asked) => {
    const known = answers.get(asked)
    if (known) return known
    const answer = ask('resolveUser', async () => checked(await resolveUser(asked)))
    answers.set(asked, answer)
    return answer
  }
}

/**
 * Checks what the host answered, since each value decides about somebody: an id that is a number would be nobody's, and a text as `provedAt`
 * would be a proof that never ends.
 */
function checked(answer: unknown): HostUser | null {
  if (answer === null || answer === undefined) return null
  if (typeof answer !== 'object') throw wrong('null or an object')
  const { userId, amr, provedAt = null, sessionId = null }: Record<string, unknown> = { ...answer }
  if (typeof userId !== 'string' || userId === '' || userId.length > maxUserId) {
    throw wrong(`a string of 1 to ${String(maxUserId)} characters as \`userId\``)
  }
  // The array is copied first, since `every` would pass over its holes.
  const methods: readonly unknown[] =
    Array.isArray(amr) && amr.length <= hostMethods.most ? Array.from<unknown>(amr) : []
  if (methods.length === 0 || !methods.every(isMethod)) {
    throw wrong(`1 to ${String(hostMethods.most)} methods such as "pwd" as \`amr\``)
  }
  if (sessionId !== null && !(typeof sessionId === 'string' && sessionId.length <= maxSessionId)) {
    throw wrong(`a string of at most ${String(maxSessionId)} characters as \`sessionId\``)
  }
  return Object.freeze({
    userId,
    amr: Object.freeze(methods),
    provedAt: timeOf(provedAt),
    sessionId,
  } satisfies HostUser)
}

/** Makes a time a whole number, which is what databases store: clocks finer than milliseconds have fractions. */
function timeOf(provedAt: unknown): number | null {
  if (provedAt === null) return null
  if (typeof provedAt === 'number' && Number.isFinite(provedAt) && provedAt >= 0) return Math.trunc(provedAt)
  throw wrong('epoch milliseconds, a number, as `provedAt`')
}

function wrong(demanded: string): TypeError {
  return new TypeError(`resolveUser must answer ${demanded}`)
}

function isMethod(value: unknown): value is string {
  return typeof value === 'string' && hostMethods.pattern.test(value)
}
