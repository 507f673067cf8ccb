import { verify } from 'node:crypto'
import type { Client } from '../client.js'
import { KeywardError } from '../errors.js'
import type { PublicKeys } from '../plug-in/public-keys.js'

const keyIdForm = /^[\w.:-]{1,128}$/
/** Base64 of a signature over P-256 in DER, which is at most 72 bytes. */
const signatureForm = /^[A-Za-z0-9+/]{1,96}={0,2}$/

/**
 * Reads a body whose headers say that one of the keys has signed it (ECDSA over P-256 with SHA-256, in DER), and checks that it has, over the
 * bytes as they came. 403 `invalid_signature` otherwise; a body without such headers is not even read.
 */
export async function signedBody(
  client: Client,
  { publicKey }: PublicKeys,
  read: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const keyId = only(client, 'github-public-key-identifier', keyIdForm)
  const signature = only(client, 'github-public-key-signature', signatureForm)
  const key = await publicKey(keyId)
  if (!key) throw new KeywardError('invalid_signature')
  const body = await read()
  if (!verify('sha256', body, key, Buffer.from(signature, 'base64'))) {
    throw new KeywardError('invalid_signature')
  }
  return body
}

/** The value of a header that was sent once, in its form. */
function only(client: Client, name: string, form: RegExp): string {
  const [value = '', ...more] = client.header(name)
  if (more.length > 0 || !form.test(value)) throw new KeywardError('invalid_signature')
  return value
}
