import { hash } from 'node:crypto'
import type { AuditSealRow } from '../store/audit-seal.js'

/** What a seal is, beside what shows that keyward made it and what became of its rows. */
type Linked = Pick<AuditSealRow, 'number' | 'from' | 'to' | 'count' | 'root' | 'previous' | 'at'>

/**
 * What a seal hands on to the next one: a hash over all that it says, and so over all seals before it. When its rows were pruned is not in it,
 * since that is known only later.
 */
export function linkOf({ number, from, to, count, root, previous, at }: Linked): string {
  return hash('sha256', JSON.stringify([number, from, to, count, root, previous, at]))
}
