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

/** Finds what is wrong with the rows of a seal, by their MACs, its root, and the ids that it names; `null` = nothing. */
export function faultOfRows(
  seal: AuditSealRow,
  held: readonly ProvenEvent[],
  proof: Pick<AuditProof, 'isGenuine'>,
): AuditFault | null {
  const { number, prunedAt, ids, root } = seal
  const at = (kind: AuditFaultKind, id: string | null): AuditFault => ({ kind, seal: number, id })
  if (prunedAt !== null) {
    const [added] = held
    if (added) return at('row_added', added.event.id)
    return ids === null ? null : at('seal_changed', null)
  }
  const texts = held.map(({ event }) => canonicalOf(event))
  const forged = held.find(({ mac }, i) => !proof.isGenuine(texts[i] ?? '', mac))
  if (forged) return at(ids?.includes(forged.event.id) ? 'row_changed' : 'row_added', forged.event.id)
  if (merkleRoot(texts) !== root) return misplaced()
  // The ids are not under the MAC of the seal. Where they alone differ, nobody touched a row.
  return isList(ids, held) ? null : at('seal_changed', null)

  function misplaced(): AuditFault {
    const missing = new Set(ids)
    const added = held.find(({ event }) => !missing.delete(event.id))
    if (added) return at('row_added', added.event.id)
    const [removed = null] = missing
    return at('row_removed', removed)
  }
}

function isList(ids: readonly string[] | null, held: readonly ProvenEvent[]): boolean {
  return ids?.length === held.length && held.every(({ event }, i) => event.id === ids[i])
}
