import type { Revocation } from '../auth/revocation.js'
import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import { KeywardError } from '../errors.js'
import { readInput } from '../input/read-input.js'
import type { SecretMatch } from '../input/secret-match.js'
import { secretMatches } from '../input/secret-match.js'
import { signedBody } from './signature.js'

/** What became of a reported text, in the words of GitHub's partner program: it names the text by its SHA-256. */
export interface ScannedSecret {
  readonly token_hash: string
  readonly token_type: string
  /** Whether the text is the secret of an API key or token that keyward keeps. */
  readonly label: 'true_positive' | 'false_positive'
}

/** Ends API keys and tokens whose secrets were found in public. */
export interface SecretScanning {
  /**
   * Takes a report, which `read` reads where its headers say who has signed it: ends each API key and token that still counts, and says of
   * each text whether it is one. 403 `invalid_signature`, with nothing ended, where no key of the app's has signed the report.
   */
  report(client: Client, read: () => Promise<Uint8Array>): Promise<readonly ScannedSecret[]>
}

/** Longer texts than this are no secrets of keyward's, nor any that it takes in. */
export const longestSecret = 1024
const longestUrl = 500

/** Makes the service. Without the option `secretScanning` it takes nothing: 404. */
export function secretScanning(
  { options }: Pick<Core, 'options'>,
  revocation: Pick<Revocation, 'revokeLeaked'>,
): SecretScanning {
  return Object.freeze({
    async report(client, read) {
      if (!options.secretScanning) throw new KeywardError('not_found')
      const body = await signedBody(client, options.secretScanning, read)
      const matches: readonly SecretMatch[] = readInput(secretMatches, parsed(body))
      const known = new Map<string, boolean>()
      for (const match of matches) {
        if (!known.has(match.token)) known.set(match.token, await end(client, match))
      }
      return matches.map(({ token, type }) => ({
        token_hash: fingerprint(token),
        token_type: type,
        label: known.get(token) === true ? 'true_positive' : 'false_positive',
      }))
    },
  } satisfies SecretScanning)

  async function end(client: Client, { token, url }: SecretMatch): Promise<boolean> {
    if (token.length > longestSecret) return false
    const place = placeOf(url ?? '', token)
    return (await revocation.revokeLeaked(actorOf(client, null), token, place)) !== null
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    // The error of `JSON.parse` is dropped, since its message quotes the body.
    throw new KeywardError('malformed_json')
  }
}

/** Where a secret was found, for its owner to read; `null` where that is no address, or holds the secret itself. */
function placeOf(url: string, token: string): string | null {
  const isAddress = url.length <= longestUrl && /^https?:\/\/[!-~]+$/.test(url)
  return isAddress && !url.includes(token) ? url : null
}
