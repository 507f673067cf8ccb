import { table } from './table.js'

/** One thing that happened. It names users without a foreign key: the record outlives them. */
export interface AuditEventRecord {
  id: string
  type: string
  at: number
  actorKind: string | null
  actorId: string | null
  actorName: string | null
  subjectKind: string | null
  subjectId: string | null
  subjectName: string | null
  subjectHint: string | null
  userId: string | null
  ip: string | null
  userAgent: string | null
  outcome: string
  reason: string | null
  note: string | null
  count: number
  /** What shows that keyward wrote the row, after the id of the secret that made it; `null` = it came without. */
  mac: string | null
  /** The number of the seal that holds the row; `null` = none does yet. */
  seal: number | null
}

/** Finds events, newest first, by whom they are about, by who did it, by what it happened to, by type, by address, or by what came of it. */
export const auditEventTable = table<AuditEventRecord>({
  name: 'audit_event',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    type: { name: 'type', kind: 'text', length: 64 },
    at: { name: 'at', kind: 'time' },
    actorKind: { name: 'actor_kind', kind: 'text', length: 32, nullable: true },
    actorId: { name: 'actor_id', kind: 'text', length: 128, nullable: true },
    actorName: { name: 'actor_name', kind: 'text', length: 255, nullable: true },
    subjectKind: { name: 'subject_kind', kind: 'text', length: 32, nullable: true },
    subjectId: { name: 'subject_id', kind: 'text', length: 128, nullable: true },
    subjectName: { name: 'subject_name', kind: 'text', length: 255, nullable: true },
    subjectHint: { name: 'subject_hint', kind: 'text', length: 64, nullable: true },
    userId: { name: 'user_id', kind: 'text', length: 128, nullable: true },
    ip: { name: 'ip', kind: 'text', length: 64, nullable: true },
    userAgent: { name: 'user_agent', kind: 'text', length: 256, nullable: true },
    outcome: { name: 'outcome', kind: 'text', length: 16 },
    reason: { name: 'reason', kind: 'text', length: 64, nullable: true },
    note: { name: 'note', kind: 'text', length: 255, nullable: true },
    count: { name: 'count', kind: 'integer', default: 1 },
    mac: { name: 'mac', kind: 'word', length: 80, nullable: true },
    seal: { name: 'seal', kind: 'integer', nullable: true },
  },
  indexes: [
    { columns: ['userId', 'id'] },
    { columns: ['actorId', 'id'] },
    { columns: ['subjectId', 'id'] },
    { columns: ['type', 'id'] },
    { columns: ['ip', 'id'] },
    { columns: ['outcome', 'id'] },
    { columns: ['seal', 'id'] },
  ],
  owner: null,
})
