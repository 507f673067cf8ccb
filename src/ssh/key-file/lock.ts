/** How the private part of a file is encrypted: by which cipher, and how its key comes from the passphrase. */
export interface Lock {
  readonly cipher: LockCipher
  readonly kdf: LockKdf
}

/** How a key is derived from a passphrase, with what the file says about it. */
export type LockKdf =
  /** As in OpenSSH's PROTOCOL.key. */
  | { readonly name: 'bcrypt'; readonly salt: Uint8Array; readonly rounds: number }
  /** As in RFC 8018, section 6.2. */
  | {
      readonly name: 'pbkdf2'
      readonly hash: string
      readonly salt: Uint8Array
      readonly iterations: number
      readonly iv: Uint8Array
    }
  /** As OpenSSL does RFC 1421: one round of MD5 for each block. */
  | { readonly name: 'md5'; readonly iv: Uint8Array }
  /** As in PuTTY's format 2 (its manual, appendix C). */
  | { readonly name: 'putty' }

/** The ciphers that are supported, by OpenSSL's names. */
export const lockCiphers = {
  'aes-128-ctr': { keyBytes: 16, blockBytes: 16 },
  'aes-192-ctr': { keyBytes: 24, blockBytes: 16 },
  'aes-256-ctr': { keyBytes: 32, blockBytes: 16 },
  'aes-128-cbc': { keyBytes: 16, blockBytes: 16 },
  'aes-192-cbc': { keyBytes: 24, blockBytes: 16 },
  'aes-256-cbc': { keyBytes: 32, blockBytes: 16 },
  'des-ede3-cbc': { keyBytes: 24, blockBytes: 8 },
} as const
/** A supported cipher. */
export type LockCipher = keyof typeof lockCiphers

/** Whether a cipher can have made these bytes: they are whole blocks, and at least one. */
export function isWholeBlocks(bytes: Buffer, cipher: LockCipher): boolean {
  return bytes.length > 0 && bytes.length % lockCiphers[cipher].blockBytes === 0
}
