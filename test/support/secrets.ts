import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { headLength, textFinder } from './text-finder.js'

/** Every secret that was issued or made up in this process. */
const noted = textFinder()

/** Notes that a text is secret: from now on no answer may show it, nor may the output of the run. */
export function noteSecret(text: string): void {
  if (text.length < headLength || noted.has(text)) return
  noted.add(text)
  if (process.env.KEYWARD_SECRETS_FILE) appendFileSync(process.env.KEYWARD_SECRETS_FILE, `${text}\n`)
}

/** How many noted secrets a text, or the bytes of one, shows. */
export function secretsIn(text: string | Buffer): number {
  return noted.countIn(text)
}

/** How many secrets were noted so far. */
export function notedSecrets(): number {
  return noted.size
}

/** Fails when a text shows a noted secret, without printing it. */
export function assertNoSecret(text: string | Buffer, where: string): void {
  assert.equal(secretsIn(text), 0, `${where} shows a secret`)
}

/** A password no list has, noted as secret. */
export function newPassword(): string {
  const password = `${randomBytes(9).toString('base64url')} and ${randomBytes(6).toString('base64url')}`
  noteSecret(password)
  return password
}
