import type { Core } from '../core.js'
import type { Name } from '../credentials/name.js'
import { newId } from '../crypto/id.js'
import type { Policy } from '../policy/policy.js'
import type { SshKeyRow } from '../store/ssh-key.js'
import type { KeyRefusal } from './key-type.js'
import type { PublicKey } from './public-key.js'
import { keyRefused } from './public-key.js'

/** A key that is to be added. Times are epoch ms. */
export interface NewSshKeyParts extends Pick<SshKeyRow, 'userId' | 'lifetimeDays' | 'expiresAt'> {
  readonly key: PublicKey
  readonly name: Name
  readonly at: number
}

/** The row of a key that is to be added, with its MAC. */
export function newSshKeyRow({ genuine }: Pick<Core, 'genuine'>, parts: NewSshKeyParts): SshKeyRow {
  const { userId, key, name, lifetimeDays, at, expiresAt } = parts
  const content = {
    id: newId(at),
    userId,
    ...name,
    ...key,
    lifetimeDays,
    createdAt: at,
    expiresAt,
    lastOfferedAt: null,
  }
  return { ...content, ...genuine.sshKeys.macOf(content) }
}

/** Why the policy takes no such key; `null` = it does. */
export function refusalByPolicy(
  { type, bits }: Pick<SshKeyRow, 'type' | 'bits'>,
  { sshKeys }: Policy,
): KeyRefusal | null {
  if (!sshKeys.allowedTypes.some((allowed) => allowed === type)) return 'unsupported_type'
  return type === 'ssh-rsa' && bits < sshKeys.minRsaBits ? 'too_short' : null
}

/** Throws 422 for a key that the policy does not take. */
export function checkNewSshKey(key: PublicKey, policy: Policy): void {
  const refusal = refusalByPolicy(key, policy)
  if (refusal) throw keyRefused(refusal)
}
