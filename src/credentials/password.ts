import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { WorkQueue } from './work-queue.js'
import { workQueue } from './work-queue.js'

/** Longest password, in bytes of UTF-8. */
export const maxPasswordBytes = 1024

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** A stored hash that asks for more than this is not run: a forged one would hold a thread for minutes. */
const ceiling = { memoryCost: 262_144, timeCost: 10, parallelism: 4 }
/** A hash of no password, run for unknown users so that they take as long as known ones. */
const dummy =
  '$argon2id$v=19$m=19456,t=2,p=1$a2V5d2FyZC1uby11c2Vycw$Ynl0ZXMtb2Ytbm8tcGFzc3dvcmQtYXQtYWxsLTEyMzQ'

/** Hashing and checking passwords by argon2id. */
export interface Passwords {
  /** Where all hashing waits its turn: at most min(cores, 3) at a time, 32 waiting, 2 s. */
  readonly queue: WorkQueue
  /** A PHC string. */
  hash(password: string): Promise<string>
  /** Whether the password fits; takes as long when `stored` is `null` or not usable. */
  verify(password: string, stored: string | null): Promise<boolean>
  /** Whether a hash was made with other parameters than today's. */
  outdated(stored: string): boolean
}

/** Makes the service. `hash` and `verify` belong inside `queue.run`. */
export function passwords(): Passwords {
  return Object.freeze({
    queue: workQueue({ running: Math.min(availableParallelism(), 3), waiting: 32, waitSeconds: 2 }),
    hash: (password: string) => hash(normalise(password), parameters),
    async verify(password: string, stored: string | null) {
      const usable = stored !== null && isUsable(stored) ? stored : null
      const fits = await verify(usable ?? dummy, normalise(password))
      return fits && usable !== null
    },
    outdated: (stored: string) => !stored.startsWith(dummy.slice(0, dummy.indexOf('p=1$') + 4)),
  })
}

/** NIST SP 800-63B-4, section 3.1.1.2: the same password however the keyboard composes it. */
function normalise(password: string): string {
  return password.normalize('NFKC')
}

function isUsable(stored: string): boolean {
  const match =
    /^\$argon2id?\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[\w+/]{11,86}\$[\w+/]{22,172}$/.exec(stored)
  if (!match) return false
  const [memory = Infinity, time = Infinity, lanes = Infinity] = match.slice(1).map(Number)
  return memory <= ceiling.memoryCost && time <= ceiling.timeCost && lanes <= ceiling.parallelism
}
