import { ScureBase32Plugin, verifySync } from 'otplib'
import { secretBytes } from '../crypto/secret.js'
import { qrSvg } from './qr-code.js'

/** What an authenticator app is set up with, three times the same: to type, to open, to scan. */
export interface TotpSetup {
  /** Base32 without padding. */
  readonly secret: string
  /** `otpauth://totp/…`, as all the common apps read it. */
  readonly uri: string
  readonly qrSvg: string
}

/** RFC 4226, section 4, R6: 160 bits are recommended. */
const secretLength = 20
const stepSeconds = 30
/** Longest code that is looked at, spaces and dashes included. */
const maxCodeLength = 32

const base32 = new ScureBase32Plugin()

/** A new shared secret. */
export function newTotpSecret(): Buffer {
  return secretBytes(secretLength)
}

/** Renders a secret for an authenticator app; `issuer` has no colon, which apps take for the end of it. */
export function totpSetup(of: { issuer: string; account: string; secret: Buffer }): TotpSetup {
  const secret = base32.encode(of.secret)
  const issuer = encodeURIComponent(of.issuer)
  // Written here, since otplib leaves a colon in the account as it is.
  const uri = `otpauth://totp/${issuer}:${encodeURIComponent(of.account)}?secret=${secret}&issuer=${issuer}`
  return { secret, uri, qrSvg: qrSvg(uri) }
}

/** The six digits of a code as people type it, with spaces and dashes; `null` = it is no code. */
export function canonicalCode(text: string): string | null {
  if (text.length > maxCodeLength) return null
  const digits = text.replace(/[\s-]/g, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

/**
 * The time step whose code this is, the present one or a neighbour (RFC 6238, section 5.2); `null` = none of them.
 * `code` is canonical, `now` in ms since the epoch. Whether that step was used before is for the caller to claim.
 */
export function matchingStep(secret: Buffer, code: string, now: number): number | null {
  const found = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now / 1000),
    period: stepSeconds,
    // In seconds: one whole step to either side.
    epochTolerance: stepSeconds,
  })
  return found.valid && 'timeStep' in found ? found.timeStep : null
}
