import { timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../crypto/derive.js'
import { hmacSha256 } from '../crypto/digest.js'
import { secretBytes } from '../crypto/secret.js'
import type { Options } from '../options.js'

/** Tokens that stand in every form: whoever sends one has been shown the form, in this session. */
export interface FormTokens {
  issue(holder: string): string
  /** When the token ends, epoch ms; `null` = it is not one of this holder's, or too old. */
  endOf(token: string, holder: string): number | null
}

const lifetimeMs = 24 * 3_600_000
const nonceBytes = 12
const macBytes = 32

/** Makes them: the first configured secret signs, all verify. Nothing is stored. */
export function formTokens({ secrets, now }: Pick<Options, 'secrets' | 'now'>): FormTokens {
  const macs = secrets.map((text) => hmacSha256(deriveKey(text, 'form token')))
  return Object.freeze({
    issue(holder) {
      const head = Buffer.alloc(6 + nonceBytes)
      head.writeUIntBE(now(), 0, 6)
      secretBytes(nonceBytes).copy(head, 6)
      return Buffer.concat([head, ...macs.slice(0, 1).map((mac) => seal(mac, head, holder))]).toString(
        'base64url',
      )
    },

    endOf(token, holder) {
      if (!/^[\w-]{67}$/.test(token)) return null
      const bytes = Buffer.from(token, 'base64url')
      // The last character holds spare bits: only one spelling of a token counts, since its digest is stored.
      if (bytes.toString('base64url') !== token) return null
      const [head, given] = [bytes.subarray(0, -macBytes), bytes.subarray(-macBytes)]
      const end = head.readUIntBE(0, 6) + lifetimeMs
      const known = macs.some((mac) => timingSafeEqual(seal(mac, head, holder), given))
      return known && now() < end ? end : null
    },
  } satisfies FormTokens)
}

function seal(mac: (text: string) => string, head: Buffer, holder: string): Buffer {
  return Buffer.from(mac(`${head.toString('hex')} ${holder}`), 'hex')
}
