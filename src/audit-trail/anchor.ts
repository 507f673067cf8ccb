import type { AuditSealRow } from '../store/audit-seal.js'

/** A seal that was seen, to be compared with later: whoever has the secrets could make all seals anew. */
export interface AuditAnchor {
  readonly number: number
  /** The root over its rows. */
  readonly root: string
  /** A hash over all seals before it, by which they are compared as well; `null` = it is the first. */
  readonly previous?: string | null | undefined
}

/** What is kept of a seal, to be compared with later. */
export function anchorOf({ number, root, previous }: AuditSealRow): AuditAnchor {
  return { number, root, previous }
}

/** Whether a seal is the one that was seen. */
export function isAt({ root, previous }: AuditAnchor, seal: AuditSealRow): boolean {
  return root === seal.root && (previous === undefined || previous === seal.previous)
}
