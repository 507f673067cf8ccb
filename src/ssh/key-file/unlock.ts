import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto'
import bcrypt from 'bcrypt-pbkdf'
import type { Lock, LockKdf } from './lock.js'
import { lockCiphers } from './lock.js'

/** Decrypts a private part; `null` when the passphrase is seen to be wrong. Some wrong ones are not seen, and give garbage. */
export function unlock(locked: Uint8Array, { cipher, kdf }: Lock, passphrase: string): Buffer | null {
  const { keyBytes, blockBytes } = lockCiphers[cipher]
  const [key, iv] = keyAndIv(kdf, Buffer.from(passphrase), { keyBytes, ivBytes: blockBytes })
  const decipher = createDecipheriv(cipher, key, iv)
  // Only PEM pads as OpenSSL does; the formats of OpenSSH and PuTTY pad in ways of their own.
  decipher.setAutoPadding(kdf.name === 'pbkdf2' || kdf.name === 'md5')
  try {
    return Buffer.concat([decipher.update(locked), decipher.final()])
  } catch {
    return null
  } finally {
    key.fill(0)
  }
}

interface Sizes {
  readonly keyBytes: number
  readonly ivBytes: number
}

function keyAndIv(
  kdf: LockKdf,
  passphrase: Buffer,
  { keyBytes, ivBytes }: Sizes,
): [key: Buffer, iv: Uint8Array] {
  switch (kdf.name) {
    case 'bcrypt': {
      const { salt, rounds } = kdf
      const both = Buffer.alloc(keyBytes + ivBytes)
      bcrypt.pbkdf(passphrase, passphrase.length, salt, salt.length, both, both.length, rounds)
      return [both.subarray(0, keyBytes), both.subarray(keyBytes)]
    }
    case 'pbkdf2':
      return [pbkdf2Sync(passphrase, kdf.salt, kdf.iterations, keyBytes, kdf.hash), kdf.iv]
    case 'md5':
      return [md5Key(passphrase, kdf.iv.subarray(0, 8), keyBytes), kdf.iv]
    case 'putty': {
      const halves = [0, 1].map((n) => hashed('sha1', [Buffer.from([0, 0, 0, n]), passphrase]))
      return [Buffer.concat(halves).subarray(0, keyBytes), Buffer.alloc(ivBytes)]
    }
  }
}

/** Derives a key as OpenSSL's `EVP_BytesToKey` does with a count of one; the salt is the first eight bytes of the IV. */
function md5Key(passphrase: Buffer, salt: Uint8Array, keyBytes: number): Buffer {
  let last = hashed('md5', [passphrase, salt])
  let key = last
  while (key.length < keyBytes) {
    last = hashed('md5', [last, passphrase, salt])
    key = Buffer.concat([key, last])
  }
  return key.subarray(0, keyBytes)
}

function hashed(algorithm: string, parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest()
}
