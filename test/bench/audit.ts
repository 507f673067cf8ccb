import { newId } from '../../src/crypto/id.js'
import { auditProof } from '../../src/audit-trail/proof.js'
import { sealOver } from '../../src/audit-trail/sealing.js'
import type { AuditReport, AuditEvent } from '../../src/index.js'
import type { AuditSealRow } from '../../src/store/audit-seal.js'
import { insertMany, rowsOf, withoutIndexes } from './bulk.js'
import { startChild } from './child.js'
import type { Engine, Place } from './database.js'
import { createDatabase, reasonAgainst } from './database.js'
import { benchSecret, open } from './keyward.js'
import type { Settings } from './settings.js'

/** What verifying an audit takes, on one database, in a process that does nothing else. */
export interface AuditVerified {
  readonly engine: Engine
  readonly rows: number
  readonly seals: number
  /** How often it said how far it had come. */
  readonly told: number
  readonly seconds: number
  /** Of the process itself, whatever else the machine did. */
  readonly cpuSeconds: number
  /** The most that the process held, and what it held before it began. */
  readonly peakBytes: number
  readonly bytesBefore: number
}

/** What the process answers. */
export interface AuditTaken extends Omit<AuditVerified, 'engine' | 'rows' | 'seals'> {
  readonly report: AuditReport
}

const rowsPerSeal = 1000

/** Fills an audit with rows under seals, and verifies all of it, on each database. */
export async function measureAudits({
  auditRows,
}: Pick<Settings, 'auditRows'>): Promise<readonly AuditVerified[]> {
  const results: AuditVerified[] = []
  for (const engine of ['sqlite', 'postgres'] as const) {
    const reason = await reasonAgainst(engine)
    if (reason === null) results.push(await measured(engine, auditRows))
    else console.log(`left out: ${engine} (${reason})`)
  }
  return results
}

async function measured(engine: Engine, auditRows: number): Promise<AuditVerified> {
  console.log(`${engine}: an audit of ${auditRows.toLocaleString('en')} rows …`)
  const database = await createDatabase(engine)
  const place = database.placeOf('audit')
  try {
    await fill(place, auditRows)
    const child = await startChild('audit-process', place)
    const { report, ...taken } = await child.ask<AuditTaken>('verified')
    await child.stop()
    const { rows, seals, fault } = report
    if (fault || rows !== auditRows) throw new Error(`${String(rows)} rows, ${JSON.stringify(fault)}`)
    return { engine, rows, seals, ...taken }
  } finally {
    await database.drop()
  }
}

async function fill(place: Place, rows: number): Promise<void> {
  const { dataSource, entities, store } = await open(place)
  const proof = auditProof({ secrets: [benchSecret] })
  const { tableName } = dataSource.getMetadata(entities.AuditEvent)
  if (dataSource.options.type === 'better-sqlite3') await dataSource.query('PRAGMA synchronous = OFF')
  let before: AuditSealRow | null = null
  await withoutIndexes(dataSource, tableName, async () => {
    for (let made = 0; made < rows; made += rowsPerSeal) {
      const events = Array.from({ length: Math.min(rowsPerSeal, rows - made) }, (_, i) => anEvent(made + i))
      const seal: AuditSealRow = sealOver(events, before, { at: began + made, proof })
      const records = events.map((event) => recordOf(event, proof.macOf(event), seal.number))
      await insertMany(dataSource, rowsOf(dataSource, entities.AuditEvent, records))
      await insertMany(dataSource, rowsOf(dataSource, entities.AuditSeal, [seal]))
      before = seal
    }
  })
  await store.close()
  await dataSource.destroy()
}

const began = Date.parse('2026-01-01T00:00:00Z')
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

function anEvent(i: number): AuditEvent {
  const [at, user] = [began + i, `0192f3a0-0000-7000-8000-${String(i % 5000).padStart(12, '0')}`]
  return {
    ...{ id: newId(at), type: 'session.created', at, userId: user, ip: '203.0.113.7', userAgent: browser },
    actor: { kind: 'user', id: user, name: `user-${String(i % 5000)}` },
    subject: { kind: 'session', id: newId(at), name: null, hint: 'Chrome' },
    ...{ outcome: 'success', reason: null, note: null, count: 1 },
  }
}

function recordOf({ actor, subject, ...event }: AuditEvent, mac: string, seal: number) {
  return {
    ...event,
    ...{ actorKind: actor?.kind ?? null, actorId: actor?.id ?? null, actorName: actor?.name ?? null },
    ...{ subjectKind: subject?.kind ?? null, subjectId: subject?.id ?? null },
    ...{ subjectName: subject?.name ?? null, subjectHint: subject?.hint ?? null, mac, seal },
  }
}
