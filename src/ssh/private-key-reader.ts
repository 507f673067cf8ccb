import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { workQueue } from '../credentials/work-queue.js'
import { invalidField, retryLater } from '../errors.js'
import type { PrivateKeyFile } from './private-key-file.js'
import { refusePrivateKey } from './private-key-file.js'
import type { PrivateKeyJob, PrivateKeyOutcome } from './private-key-worker.js'
import type { PublicHalf } from './public-half.js'
import { publicHalf } from './public-half.js'

/** A private key on its way to being sealed. Wipe (`fill(0)`) `pkcs8` after use. */
export interface ReadPrivateKey {
  readonly pkcs8: Buffer
  readonly half: PublicHalf
}

/** Reads private keys away from the event loop, since their KDFs are slow on purpose. */
export interface PrivateKeyReader {
  /** 422 for a key that can't be taken and a passphrase that is missing or wrong, 503 `busy` when it takes too long. */
  read(file: PrivateKeyFile, passphrase: string | undefined): Promise<ReadPrivateKey>
}

const defaultLimitMs = 5000
const heapMb = 128

/** Makes the reader: two keys at a time, each in a thread of its own that ends with it. */
export function privateKeyReader(limitMs: number = defaultLimitMs): PrivateKeyReader {
  const queue = workQueue({ running: 2, waiting: 16, waitSeconds: 5 })
  return Object.freeze<PrivateKeyReader>({
    async read(file, passphrase) {
      if (file.encrypted && !passphrase) {
        throw invalidField('passphrase', 'passphrase_required', 'the key is encrypted: give its passphrase')
      }
      const outcome = await queue.run(() => inThread({ file, passphrase }, limitMs))
      return keyOf(outcome, file)
    },
  })
}

function keyOf(outcome: PrivateKeyOutcome, { encrypted }: PrivateKeyFile): ReadPrivateKey {
  if (outcome.status === 'unsupported') return refusePrivateKey('unsupported_type')
  if (outcome.status === 'unreadable') {
    if (!encrypted) return refusePrivateKey('malformed_key')
    throw invalidField('passphrase', 'wrong_passphrase', 'does not open the key')
  }
  const pkcs8 = Buffer.from(outcome.pkcs8.buffer)
  const half = publicHalf(Buffer.from(outcome.publicBlob))
  if (half) return { pkcs8, half }
  pkcs8.fill(0)
  return refusePrivateKey('unsupported_type')
}

async function inThread(job: PrivateKeyJob, limitMs: number): Promise<PrivateKeyOutcome> {
  const signal = AbortSignal.timeout(limitMs)
  // Without the environment, which it does not need; what a library prints about a key is read by nobody.
  const worker = new Worker(entry(), {
    workerData: job,
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  try {
    // The worker sends nothing else.
    const [outcome] = (await once(worker, 'message', { signal })) as [PrivateKeyOutcome]
    return outcome
  } catch (error) {
    throw signal.aborted ? retryLater('busy', limitMs / 1000) : retryLater('unavailable', 1, error)
  } finally {
    worker.on('error', () => undefined)
    void worker.terminate()
  }
}

/** The worker's file is required and not named as the entry: run from source, Node.js 20 has no loader for TypeScript in a thread, only for `require`. */
function entry(): URL {
  const file = fileURLToPath(new URL(`./private-key-worker${extname(import.meta.url)}`, import.meta.url))
  const script = `import { createRequire } from 'node:module'
    createRequire(${JSON.stringify(import.meta.url)})(${JSON.stringify(file)})`
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`)
}
