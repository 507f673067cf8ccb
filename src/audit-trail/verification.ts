import type { AuditSealRow, AuditSealStore, ProvenEvent } from '../store/audit-seal.js'
import type { AuditFault } from './fault.js'
import { faultOfRows } from './fault.js'
import type { AuditProof } from './proof.js'
import { rowsOfSeal } from './sealing.js'

/** A seal that was seen, to be compared with later: whoever has the secrets could make all seals anew. */
export interface AuditAnchor {
  readonly number: number
  readonly root: string
}

/** What a verification has found. */
export interface AuditReport {
  readonly seals: number
  readonly rows: number
  /** Rows that no seal holds yet, each of which was checked by itself. */
  readonly unsealed: number
  /** The newest seal; `null` = there is none. */
  readonly newest: (AuditAnchor & { readonly at: number }) | null
  /** `null` = nothing is wrong. */
  readonly fault: AuditFault | null
}

/** What is to be verified, and by what. */
export interface AuditVerification {
  /** The number of the seal to begin with; all of them when omitted. */
  readonly since?: number
  /** Seals that were seen before: each must be there as it was. */
  readonly anchors?: readonly AuditAnchor[]
  /** Is told how many rows were checked so far. */
  readonly progress?: (rows: number) => void
}

type Needs = { readonly auditSeals: AuditSealStore }
const sealsAtOnce = 20

/** Checks every seal and every row that it holds, then the rows that none holds, and stops at the first fault. */
export async function verifyAudit(
  { auditSeals }: Needs,
  proof: Pick<AuditProof, 'seals' | 'isGenuine'>,
  { since = 1, anchors = [], progress }: AuditVerification = {},
): Promise<AuditReport> {
  const roots = new Map(anchors.map(({ number, root }) => [number, root]))
  let [seals, rows, unsealed] = [0, 0, 0]
  let newest: AuditSealRow | null = null
  const report = (fault: AuditFault | null): AuditReport => {
    const last = newest && { number: newest.number, root: newest.root, at: newest.at }
    return { seals, rows, unsealed, newest: last, fault }
  }

  for (let number = since; ;) {
    const batch = await auditSeals.list(number, sealsAtOnce)
    for (const seal of batch) {
      const held = await auditSeals.sealed(seal.number, rowsOfSeal + 1)
      const fault =
        faultOfSeal(seal, { expected: number, before: newest, root: roots.get(seal.number) }) ??
        faultOfRows(seal, held, proof)
      if (fault) return report(fault)
      newest = seal
      number++
      seals++
      rows += held.length
      progress?.(rows)
    }
    if (batch.length < sealsAtOnce) break
  }
  return report(faultOfAnchors() ?? (await faultBeyond()) ?? (await faultOfUnsealed()))

  function faultOfSeal(
    seal: AuditSealRow,
    by: {
      readonly expected: number
      readonly before: AuditSealRow | null
      readonly root: string | undefined
    },
  ): AuditFault | null {
    const { number, root, previous } = seal
    if (number !== by.expected) return { kind: 'seal_removed', seal: by.expected, id: null }
    if (!proof.seals.fits(seal)) return { kind: 'seal_changed', seal: number, id: null }
    const follows = by.before === null ? number > 1 || previous === null : previous === by.before.root
    if (!follows || (by.root !== undefined && by.root !== root))
      return { kind: 'seal_replaced', seal: number, id: null }
    return null
  }

  function faultOfAnchors(): AuditFault | null {
    const last = newest?.number ?? since - 1
    const lost = anchors.find(({ number }) => number >= since && number > last)
    return lost ? { kind: 'seal_removed', seal: lost.number, id: null } : null
  }

  /** Rows that name a seal which is not there tell that the newest seals were removed. */
  async function faultBeyond(): Promise<AuditFault | null> {
    const last = newest?.number ?? since - 1
    const id = await auditSeals.beyond(last)
    if (id === null) return null
    // What was sealed since the seals were read is not lost.
    const [later] = await auditSeals.list(last + 1, 1)
    return later ? null : { kind: 'seal_removed', seal: last + 1, id }
  }

  async function faultOfUnsealed(): Promise<AuditFault | null> {
    for (let after: string | null = null; ;) {
      const batch: readonly ProvenEvent[] = await auditSeals.unsealed(after, rowsOfSeal)
      const forged = batch.find((row) => !proof.isGenuine(row))
      if (forged)
        return { kind: forged.mac === null ? 'row_added' : 'row_changed', seal: null, id: forged.event.id }
      unsealed += batch.length
      progress?.(rows + unsealed)
      after = batch.at(-1)?.event.id ?? null
      if (batch.length < rowsOfSeal) return null
    }
  }
}
