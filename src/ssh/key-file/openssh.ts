import { packetReader } from '../packet.js'
import { publicHalf } from '../public-half.js'
import type { Lock, LockCipher } from './lock.js'
import { isWholeBlocks } from './lock.js'
import { refusePrivateKey } from './refusal.js'

/** bcrypt takes 21 ms a round, and the file says how many: a forged file with 2³² of them would never end. */
const maxRounds = 64
const magic = 'openssh-key-v1\0'
const ciphers: Readonly<Record<string, LockCipher>> = {
  'aes128-ctr': 'aes-128-ctr',
  'aes192-ctr': 'aes-192-ctr',
  'aes256-ctr': 'aes-256-ctr',
  'aes128-cbc': 'aes-128-cbc',
  'aes192-cbc': 'aes-192-cbc',
  'aes256-cbc': 'aes-256-cbc',
  '3des-cbc': 'des-ede3-cbc',
}

/** Reads the clear part of a file in OpenSSH's format (PROTOCOL.key): cipher, KDF, number of keys and public key. */
export function readOpenSshFile(bytes: Buffer): { lock: Lock | null; body: Buffer; publicBlob: Buffer } {
  if (bytes.subarray(0, magic.length).toString('latin1') !== magic) return refusePrivateKey('malformed')
  const reader = packetReader(bytes.subarray(magic.length))
  const [cipher, kdf, options] = [reader.text(), reader.text(), reader.string()]
  if (reader.uint32() !== 1) return refusePrivateKey('malformed')
  const [publicBlob, body] = [reader.string(), reader.string()]
  if (!publicHalf(publicBlob)) return refusePrivateKey('type')
  // The lock is read before the end is checked: a cipher that is refused may have more data after it.
  const lock = lockOf({ cipher, kdf, options }, body)
  reader.end()
  return { lock, body, publicBlob }
}

/** What the file says of its encryption. */
interface Named {
  readonly cipher: string
  readonly kdf: string
  readonly options: Buffer
}

function lockOf({ cipher: named, kdf, options }: Named, body: Buffer): Lock | null {
  if (named === 'none') return kdf === 'none' ? null : refusePrivateKey('malformed')
  const cipher = Object.hasOwn(ciphers, named) ? ciphers[named] : undefined
  if (cipher === undefined) return refusePrivateKey('encryption')
  const reader = packetReader(options)
  const [salt, rounds] = [reader.string(), reader.uint32()]
  reader.end()
  if (kdf !== 'bcrypt' || salt.length === 0 || rounds === 0) return refusePrivateKey('malformed')
  if (!isWholeBlocks(body, cipher)) return refusePrivateKey('malformed')
  return rounds > maxRounds ? refusePrivateKey('rounds') : { cipher, kdf: { name: 'bcrypt', salt, rounds } }
}
