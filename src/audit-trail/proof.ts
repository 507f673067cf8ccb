import type { RowMacs } from '../crypto/row-mac.js'
import { rowMacs } from '../crypto/row-mac.js'
import type { AuditEvent } from '../events.js'
import type { Options } from '../options.js'
import type { AuditSealRow } from '../store/audit-seal.js'
import { canonicalOf } from './canonical.js'

/** What a seal is, without what shows that keyward made it. */
type SealContent = Omit<AuditSealRow, 'mac' | 'keyId' | 'ids'>

/** Shows of rows and seals of the audit that keyward wrote them: whoever can write to the database can make neither. */
export interface AuditProof {
  /** What goes into a row beside the event: the id of the secret, a dot, the MAC. */
  macOf(event: AuditEvent): string
  /** Whether keyward wrote a row as it stands, under any of the configured secrets: its canonical text, and what stands beside it. */
  isGenuine(text: string, mac: string | null): boolean
  readonly events: RowMacs<AuditEvent>
  readonly seals: RowMacs<SealContent>
}

/** Makes the proofs under the configured secrets, the first of which makes them. */
export function auditProof({ secrets }: Pick<Options, 'secrets'>): AuditProof {
  const texts = rowMacs(secrets, 'audit_event', ({ text }: { readonly text: string }) => [text])
  return Object.freeze({
    macOf(event) {
      const { keyId, mac } = texts.macOf({ text: canonicalOf(event) })
      return `${keyId}.${mac}`
    },
    isGenuine(text, mac) {
      if (mac === null) return false
      const [keyId = '', digest = ''] = mac.split('.')
      return texts.fits({ text, keyId, mac: digest })
    },
    events: rowMacs(secrets, 'audit_event', (event: AuditEvent) => [canonicalOf(event)]),
    seals: rowMacs(secrets, 'audit_seal', sealValues),
  } satisfies AuditProof)
}

function sealValues(seal: SealContent): readonly (string | number | null)[] {
  const { number, from, to, count, root, previous, at, prunedAt } = seal
  return [number, from, to, count, root, previous, at, prunedAt]
}
