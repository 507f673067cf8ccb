import { secretBytes } from '../crypto/secret.js'
import { meantCode } from '../typed-text.js'
import otplib from './otplib.cjs'
import { qrSvg } from './qr-code.js'

/** What an authenticator app is set up with, in three forms of the same secret: to type, to open as a link, to scan. */
export interface TotpSetup {
  /** Base32 without padding. */
  readonly secret: string
  /** `otpauth://totp/…`, as all the common apps read it. */
  readonly uri: string
  readonly qrSvg: string
}

/** In bytes: RFC 4226, section 4, R6, recommends 160 bits. */
const secretLength = 20
const stepSeconds = 30
/** How many steps before and after the present one are accepted (RFC 6238, section 5.2). */
const stepsTolerated = 1
/** Longest code that is looked at, spaces and dashes included. */
const maxCodeLength = 64

/** The fewest bytes of a secret that was made elsewhere: RFC 4226 demands 16, but many apps have given out 10. */
const minSecretLength = 10
const maxSecretLength = 64

const { createGuardrails, ScureBase32Plugin, verifySync } = otplib
const guardrails = createGuardrails({ MIN_SECRET_BYTES: minSecretLength })
const base32 = new ScureBase32Plugin()

/** Makes a new shared secret of 20 random bytes. */
export function newTotpSecret(): Buffer {
  return secretBytes(secretLength)
}

/** Reads a secret that was made elsewhere, in base32 of whatever case, with or without padding, blanks and dashes; `null` = it is none. */
export function readTotpSecret(text: string): Buffer | null {
  const digits = text.length > 256 ? '' : text.replaceAll(/[ \t-]|=+$/g, '').toUpperCase()
  if (!/^[A-Z2-7]+$/.test(digits)) return null
  try {
    const secret = Buffer.from(base32.decode(digits))
    return secret.length >= minSecretLength && secret.length <= maxSecretLength ? secret : null
  } catch {
    // The digits do not make up a whole number of bytes.
    return null
  }
}

/** The time step of a time, in ms since the epoch. */
export function stepAt(at: number): number {
  return Math.floor(at / 1000 / stepSeconds)
}

/** Whether a time step is later than any whose code is accepted at `now`: its code was accepted by a clock that was ahead. */
export function isStepAhead(step: number, now: number): boolean {
  return step > stepAt(now) + stepsTolerated
}

/** Renders a secret for an authenticator app; `issuer` must have no colon, which apps take for the end of it. */
export function totpSetup(of: { issuer: string; account: string; secret: Buffer }): TotpSetup {
  const secret = base32.encode(of.secret)
  const issuer = encodeURIComponent(of.issuer)
  // The link is written here and not by otplib, which leaves a colon in the account as it is.
  const uri = `otpauth://totp/${issuer}:${encodeURIComponent(of.account)}?secret=${secret}&issuer=${issuer}`
  return { secret, uri, qrSvg: qrSvg(uri) }
}

/** The six digits of a code as people type it, with spaces and dashes, in the digits of any script; `null` = it is no code. */
export function canonicalCode(text: string): string | null {
  if (text.length > maxCodeLength) return null
  const digits = meantCode(text)
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

/**
 * The time step whose code this is, the present one or a neighbour (RFC 6238, section 5.2); `null` = none of them.
 * `code` is canonical, `now` in ms since the epoch. It is for the caller to make sure that the step was not used before.
 */
export function matchingStep(secret: Buffer, code: string, now: number): number | null {
  const found = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now / 1000),
    period: stepSeconds,
    // The tolerance is in seconds.
    epochTolerance: stepsTolerated * stepSeconds,
    guardrails,
  })
  return found.valid && 'timeStep' in found ? found.timeStep : null
}
