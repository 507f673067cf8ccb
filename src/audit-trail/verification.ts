import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AuditSealRow, AuditSealStore, ProvenEvent } from '../store/audit-seal.js'
import type { AuditAnchor } from './anchor.js'
import { anchorOf, isAt } from './anchor.js'
import { canonicalOf } from './canonical.js'
import type { AuditFault } from './fault.js'
import { faultOfRows } from './fault.js'
import { linkOf } from './link.js'
import type { AuditProof } from './proof.js'
import { rowsOfSeal } from './sealing.js'

/** What a verification has found. */
export interface AuditReport {
  readonly seals: number
  readonly rows: number
  /** Rows that no seal holds yet, each of which was checked by itself. */
  readonly unsealed: number
  /** The newest seal, to be compared with later; `null` = there is none. */
  readonly newest: (AuditAnchor & { readonly at: number }) | null
  /** `null` = nothing is wrong. */
  readonly fault: AuditFault | null
}

/** What is to be verified, and by what. */
export interface AuditVerification {
  /** The number of the seal to begin with; all of them when omitted. */
  readonly since?: number
  /** Seals that were seen before: each must be there as it was, and so must all before it. */
  readonly anchors?: readonly AuditAnchor[]
  /** Is told how many rows were checked so far. */
  readonly progress?: (rows: number) => void
  /** Is told of each seal that is whole, to be compared with later. */
  readonly seen?: (seal: AuditAnchor) => void
}

type Needs = { readonly auditSeals: AuditSealStore }
const sealsAtOnce = 20

/** Checks every seal and every row that it holds, then the rows that none holds, and stops at the first fault. */
export async function verifyAudit(
  { auditSeals }: Needs,
  proof: Pick<AuditProof, 'seals' | 'isGenuine'>,
  { since = 1, anchors = [], progress, seen }: AuditVerification = {},
): Promise<AuditReport> {
  const anchored = new Map(anchors.map((anchor) => [anchor.number, anchor]))
  let [seals, rows, unsealed] = [0, 0, 0]
  let newest: AuditSealRow | null = null
  const report = (fault: AuditFault | null): AuditReport => {
    const last = newest && { ...anchorOf(newest), at: newest.at }
    return { seals, rows, unsealed, newest: last, fault }
  }

  for (let number = Math.max(1, since - 1); ;) {
    const batch = await auditSeals.list(number, sealsAtOnce)
    for (const seal of batch) {
      const wrong = faultOfSeal(seal, number)
      if (wrong) return report(wrong)
      newest = seal
      number++
      // The one before the first shows only that the first follows it.
      if (seal.number < since) continue
      // SQLite answers at once: without a turn in between, nobody else would have one until all is verified.
      await nextTurn()
      const held = await auditSeals.sealed(seal.number, rowsOfSeal + 1)
      const fault = faultOfRows(seal, held, proof)
      if (fault) return report(fault)
      seals++
      rows += held.length
      progress?.(rows)
      seen?.(anchorOf(seal))
    }
    if (batch.length < sealsAtOnce) break
  }
  return report(faultOfAnchors() ?? (await faultBeyond()) ?? (await faultOfUnsealed()))

  function faultOfSeal(seal: AuditSealRow, expected: number): AuditFault | null {
    const { number, previous } = seal
    if (number !== expected) return { kind: 'seal_removed', seal: expected, id: null }
    if (!proof.seals.fits(seal)) return { kind: 'seal_changed', seal: number, id: null }
    const follows = newest === null ? number > 1 || previous === null : previous === linkOf(newest)
    const anchor = anchored.get(number)
    if (follows && (!anchor || isAt(anchor, seal))) return null
    return { kind: 'seal_replaced', seal: number, id: null }
  }

  function lastNumber(): number {
    return newest?.number ?? 0
  }

  /** A seal that was seen, or that the verification was to begin after, is not there any more. */
  function faultOfAnchors(): AuditFault | null {
    const known = [since - 1, ...anchors.map(({ number }) => number)]
    const lost = known.filter((number) => number > lastNumber()).toSorted((one, other) => one - other)
    return lost[0] === undefined ? null : { kind: 'seal_removed', seal: lost[0], id: null }
  }

  /** Rows that name a seal which is not there tell that the newest seals were removed. */
  async function faultBeyond(): Promise<AuditFault | null> {
    const last = lastNumber()
    const id = await auditSeals.beyond(last)
    if (id === null) return null
    // What was sealed since the seals were read is not lost.
    const [later] = await auditSeals.list(last + 1, 1)
    return later ? null : { kind: 'seal_removed', seal: last + 1, id }
  }

  async function faultOfUnsealed(): Promise<AuditFault | null> {
    for (let after: string | null = null; ;) {
      await nextTurn()
      const batch: readonly ProvenEvent[] = await auditSeals.unsealed(after, rowsOfSeal)
      const forged = batch.find(({ event, mac }) => !proof.isGenuine(canonicalOf(event), mac))
      if (forged)
        return { kind: forged.mac === null ? 'row_added' : 'row_changed', seal: null, id: forged.event.id }
      unsealed += batch.length
      progress?.(rows + unsealed)
      after = batch.at(-1)?.event.id ?? null
      if (batch.length < rowsOfSeal) return null
    }
  }
}
