import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import sshpk from 'sshpk'
import type { PrivateKeyFile } from './private-key-file.js'
import { publicBlobOf } from './public-half.js'

/** What the worker thread is asked: a file whose header was found acceptable, and its passphrase. */
export interface PrivateKeyJob {
  readonly file: PrivateKeyFile
  readonly passphrase: string | undefined
}

/** What it answers: the key as PKCS#8, its public half in wire format; `unreadable` also for a passphrase that does not fit. */
export type PrivateKeyOutcome =
  | { readonly status: 'read'; readonly pkcs8: Uint8Array; readonly publicBlob: Uint8Array }
  | { readonly status: 'unreadable' }
  | { readonly status: 'unsupported' }

/** RFC 8410, section 7: what stands before the 32 bytes. Node.js 20 does not read the PKCS#8 that sshpk writes for Ed25519. */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

// sshpk lets a cipher's stream throw after it has returned: by then the answer has been sent.
process.on('uncaughtException', () => undefined)
// What the caller has put there.
answer(outcomeOf(workerData as PrivateKeyJob))

function answer(outcome: PrivateKeyOutcome): void {
  // Moved, not copied: nothing of the key stays behind.
  parentPort?.postMessage(outcome, outcome.status === 'read' ? [outcome.pkcs8.buffer as ArrayBuffer] : [])
}

function outcomeOf({ file, passphrase }: PrivateKeyJob): PrivateKeyOutcome {
  try {
    const key = file.format === 'pem' ? pemKey(file, passphrase) : sshKey(file, passphrase)
    return checked(key, file)
  } catch {
    return { status: 'unreadable' }
  }
}

/** PKCS#1, SEC1 and PKCS#8, which Node.js reads by itself. */
function pemKey({ text }: PrivateKeyFile, passphrase: string | undefined): KeyObject {
  return createPrivateKey({ key: text, format: 'pem', passphrase })
}

function sshKey({ text }: PrivateKeyFile, passphrase: string | undefined): KeyObject {
  const key = sshpk.parsePrivateKey(text, 'auto', { passphrase })
  if (key.type !== 'ed25519') return createPrivateKey(key.toBuffer('pkcs8'))
  const seed = Buffer.alloc(32)
  // PuTTY takes it for a number, and leaves out what zeros it ends with.
  key.parts.find(({ name }) => name === 'k')?.data.copy(seed)
  return createPrivateKey({ key: Buffer.concat([ed25519Prefix, seed]), format: 'der', type: 'pkcs8' })
}

/** Takes a key only if its halves belong together, and to the public key that the file names. */
function checked(key: KeyObject, { publicBlob: claimed }: PrivateKeyFile): PrivateKeyOutcome {
  const publicKey = createPublicKey(key)
  const publicBlob = publicBlobOf(publicKey)
  if (!publicBlob) return { status: 'unsupported' }
  const probe = randomBytes(32)
  const belongs = verify(hashFor(key), probe, publicKey, sign(hashFor(key), probe, key))
  if (!belongs || (claimed && !publicBlob.equals(claimed))) return { status: 'unreadable' }
  return { status: 'read', pkcs8: alone(key.export({ type: 'pkcs8', format: 'der' })), publicBlob }
}

function hashFor({ asymmetricKeyType }: KeyObject): string | null {
  return asymmetricKeyType === 'ed25519' ? null : 'sha256'
}

/** In memory of its own: a Buffer may be part of a pool, which can't be moved. */
function alone(bytes: Buffer): Uint8Array {
  const copy = new Uint8Array(bytes)
  bytes.fill(0)
  return copy
}
