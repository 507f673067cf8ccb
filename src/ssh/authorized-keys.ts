import { hash } from 'node:crypto'
import { plainRange } from '../cidr.js'
import type { SshPermit } from '../policy/ssh-key.js'
import { sshKeyTypes, sshPermits } from '../policy/ssh-key.js'

/** A key that sshd is to let in, and how. Nothing in it was typed by a user. */
export interface AuthorizedKey {
  readonly id: string
  readonly type: string
  /** The wire form, base64. */
  readonly blob: string
  readonly permit: readonly SshPermit[]
  /** Addresses and CIDRs it may come from; empty = any. */
  readonly from: readonly string[]
  /** Epoch ms; `null` = no end. */
  readonly expiresAt: number | null
}

/** What the sshd that asks can read. */
export interface SshdFeatures {
  /** `expiry-time` in UTC: 9.1 and later. Older ones would refuse the whole line. */
  readonly expiryTime: boolean
}

/** The last line of every answer: a host that does not find it knows that the answer was cut short. */
export const endMarker = '# keyward:end'

const base64 = /^[A-Za-z0-9+/]{4,22000}={0,2}$/
const address = /^[0-9A-Fa-f.:]{2,45}(\/\d{1,3})?$/
const id = /^[0-9A-Za-z-]{1,64}$/

/** The text for `AuthorizedKeysCommand`: one line for each key, then the end marker. */
export function renderAuthorizedKeys(keys: readonly AuthorizedKey[], sshd: SshdFeatures): string {
  return [...keys.map((key) => line(key, sshd)), endMarker, ''].join('\n')
}

/** The strong entity tag of an answer to a host (RFC 9110, section 8.8.3). */
export function entityTag(text: string): string {
  return `"${hash('sha256', text).slice(0, 32)}"`
}

/** Reads the version that an sshd names, such as `9.2`; one that is not understood is taken for an old one, which can do the least. */
export function sshdFeatures(version: string | undefined): SshdFeatures {
  const [, major = 0, minor = 0] = /^(\d{1,2})\.(\d{1,2})$/.exec(version ?? '')?.map(Number) ?? []
  return { expiryTime: major > 9 || (major === 9 && minor >= 1) }
}

/** A line is built from checked parts only: a line break or a quote that is let through would be a way in (sshd(8), AUTHORIZED_KEYS). */
function line(key: AuthorizedKey, sshd: SshdFeatures): string {
  const type = sshKeyTypes.find((known) => known === key.type)
  if (type === undefined || !base64.test(key.blob) || !id.test(key.id)) {
    throw new TypeError('a stored SSH key is not well-formed')
  }
  return `${options(key, sshd).join(',')} ${type} ${key.blob} keyward:${key.id}`
}

function options({ permit, from, expiresAt }: AuthorizedKey, { expiryTime }: SshdFeatures): string[] {
  if (!from.every((range) => address.test(range))) throw new TypeError('a stored address is not well-formed')
  return [
    // This forbids everything; each option after it allows one thing again.
    'restrict',
    ...sshPermits.filter((known) => permit.includes(known)),
    ...(from.length > 0 ? [`from="${from.map(plainRange).join(',')}"`] : []),
    ...(expiryTime && expiresAt !== null ? [`expiry-time="${zulu(expiresAt)}"`] : []),
  ]
}

/** YYYYMMDDHHMMSSZ, rounded down: never later than the end. */
function zulu(at: number): string {
  return `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`
}
