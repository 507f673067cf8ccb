import { invalidField, KeywardError } from '../errors.js'
import type { Options } from '../options.js'
import { demandOf } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { maxPasswordBytes, normalise } from './password.js'

/** The words that most leaked long passwords are made of, beside digits and the user's or the app's own name. */
const commonWords = [
  'password passwort passphrase pass secret letmein welcome hello admin administrator root user login',
  'test testing default changeme please access master guest iloveyou love you monkey dragon sunshine',
  'princess football baseball superman batman shadow trustno my is the this a i qwertyuiop qwerty qwertz',
  'azerty asdfghjkl asdf zxcvbnm zxcv qazwsx edc abc',
]
  .flatMap((line) => line.split(' '))
  .sort((a, b) => b.length - a.length)
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '01234567890123456789',
]
const leet = new Map([...'013457@$'].map((sign, i) => [sign, [...'oieastas'][i] ?? sign]))

/**
 * Refuses a new password with a 422 on `field`: `too_short`, `too_long`, `same_as_before`, `similar_to_username`, `too_common`
 * (NIST SP 800-63B-4, section 3.1.1.2: a length and a blocklist, no rules of composition).
 */
export function checkNewPassword(
  password: string,
  field: string,
  context: {
    readonly username: string
    readonly productName: string
    readonly minLength: number
    /** The present password as it was typed, where one changes one's own. */
    readonly former?: string
  },
): void {
  if (Buffer.byteLength(password) > maxPasswordBytes) {
    throw invalidField(field, 'too_long', `must be at most ${String(maxPasswordBytes)} bytes`)
  }
  if ([...password].length < context.minLength) {
    const message = `must be at least ${String(context.minLength)} characters`
    const error = { field, code: 'too_short', message, limit: context.minLength }
    throw new KeywardError('invalid_input', { errors: [error] })
  }
  if (context.former !== undefined && normalise(password) === normalise(context.former)) {
    throw invalidField(field, 'same_as_before', 'is the present password')
  }
  if (isSimilar(password, context.username)) {
    throw invalidField(field, 'similar_to_username', 'is too much like the user name')
  }
  if (isCommon(password, context.productName)) {
    throw invalidField(field, 'too_common', 'is easy to guess')
  }
}

/** The least length of a password, in characters, for users under a policy: it is less where the policy demands a second factor. */
export function minLengthFor(policy: Pick<Policy, 'mfa'>, { passwords }: Pick<Options, 'passwords'>): number {
  if (demandOf(policy) === 'off') return passwords.minLength
  return Math.min(passwords.minLength, passwords.minLengthWithMfa)
}

/** Whether little remains of a password without the user name, or without the part of it before an @. */
function isSimilar(password: string, username: string): boolean {
  const lower = password.toLowerCase()
  const names = [username.toLowerCase(), username.toLowerCase().split('@')[0] ?? '']
  return names.some(
    (name) => name.length > 2 && lower.includes(name) && lower.replaceAll(name, '').length < 8,
  )
}

function isCommon(password: string, productName: string): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < 5 || isRepetition(lower) || isRun(lower)) return true
  const words = [productName.toLowerCase().replaceAll(/[^a-z]/g, ''), ...commonWords].filter(
    (word) => word !== '',
  )
  return [lower, unleet(lower)].some((text) => leftOver(text, words) < 4)
}

function isRepetition(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length
}

/** Whether a text walks along the alphabet or a row of keys, in either direction. */
function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('')
  return rows.some((row) => {
    const endless = row.repeat(Math.ceil(text.length / row.length) + 1)
    return endless.includes(text) || endless.includes(backwards)
  })
}

/** How many letters of a text remain without the common words; what is not ASCII counts as one. */
function leftOver(text: string, words: readonly string[]): number {
  let rest = text.replaceAll(/[^a-z]+/g, ' ')
  for (const word of words) rest = rest.replaceAll(word, ' ')
  return rest.replaceAll(' ', '').length + [...text].filter((c) => c > '\u007f').length
}

function unleet(text: string): string {
  return [...text].map((c) => leet.get(c) ?? c).join('')
}
