import type { KeyObject } from 'node:crypto'
import { createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { beginsAsDer, numbersOfDer } from './der-key.js'
import type { PrivateKeyFile } from './file.js'
import type { PrivateNumbers } from './numbers.js'
import { wholeKey } from './object.js'
import { isReadAlike } from './second-reader.js'
import { unlock } from './unlock.js'
import { beginsAsOpenSsh, beginsAsPpk, numbersOfOpenSsh, numbersOfPpk } from './wire-key.js'

/** What the worker thread is asked to read: a file whose clear part was accepted, and its passphrase. */
export interface PrivateKeyJob {
  readonly file: PrivateKeyFile
  readonly passphrase: string | undefined
}

/** What the worker answers: the key as PKCS#8 and its public half in wire format, or what is wrong with the file. */
export type PrivateKeyOutcome =
  | { readonly status: 'read'; readonly pkcs8: Uint8Array; readonly publicBlob: Uint8Array }
  | { readonly status: 'locked' | 'malformed' | 'unsupported' }

/** What the worker says once it runs, before it reads: from then on its time is counted. */
export interface Begun {
  readonly status: 'begun'
}

/** The decrypted private part of a file: whether it begins as its format does, and how its numbers are read. */
interface PrivatePart {
  readonly begins: boolean
  numbers(): PrivateNumbers | null
}

parentPort?.postMessage({ status: 'begun' } satisfies Begun)
// The reader that started this thread has put a job there.
void outcomeOf(workerData as PrivateKeyJob).then(answer)

function answer(outcome: PrivateKeyOutcome): void {
  // The bytes are moved, not copied: nothing of the key stays in this thread.
  parentPort?.postMessage(outcome, outcome.status === 'read' ? [outcome.pkcs8.buffer as ArrayBuffer] : [])
}

async function outcomeOf({ file, passphrase = '' }: PrivateKeyJob): Promise<PrivateKeyOutcome> {
  const bytes = file.lock ? unlock(file.body, file.lock, passphrase) : Buffer.from(file.body)
  const part = bytes && partOf(bytes, file)
  if (file.lock && !part?.begins) return { status: 'locked' }
  try {
    return part ? await read(part, file) : { status: 'malformed' }
  } catch {
    return { status: 'malformed' }
  }
}

function partOf(bytes: Buffer, { format, publicBlob }: PrivateKeyFile): PrivatePart {
  const claimed = Buffer.from(publicBlob ?? [])
  switch (format) {
    case 'der':
      return { begins: beginsAsDer(bytes), numbers: () => numbersOfDer(bytes) }
    case 'openssh':
      return { begins: beginsAsOpenSsh(bytes), numbers: () => numbersOfOpenSsh(bytes) }
    case 'ppk':
      return { begins: beginsAsPpk(bytes, claimed), numbers: () => numbersOfPpk(bytes, claimed) }
  }
}

/** Reads a key; it is `malformed` unless its halves belong together, and to the public key that the file names. */
async function read(part: PrivatePart, { publicBlob: claimed }: PrivateKeyFile): Promise<PrivateKeyOutcome> {
  const numbers = part.numbers()
  const whole = numbers && wholeKey(numbers)
  if (!whole) return { status: 'unsupported' }
  const { key, publicBlob } = whole
  const isClaimed = !claimed || publicBlob.equals(claimed)
  if (!isClaimed || !signs(key) || !(await isReadAlike(key, publicBlob))) return { status: 'malformed' }
  return { status: 'read', pkcs8: alone(key.export({ type: 'pkcs8', format: 'der' })), publicBlob }
}

/** Whether the key makes a signature that its public half verifies. */
function signs(key: KeyObject): boolean {
  const probe = randomBytes(32)
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return verify(hash, probe, createPublicKey(key), sign(hash, probe, key))
}

/** The bytes in memory of their own, wiped where they were: a Buffer may be part of a pool, which can't be moved to another thread. */
function alone(bytes: Buffer): Uint8Array {
  const copy = new Uint8Array(bytes)
  bytes.fill(0)
  return copy
}
