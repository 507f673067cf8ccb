import type { Core } from '../core.js'
import type { WorkQueue } from '../credentials/work-queue.js'
import type { Sample } from './exposition.js'
import { exposition } from './exposition.js'
import { version } from './version.js'
import type { MetricName } from './metric.js'

type Needs = Pick<Core, 'store' | 'counts' | 'refusals'>

/** Makes the text that Prometheus reads: what was counted until now, and how things stand. It does not reject where the database is away. */
export async function scrape(core: Needs, passwordQueue: Pick<WorkQueue, 'load'>): Promise<string> {
  const { store, counts, refusals } = core
  // Asked for first: where the revision is polled, this is what has it asked for.
  const known = store.revision.current() !== null
  const stored = await readStore(core)
  const { running, waiting } = passwordQueue.load()
  const ageMs = store.revision.ageMs?.() ?? null
  const { verifications, signIns, throttled, storeErrors, store: latencies } = counts.read
  return [
    exposition('keyward_build_info', [
      { labels: { version: version(), node: process.versions.node }, value: 1 },
    ]),
    exposition('keyward_verifications_total', nested(verifications, ['kind', 'cache', 'outcome'])),
    exposition('keyward_sign_ins_total', nested(signIns, ['method', 'outcome'])),
    exposition('keyward_refusals_total', refused(core)),
    exposition('keyward_throttled_total', nested(throttled, ['reason'])),
    exposition('keyward_store_seconds', [
      { labels: { operation: 'read' }, value: latencies.read },
      { labels: { operation: 'commit' }, value: latencies.commit },
    ]),
    exposition('keyward_store_errors_total', nested(storeErrors, ['operation'])),
    gauge('keyward_store_up', stored === null ? 0 : 1),
    gauge('keyward_revision_known', known ? 1 : 0),
    gauge('keyward_revision_age_seconds', ageMs === null ? null : ageMs / 1000),
    gauge('keyward_password_hashes_running', running),
    gauge('keyward_password_hashes_waiting', waiting),
    gauge('keyward_refusals_waiting', refusals.waiting()),
    gauge('keyward_notices_waiting', stored?.notices ?? null),
    gauge('keyward_audit_rows_unsealed', stored?.unsealed ?? null),
  ].join('')
}

/** What only the database knows; `null` = it does not answer, which is when metrics are looked at. */
async function readStore({ store }: Needs): Promise<{ notices: number; unsealed: number } | null> {
  try {
    const [notices, unsealed] = await Promise.all([store.notices.waiting(), store.auditSeals.unsealedCount()])
    return { notices, unsealed }
  } catch {
    return null
  }
}

/** A metric without labels; `null` = nobody can tell, so it has no value. */
function gauge(name: MetricName, value: number | null): string {
  return exposition(name, value === null ? [] : [{ value }])
}

/** Counts by label within label, as samples. */
interface Nested {
  readonly [value: string]: number | Nested
}

function nested(counted: Nested, [label = '', ...inner]: readonly string[]): readonly Sample[] {
  return Object.entries(counted).flatMap(([text, value]) => {
    if (typeof value === 'number') return [{ labels: { [label]: text }, value }]
    return nested(value, inner).map((sample) => ({ ...sample, labels: { [label]: text, ...sample.labels } }))
  })
}

function refused({ counts }: Needs): readonly Sample[] {
  return [...counts.read.refusals].flatMap(([type, reasons]) =>
    [...reasons].map(([reason, value]) => ({ labels: { type, reason }, value })),
  )
}
