import type { AuditProof } from '../audit-trail/proof.js'
import type { Core } from '../core.js'
import { securityKeyParty } from '../credentials/factors.js'
import type { RowMac, RowMacs } from '../crypto/row-mac.js'
import type { SealedText } from '../crypto/seal.js'
import { SealError } from '../crypto/seal.js'
import { KeywardError } from '../errors.js'
import { sshGrantParty } from '../ssh/grant.js'
import { sshKeyParty } from '../ssh/ssh-key.js'
import type { KeyedRow, KeyedText, MovableContent, MovableTable } from '../store/keyed-row.js'

/** What a row is to hold under the present key; `null` = it cannot be made of what stands there. */
type Mover<Content> = (row: KeyedRow<Content>) => Promise<KeyedText | null>

/** How the rows of each table move. */
export type Movers = { readonly [T in MovableTable]: Mover<MovableContent[T]> }

/**
 * Makes them. What is sealed stays so: the key of its own is wrapped anew. A MAC is made anew only over what its own one fits, so that a row
 * which somebody altered is not made genuine.
 */
export function moversOf({ sealer, genuine }: Pick<Core, 'sealer' | 'genuine'>, proof: AuditProof): Movers {
  const { sshKeys, securityKeys, sshGrants } = genuine
  return Object.freeze({
    // The sealer has moved it by then, as it does when it is first used.
    canary: rewrapped,
    totp: rewrapped,
    ssh_private_key: rewrapped,
    waiting_secret: rewrapped,
    notice: rewrapped,
    ssh_key: byMac(sshKeys, (key) => sshKeys.isGenuine(key, sshKeyParty(key))),
    security_key: byMac<MovableContent['security_key']>(securityKeys, (key) =>
      securityKeys.isGenuine(key, securityKeyParty(key)),
    ),
    ssh_grant: byMac(sshGrants, (grant) => sshGrants.isGenuine(grant, sshGrantParty(grant))),
    audit_event: byMac(proof.events, proof.events.fits),
    audit_seal: byMac(proof.seals, proof.seals.fits),
  } satisfies Movers)

  async function rewrapped({ keyId, text }: KeyedRow): Promise<KeyedText | null> {
    try {
      // What stands in such a column was sealed: whatever else is there is refused by the sealer.
      return await sealer.rewrap({ text: text as SealedText, keyId })
    } catch (error) {
      if (error instanceof KeywardError && error.cause instanceof SealError) return null
      throw error
    }
  }
}

function byMac<Content>(
  { macOf }: Pick<RowMacs<Content>, 'macOf'>,
  isGenuine: (row: Content & RowMac) => boolean,
): Mover<Content> {
  return ({ keyId, text, content }) => {
    if (!isGenuine({ ...content, mac: text, keyId })) return Promise.resolve(null)
    const { mac, keyId: moved } = macOf(content)
    return Promise.resolve({ keyId: moved, text: mac })
  }
}
