import { timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../../crypto/derive.js'
import { hmacSha256 } from '../../crypto/digest.js'
import { secretBytes } from '../../crypto/secret.js'
import type { Options } from '../../options.js'
import { dayMs } from '../../time.js'

/** The tokens that stand in every form. Whoever sends one back has been shown a form of ours, in the same session: that keeps foreign pages from sending forms (CSRF). */
export interface FormTokens {
  /** Makes a token for the holder's next page. */
  issue(holder: string): string
  /** When the token ends, in epoch ms; `null` where it is none of this holder's, or too old. */
  endOf(token: string, holder: string): number | null
}

const lifetimeMs = dayMs
const nonceBytes = 12
const macBytes = 32

/** Makes and checks the tokens. The first configured secret signs, all of them verify, and nothing is stored. */
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
      // The last character has spare bits, so that a token could be spelt in several ways. Only one of them counts: a form is
      // sent once because the digest of its token is stored.
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
