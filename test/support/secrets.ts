import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/** Every secret that was issued or made up in this process; of keyward's own there are too many to search one by one. */
const own = new Set<string>()
const others = new Set<string>()
const formOfOwn = /[a-z]{2,8}[kthsp]_[0-9A-Za-z]{36}/g
/** Shorter ones would be found by chance. */
const minLength = 12

/** Notes that a text is secret: from now on no answer may show it, nor may the output of the run. */
export function noteSecret(text: string): void {
  if (text.length < minLength || own.has(text) || others.has(text)) return
  if (new RegExp(`^${formOfOwn.source}$`).test(text)) own.add(text)
  else others.add(text)
  if (process.env.KEYWARD_SECRETS_FILE) appendFileSync(process.env.KEYWARD_SECRETS_FILE, `${text}\n`)
}

/** How many noted secrets a text shows. */
export function secretsIn(text: string): number {
  const shown = [...text.matchAll(formOfOwn)].filter(([found]) => own.has(found)).length
  return shown + [...others].filter((secret) => text.includes(secret)).length
}

/** How many secrets were noted so far. */
export function notedSecrets(): number {
  return own.size + others.size
}

/** Fails when a text shows a noted secret, without printing it. */
export function assertNoSecret(text: string, where: string): void {
  assert.equal(secretsIn(text), 0, `${where} shows a secret`)
}

/** A password no list has, noted as secret. */
export function newPassword(): string {
  const password = `${randomBytes(9).toString('base64url')} and ${randomBytes(6).toString('base64url')}`
  noteSecret(password)
  return password
}
