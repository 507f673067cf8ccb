/** What a metric is, in the words of Prometheus. */
type MetricType = 'counter' | 'gauge' | 'histogram'

/** A metric as it is described, for the text that is scraped and for the reference. */
export interface Metric {
  readonly type: MetricType
  readonly help: string
  readonly labels: readonly string[]
}

/** Every metric there is, by its name. */
export const metrics = Object.freeze({
  keyward_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say which version of keyward runs on which Node.js.',
    labels: ['version', 'node'],
  },
  keyward_verifications_total: {
    type: 'counter',
    help: 'Credentials that were verified, by kind, by outcome, and by how they were found: in memory (hit), by reading because memory had none (miss), or where every request reads (bypass).',
    labels: ['kind', 'outcome', 'cache'],
  },
  keyward_sign_ins_total: {
    type: 'counter',
    help: 'Steps of sign-ins that were taken, by method and by where they led.',
    labels: ['method', 'outcome'],
  },
  keyward_refusals_total: {
    type: 'counter',
    help: 'Refusals that the audit records, by type of event and reason.',
    labels: ['type', 'reason'],
  },
  keyward_throttled_total: {
    type: 'counter',
    help: 'Of these refusals, those that say that there were too many attempts or requests.',
    labels: ['reason'],
  },
  keyward_store_seconds: {
    type: 'histogram',
    help: 'How long the store took to answer a read, or to commit, in seconds.',
    labels: ['operation'],
  },
  keyward_store_errors_total: {
    type: 'counter',
    help: 'Reads and commits that the store did not answer.',
    labels: ['operation'],
  },
  keyward_store_up: {
    type: 'gauge',
    help: 'Whether the store answered when this was asked for; where it did not, what is read of it is left out.',
    labels: [],
  },
  keyward_revision_known: {
    type: 'gauge',
    help: 'Whether this process knows that nothing was revoked since it last looked, and so answers from memory.',
    labels: [],
  },
  keyward_revision_age_seconds: {
    type: 'gauge',
    help: 'How long ago the database was asked whether something was revoked; grows where nobody is verified.',
    labels: [],
  },
  keyward_password_hashes_running: {
    type: 'gauge',
    help: 'Password hashes that are being computed.',
    labels: [],
  },
  keyward_password_hashes_waiting: {
    type: 'gauge',
    help: 'Password hashes that wait their turn; from 32 on, sign-ins are answered 503 busy.',
    labels: [],
  },
  keyward_notices_waiting: {
    type: 'gauge',
    help: 'Notices that users were not told yet, of all processes.',
    labels: [],
  },
  keyward_refusals_waiting: {
    type: 'gauge',
    help: 'Refusals that this process has counted and not written into the audit yet.',
    labels: [],
  },
  keyward_audit_rows_unsealed: {
    type: 'gauge',
    help: 'Rows of the audit that no seal holds yet, of all processes.',
    labels: [],
  },
} as const satisfies Readonly<Record<string, Metric>>)

/** The name of one of them. */
export type MetricName = keyof typeof metrics
