import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { keyIdOf } from '../crypto/derive.js'
import { invalidField } from '../errors.js'
import type { WorkQueue } from './work-queue.js'
import { workQueue } from './work-queue.js'

/** The longest password, in bytes of UTF-8. */
export const maxPasswordBytes = 1024

/** The cost of an argon2id hash: memory in KiB, passes, lanes. */
export interface HashCost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const recommended: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** A stored hash that asks for more than this is not run: a forged one would keep a thread busy for minutes. */
const ceiling = { memoryCost: 262_144, timeCost: 10, parallelism: 4 }
/** The end of a hash that no password fits, verified for unknown users so that they take as long as known ones. */
const dummy = 'a2V5d2FyZC1uby11c2Vycw$Ynl0ZXMtb2Ytbm8tcGFzc3dvcmQtYXQtYWxsLTEyMzQ'

/** A forged hash may name any pepper, so only so many are warned about. */
const maxWarnings = 10

/** Hashes and verifies passwords by argon2id. */
export interface Passwords {
  /** The queue in which all hashing waits its turn: 2 run at a time, 3 where there are as many cores; 32 wait, for 2 s. */
  readonly queue: WorkQueue
  /** Makes the hash of a password, a PHC string; 422 for more than 1024 bytes. */
  hash(password: string): Promise<string>
  /** Whether a password fits a hash; takes as long when `stored` is `null` or cannot be run, or the password is too long. */
  verify(password: string, stored: string | null): Promise<boolean>
  /** Whether a text is a hash that `verify` would run. */
  isReadable(stored: string): boolean
  /** Whether a hash was made with other parameters, or another pepper, than today's. */
  outdated(stored: string): boolean
}

/**
 * Makes the service. Call `hash` and `verify` inside `queue.run`. The first pepper makes hashes, all verify, and so do hashes that were made
 * without one. A hash names its pepper (`keyid`, as PHC strings do), so that each check costs one hash.
 */
export function passwords(peppers: readonly string[] = [], cost: HashCost = recommended): Passwords {
  const plainHead = `$argon2id$v=19$m=${String(cost.memoryCost)},t=${String(cost.timeCost)},p=${String(cost.parallelism)}$`
  const ring = new Map(peppers.map((text) => [keyIdOf(text), Buffer.from(text)]))
  const [present = ''] = ring.keys()
  const missed = new Set<string>()
  return Object.freeze({
    queue: workQueue({ running: atOnce(), waiting: 32, waitSeconds: 2 }),
    async hash(password) {
      if (isTooLong(password)) {
        throw invalidField('password', 'too_long', `must be at most ${String(maxPasswordBytes)} bytes`)
      }
      const made = await hash(normalise(password), { ...cost, secret: ring.get(present) })
      return headWith(present) + made.slice(plainHead.length)
    },
    async verify(password, stored) {
      const usable = usableOf(stored)
      // A password that is too long is nobody's, and costs as much as an empty one: sending more must not cause more work.
      if (!usable || isTooLong(password)) {
        await verify(plainHead + dummy, isTooLong(password) ? '' : normalise(password))
        return false
      }
      return verify(usable.phc, normalise(password), { secret: usable.secret })
    },
    isReadable: (stored) => usableOf(stored) !== null,
    outdated: (stored) => !stored.startsWith(headWith(present)),
  } satisfies Passwords)

  function usableOf(stored: string | null): { readonly phc: string; readonly secret?: Buffer } | null {
    const read = stored === null ? null : readHash(stored)
    if (read?.keyId === undefined) return read
    const secret = ring.get(read.keyId)
    if (!secret) warnOf(read.keyId)
    return secret ? { phc: read.phc, secret } : null
  }

  /** How each hash of today's parameters begins, up to the `$` that ends them. */
  function headWith(keyId: string): string {
    return keyId === '' ? plainHead : `${plainHead.slice(0, -1)},keyid=${keyId}$`
  }

  /** Warns once for each pepper, since an attacker chooses how often somebody tries. */
  function warnOf(keyId: string): void {
    if (missed.has(keyId) || missed.size >= maxWarnings) return
    missed.add(keyId)
    process.emitWarning(
      `passwords stand under the pepper ${keyId}, which is not configured: nobody can use them`,
      {
        code: 'KEYWARD_PEPPER',
      },
    )
  }
}

/**
 * How many passwords are hashed at a time. On one core it is two as well: an attempt has its place while it is counted in the database, and
 * while a verifier of the host's is waited for, when another can be hashed.
 */
function atOnce(): number {
  return Math.max(2, Math.min(availableParallelism(), 3))
}

/** Whether a password is longer than any that is hashed. */
export function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > maxPasswordBytes
}

/** The form of a password that is hashed, the same however a keyboard composes its characters (NIST SP 800-63B-4, section 3.1.1.2). */
export function normalise(password: string): string {
  return password.normalize('NFKC')
}

/** The pepper that a stored hash names, and the hash without that name; `null` = it is no hash that is run. */
function readHash(stored: string): { readonly phc: string; readonly keyId?: string } | null {
  const match =
    /^(\$argon2id?\$v=19\$m=([1-9]\d{0,8}),t=([1-9]\d{0,8}),p=([1-9]\d{0,8}))(?:,keyid=([\w+/]{1,11}))?\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,172})$/.exec(
      stored,
    )
  if (!match) return null
  const [, head = '', memory, time, lanes, keyId, salt = '', key = ''] = match
  const cost = { memoryCost: Number(memory), timeCost: Number(time), parallelism: Number(lanes) }
  if (!isRun(cost) || ![salt, key].every(isBase64)) return null
  const phc = `${head}$${salt}$${key}`
  return keyId === undefined ? { phc } : { phc, keyId }
}

/** Whether a hash of this cost is run: it is within the ceiling, and at least what RFC 9106, section 3.1, asks, below which the library throws. */
function isRun({ memoryCost, timeCost, parallelism }: HashCost): boolean {
  if (memoryCost < 8 * parallelism) return false
  return (
    memoryCost <= ceiling.memoryCost && timeCost <= ceiling.timeCost && parallelism <= ceiling.parallelism
  )
}

/** Whether a text is base64 as the library reads it: without padding, and with no stray bits at the end. */
function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64').replace(/=+$/, '') === text
}
