import { generateKeyPairSync } from 'node:crypto'
import { publicBlobOf } from '../../../../src/ssh/public-half.js'
import { noteSecret } from '../../../support/secrets.js'
import { noteKey } from '../../../support/private-key-files.js'

export const generate = 'ed25519'

interface NewKey {
  readonly privateKey: string
  readonly publicKey: string
}

/** A key as PEM, noted as secret in every form it might be printed in. */
export function newKey(encryption?: { cipher: string; passphrase: string }): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const blob = publicBlobOf(publicKey) ?? Buffer.alloc(0)
  const line = `ecdsa-sha2-nistp256 ${blob.toString('base64')}`
  const number = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  for (const form of ['hex', 'base64', 'base64url'] as const) noteSecret(number.toString(form))
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString()
  return { privateKey: noteKey(pem, line), publicKey: line }
}
