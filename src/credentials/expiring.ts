import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { CredentialRow, EndingRange } from '../store/credential.js'
import type { OwnedCredential } from '../store/owned-credential.js'
import { ConflictError } from '../store/write.js'
import { dayMs, rfc3339 } from '../time.js'

/** A kind of credential whose owners are told of its end, and what decides when that is. */
export interface EndingKind {
  readonly kind: 'api_key' | 'ssh_key'
  /** The longest life that a policy allows, ms; `null` = no limit. */
  longestLife(policy: Policy): number | null
  endOf(row: CredentialRow, policy: Policy): number | null
  hintOf(row: CredentialRow): string
}

/** What telling needs of the core. */
export type ExpiringNeeds = Pick<Core, 'options' | 'store' | 'journal' | 'outbox'>

/** A credential that ends soon. */
interface Due {
  readonly row: CredentialRow
  readonly end: number
  /** By which its owner is told once. */
  readonly mark: string
}

/** How long before an end its owner is told. */
const aheadMs = 7 * dayMs
const rowsAtOnce = 500
/** Between two batches, so that requests get their turn at the database. */
const pauseMs = 200

/**
 * Tells the owners of credentials of a kind that end within 7 days, each once for a life of a credential, whichever process finds it. One that
 * was made for no longer than that is not told of: its owner has just chosen the end.
 */
export async function tellExpiring(core: ExpiringNeeds, what: EndingKind, stop: AbortSignal): Promise<void> {
  const { store, options, outbox } = core
  if (!outbox.isOpen) return
  const at = options.now()
  for (const range of await rangesAt(core, what, at)) {
    for (let last: EndingRange['last'] = null; !stop.aborted;) {
      const page = await store.credentials.ending(what.kind, { ...range, last }, rowsAtOnce)
      await tellAll(core, what, { due: page.found.flatMap((one) => dueAt(what, one, at)), stop })
      last = page.last
      if (last === null) break
      await sleep(pauseMs, undefined, { ref: false, signal: stop })
    }
  }
}

/** Where credentials are that may end soon: by their own end, and by each longest life that some policy allows. */
async function rangesAt(
  { store }: ExpiringNeeds,
  what: EndingKind,
  at: number,
): Promise<readonly Omit<EndingRange, 'last'>[]> {
  const lives = new Set([what.longestLife(effectivePolicy(await store.policies.readFor(null)))])
  for (let after: string | null = null, more = true; more;) {
    const page = await store.policies.organizations({ limit: rowsAtOnce, after })
    for (const id of page.rows) lives.add(what.longestLife(effectivePolicy(await store.policies.readFor(id))))
    after = page.rows.at(-1) ?? null
    more = page.more
    // SQLite answers at once.
    await nextTurn()
  }
  const limited = [...lives].filter((life) => life !== null)
  return [
    { by: 'end', after: at, until: at + aheadMs },
    ...limited.map((life) => ({ by: 'begin', after: at - life, until: at - life + aheadMs }) as const),
  ]
}

function dueAt(what: EndingKind, one: OwnedCredential<CredentialRow>, at: number): readonly Due[] {
  const { row, owner, policies } = one
  const end = what.endOf(row, effectivePolicy(policies))
  if (end === null || end <= at || end > at + aheadMs) return []
  if (owner.disabled || row.issuedAt >= end - aheadMs) return []
  const mark = fingerprint(`end in 7 days:${row.kind}:${row.id}:${String(row.issuedAt)}`)
  return [{ row, end, mark }]
}

async function tellAll(
  core: ExpiringNeeds,
  what: EndingKind,
  { due, stop }: { readonly due: readonly Due[]; readonly stop: AbortSignal },
): Promise<void> {
  const told = new Set(await core.store.toldEnds.told(due.map(({ mark }) => mark)))
  for (const one of due) {
    if (stop.aborted) return
    if (!told.has(one.mark)) await tell(core, what, one)
  }
}

async function tell(
  { store, journal, outbox }: ExpiringNeeds,
  { kind, hintOf }: EndingKind,
  { row, end, mark }: Due,
): Promise<void> {
  const facts = { name: row.name ?? '', hint: hintOf(row), expiresAt: rfc3339(end) }
  const told = await outbox.write({ kind: `${kind}.expiring`, user: { id: row.userId }, facts })
  try {
    await journal.commit([store.toldEnds.mark(mark, end), ...told])
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof ConflictError)) throw error
  }
}
