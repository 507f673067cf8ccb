import type { KeyObject } from 'node:crypto'

/**
 * Whether sshpk, which shares no code with the readers here, finds the same public half in a private key. It is given only keys that
 * were proved and made anew, since it works on any numbers that it is given. It is loaded when the first such key comes.
 */
export async function isReadAlike(key: KeyObject, publicBlob: Buffer): Promise<boolean> {
  const { default: sshpk } = await import('sshpk')
  const read = sshpk.parsePrivateKey(key.export({ type: 'pkcs8', format: 'pem' }), 'pkcs8')
  return read.toPublic().toBuffer('rfc4253').equals(publicBlob)
}
