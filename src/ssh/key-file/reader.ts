import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { workQueue } from '../../credentials/work-queue.js'
import { invalidField, retryLater } from '../../errors.js'
import location from '../../location.cjs'
import type { PublicHalf } from '../public-half.js'
import { publicHalf } from '../public-half.js'
import type { PrivateKeyFile } from './file.js'
import { refusePrivateKey } from './refusal.js'
import type { Begun, PrivateKeyJob, PrivateKeyOutcome } from './worker.js'

/** A private key on its way to being sealed. Wipe (`fill(0)`) `pkcs8` after use. */
export interface ReadPrivateKey {
  readonly pkcs8: Buffer
  readonly half: PublicHalf
}

/** Who brings a key, and the passphrase that came with it. */
interface KeyBringer {
  readonly userId: string
  readonly passphrase?: string | undefined
}

/** Reads private keys in a thread of its own, since their key derivation is slow on purpose. */
export interface PrivateKeyReader {
  /**
   * Decrypts and proves a key. 422 for a key that can't be taken and a passphrase that is missing or wrong; 503 `busy` when it takes too
   * long, and while another key of the same user's is being read.
   */
  read(file: PrivateKeyFile, by: KeyBringer): Promise<ReadPrivateKey>
}

const defaultLimitMs = 5000
/** How many times the limit a thread may take to start: on a busy machine it takes longer, which says nothing about the key. */
const startsWithin = 4
const heapMb = 128

/**
 * Makes the reader: two keys at a time and one of a user's, each in a thread of its own that ends with it. The limit is for
 * the thread to read in; to start, it has four times as long.
 */
export function privateKeyReader(limitMs: number = defaultLimitMs): PrivateKeyReader {
  const queue = workQueue({ running: 2, waiting: 16, waitSeconds: 5 })
  const reading = new Set<string>()

  return Object.freeze({
    async read(file, { userId, passphrase }) {
      if (file.lock && !passphrase) {
        throw invalidField('passphrase', 'passphrase_required', 'the key is encrypted: give its passphrase')
      }
      if (reading.has(userId)) throw retryLater('busy', 1)
      reading.add(userId)
      return keyOf(await outcomeOf(userId, { file, passphrase }))
    },
  } satisfies PrivateKeyReader)

  /** Answers the caller when the time is up; frees the places in the queue only when the thread has ended. */
  function outcomeOf(userId: string, job: PrivateKeyJob): Promise<PrivateKeyOutcome> {
    return new Promise((resolve, reject) => {
      const onLate = (): void => {
        reject(retryLater('busy', limitMs / 1000))
      }
      const thread = queue.run(() => inThread(job, { limitMs, onLate }))
      thread.finally(() => reading.delete(userId)).then(resolve, reject)
    })
  }
}

function keyOf(outcome: PrivateKeyOutcome): ReadPrivateKey {
  switch (outcome.status) {
    case 'unsupported':
      return refusePrivateKey('type')
    case 'malformed':
      return refusePrivateKey('malformed')
    case 'locked':
      throw invalidField('passphrase', 'wrong_passphrase', 'does not open the key')
    case 'read': {
      const half = publicHalf(Buffer.from(outcome.publicBlob))
      if (!half) throw new TypeError('the worker answers only keys of these types')
      return { pkcs8: Buffer.from(outcome.pkcs8.buffer), half }
    }
  }
}

/** Runs a job in a thread; settles only when the thread has ended and takes no more memory or time. */
async function inThread(
  job: PrivateKeyJob,
  { limitMs, onLate }: { limitMs: number; onLate: () => void },
): Promise<PrivateKeyOutcome> {
  // The thread needs no environment. Its output is caught and dropped: it might tell of a key.
  const worker = new Worker(entry(), {
    workerData: job,
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  const giveUp = (): void => {
    onLate()
    void worker.terminate()
  }
  let timer = setTimeout(giveUp, limitMs * startsWithin)
  const answers: PrivateKeyOutcome[] = []
  let failure: unknown
  worker.on('message', (said: PrivateKeyOutcome | Begun) => {
    clearTimeout(timer)
    if (said.status === 'begun') {
      timer = setTimeout(giveUp, limitMs)
      return
    }
    answers.push(said)
    void worker.terminate()
  })
  worker.on('error', (error) => {
    failure = error
  })
  await new Promise((resolve) => worker.once('exit', resolve))
  clearTimeout(timer)
  const [outcome] = answers
  if (!outcome) throw retryLater('unavailable', 1, failure)
  return outcome
}

/** A script that requires the worker's file: run from source, Node.js 20 loads TypeScript in a thread by `require` only, not as the entry. */
function entry(): URL {
  const file = JSON.stringify(join(location.folder, 'ssh', 'key-file', `worker${location.extension}`))
  const script = `import { createRequire } from 'node:module'
    createRequire(${file})(${file})`
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`)
}
