import { table } from './table.js'

/** The policy set on one level: `platform`, or `organization:<id>`. */
export interface PolicyRecord {
  scope: string
  policy: object
  /** When a field that has a grace period was switched on. */
  switchedOn: object
  /** Moves with every change. */
  version: number
  updatedAt: number
}

/** Keeps one row for each level that has ever had a policy. */
export const policyTable = table<PolicyRecord>({
  name: 'policy',
  columns: {
    scope: { name: 'scope', kind: 'text', length: 80, primary: true },
    policy: { name: 'policy', kind: 'json' },
    switchedOn: { name: 'switched_on', kind: 'json' },
    version: { name: 'version', kind: 'integer' },
    updatedAt: { name: 'updated_at', kind: 'time' },
  },
  indexes: [],
  owner: null,
})
