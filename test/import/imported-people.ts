import { hash, randomBytes } from 'node:crypto'
import type { ImportCounts, ImportedUser, ImportLines, ImportOutcome, Keyward } from '../../src/index.js'
import { noteSecret } from '../support/secrets.js'
import { newKeys } from '../support/ssh-keys.js'

export const none: ImportCounts = { users: 0, totp: 0, sshKeys: 0, apiKeys: 0 }
export const oneOfEach: ImportCounts = { users: 1, totp: 1, sshKeys: 1, apiKeys: 1 }

/** A name that nobody has. */
export function newName(): string {
  return `person-${randomBytes(6).toString('hex')}`
}

/** A secret of an authenticator app, in base32. */
export function newTotpSecret(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const text = Array.from(randomBytes(32), (byte) => alphabet[byte % 32]).join('')
  noteSecret(text)
  return text
}

/** Somebody with one of everything, each new. */
export function newPerson(given: Partial<ImportedUser> = {}): ImportedUser {
  return {
    username: newName(),
    totp: { secret: newTotpSecret(), confirmedAt: 1_700_000_000_000 },
    sshKeys: [{ name: 'laptop', publicKey: newKeys['ssh-ed25519']() }],
    apiKeys: [{ name: 'backup', sha256: hash('sha256', randomBytes(16)) }],
    ...given,
  }
}

/** What comes of each line, and of all. */
export async function imported(call: Keyward['import']['users'], lines: ImportLines) {
  const outcomes: ImportOutcome[] = []
  const totals = await call(lines, { each: (outcome) => outcomes.push(outcome) })
  return { outcomes, totals }
}

/** What is wrong with lines, each as `line field code`. */
export function faultsOf(outcomes: readonly ImportOutcome[]): readonly string[] {
  return outcomes.flatMap(({ line, errors }) =>
    errors.map(({ field, code }) => `${String(line)} ${field} ${code}`),
  )
}
