import type { Client } from '../client.js'
import { kindOf } from '../crypto/secret.js'
import type { Options } from '../options.js'
import { challenged } from './www-authenticate.js'

const maxHeaderBytes = 512
const sentences = {
  scheme: 'the word Bearer is missing before the credential in the Authorization header',
  blank: 'a blank must stand between the word Bearer and the credential in the Authorization header',
  basic: 'a credential in HTTP Basic is not taken here: send Authorization: Bearer and the credential',
  'x-api-key': 'the header X-API-Key is not taken here: send Authorization: Bearer and the credential',
} as const

/**
 * Refuses (401 `unauthenticated`) a request without a credential, and says what is wrong where something of our form was sent in the wrong
 * place. Nothing is looked up for that, so that nobody learns whether it is anybody's.
 */
export function refuseNobody(client: Client, options: Pick<Options, 'productName' | 'secretPrefix'>): never {
  const wrong = misplaced(client, options)
  throw challenged('unauthenticated', options, wrong === null ? {} : { message: sentences[wrong] })
}

function misplaced(
  client: Client,
  { secretPrefix }: Pick<Options, 'secretPrefix'>,
): keyof typeof sentences | null {
  const authorization = client.header('authorization')[0]?.slice(0, maxHeaderBytes) ?? ''
  if (holdsSecret(authorization, secretPrefix)) return /^bearer/i.test(authorization) ? 'blank' : 'scheme'
  if (holdsSecret(fromBasic(authorization), secretPrefix)) return 'basic'
  const named = client.header('x-api-key')[0]?.slice(0, maxHeaderBytes) ?? ''
  return holdsSecret(named, secretPrefix) ? 'x-api-key' : null
}

/** Whether a text holds something of the form of a key, token or host's credential, even right after a letter. */
function holdsSecret(text: string, prefix: string): boolean {
  const secretLike = new RegExp(`${prefix}[a-z]_[0-9A-Za-z]{36}(?![0-9A-Za-z])`)
  const kind = kindOf(prefix, secretLike.exec(text)?.[0] ?? '')
  return kind === 'api_key' || kind === 'token' || kind === 'host'
}

/** The user name and password of HTTP Basic (RFC 7617); empty for another scheme. */
function fromBasic(authorization: string): string {
  const [, encoded = ''] = /^basic +([\w+/=-]+)[ \t]*$/i.exec(authorization) ?? []
  return Buffer.from(encoded, 'base64').toString('latin1')
}
