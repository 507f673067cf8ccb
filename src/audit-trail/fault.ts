import type { AuditSealRow, ProvenEvent } from '../store/audit-seal.js'
import { canonicalOf } from './canonical.js'
import { merkleRoot } from './merkle.js'
import type { AuditProof } from './proof.js'

/** What may be wrong with the audit. */
export type AuditFaultKind =
  'row_changed' | 'row_removed' | 'row_added' | 'seal_changed' | 'seal_removed' | 'seal_replaced'

/** The first thing that is wrong. */
export interface AuditFault {
  readonly kind: AuditFaultKind
  /** The number of the seal that it is found by; `null` = the row is under none. */
  readonly seal: number | null
  /** The row; `null` = it is about the seal itself. */
  readonly id: string | null
}

/** Finds what is wrong with the rows of a seal, by their MACs, the ids that the seal names, and its root; `null` = nothing. */
export function faultOfRows(
  seal: AuditSealRow,
  held: readonly ProvenEvent[],
  proof: Pick<AuditProof, 'isGenuine'>,
): AuditFault | null {
  const { number, prunedAt, root } = seal
  const at = (kind: AuditFaultKind, id: string | null): AuditFault => ({ kind, seal: number, id })
  const ids = new Set(seal.ids)
  for (const row of held) {
    const known = prunedAt === null && ids.delete(row.event.id)
    if (!known || !proof.isGenuine(row)) return at(known ? 'row_changed' : 'row_added', row.event.id)
  }
  if (prunedAt !== null) return null
  const [missing] = ids
  if (missing !== undefined) return at('row_removed', missing)
  const isWhole = merkleRoot(held.map(({ event }) => canonicalOf(event))) === root
  return isWhole ? null : at('row_removed', null)
}
