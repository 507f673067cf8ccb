import { packetReader } from '../packet.js'
import { fingerprintOf } from '../public-half.js'

/** What an agent is for: logging in as one user, on hosts with these keys, so many times, for so long. */
export interface AgentOptions {
  /** The user name on the other side. */
  readonly user: string
  /** Every key that the host may prove itself by: lines of known_hosts or of a .pub file, or `SHA256:…`. */
  readonly hostKeys: readonly string[]
  /** How long it lives: 1 to 3600. Default: 60. */
  readonly ttlSeconds?: number
  /** How many logins, 1 to 100. Default: 1. */
  readonly maxSignatures?: number
  /** What the agent is for, written into the audit: at most 64 characters. Default: nothing is said. */
  readonly purpose?: string
}

/** The checked options of an agent, with defaults filled in. */
export interface AgentScope {
  readonly user: string
  /** Fingerprints, `SHA256:…`. */
  readonly hostKeys: ReadonlySet<string>
  readonly ttlSeconds: number
  readonly maxSignatures: number
  readonly purpose: string | null
}

/** Checks the options and fills in defaults; throws `TypeError`. */
export function agentScope(options: AgentOptions): AgentScope {
  const { user, hostKeys, ttlSeconds = 60, maxSignatures = 1, purpose } = options
  if (typeof user !== 'string' || user === '') throw new TypeError('user must name whom to log in as')
  if (!Array.isArray(hostKeys) || hostKeys.length === 0)
    throw new TypeError('hostKeys must name the host’s keys')
  checkRange('ttlSeconds', ttlSeconds, 3600)
  checkRange('maxSignatures', maxSignatures, 100)
  const fingerprints = new Set(options.hostKeys.map(hostKeyFingerprint))
  return Object.freeze({
    user,
    hostKeys: fingerprints,
    ttlSeconds,
    maxSignatures,
    purpose: checkedPurpose(purpose),
  } satisfies AgentScope)
}

/** Reads what a use is for, `null` when nothing is said; throws `TypeError` for a text that a log line could not hold. */
export function checkedPurpose(purpose: string | undefined): string | null {
  if (purpose === undefined) return null
  if (!/^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u.test(purpose)) {
    throw new TypeError('purpose must be 1 to 64 characters, none of them a control character')
  }
  return purpose
}

function checkRange(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new TypeError(`${name} must be an integer from 1 to ${String(max)}`)
  }
}

/** The fingerprint of `SHA256:…`, or of a line with a type and its base64 in it. */
function hostKeyFingerprint(text: string): string {
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(text)) return text
  const words = text.trim().split(/[ \t]+/)
  const at = words.findIndex((word) => word.startsWith('AAAA'))
  const blob = Buffer.from(words[at] ?? '', 'base64')
  if (at < 1 || words[0]?.startsWith('@') || !isOfType(blob, words[at - 1])) {
    throw new TypeError('hostKeys must be lines of known_hosts or of a .pub file, or fingerprints SHA256:…')
  }
  return fingerprintOf(blob)
}

function isOfType(blob: Buffer, type: string | undefined): boolean {
  try {
    return packetReader(blob).text() === type
  } catch {
    return false
  }
}
