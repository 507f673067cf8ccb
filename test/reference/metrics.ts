import {
  cacheUses,
  signInMethods,
  signInOutcomes,
  storeOperations,
  verificationOutcomes,
  verifiedKinds,
} from '../../src/observation/message.js'
import { throttledReasons } from '../../src/observation/counts.js'
import { bucketEnds } from '../../src/observation/histogram.js'
import { metrics } from '../../src/observation/metric.js'
import { code, madeFrom, table } from './markdown.js'

/** The labels whose values are known beforehand. */
const labels: readonly (readonly [string, string, readonly string[]])[] = [
  ['`kind`', '`keyward_verifications_total`', verifiedKinds],
  ['`outcome`', '`keyward_verifications_total`', verificationOutcomes],
  ['`cache`', '`keyward_verifications_total`', cacheUses],
  ['`method`', '`keyward_sign_ins_total`', signInMethods],
  ['`outcome`', '`keyward_sign_ins_total`', signInOutcomes],
  ['`reason`', '`keyward_throttled_total`', throttledReasons],
  ['`operation`', '`keyward_store_…`', storeOperations],
  ['`le`', '`keyward_store_seconds_bucket`', [...bucketEnds.map(String), '+Inf']],
]

/** `docs/reference/metrics.md`: each metric of `keyward.metrics()`. */
export function metricsPage(): string {
  const rows = Object.entries(metrics).map(([name, { type, labels, help }]) => {
    return [code(name), type, labels.map(code).join(', ') || '—', help]
  })
  const values = labels.map(([label, of, all]) => [label, of, all.map(code).join(', ')])
  return `${madeFrom('src/observation/metric.ts', 'src/observation/message.ts')}

# Metrics

What \`await keyward.metrics()\` answers: [how to have it scraped](../observability.md#prometheus). What is counted begins at 0 with the process.

${table(['name', 'type', 'labels', 'what it tells'], rows)}

## Values of labels

The values of \`type\` and \`reason\` in \`keyward_refusals_total\` are [types of events](events.md), and [error codes](errors.md) or the reasons of a \`credential.refused\`. There are at most 300 pairs of them; whatever would be one more is counted as \`other\`.

${table(['label', 'of', 'values'], values)}
`
}
