import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { AuditReport, EventType, Keyward } from '../../../src/index.js'
import { after, before, it } from 'mocha'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { forkScript } from '../../support/process.js'
import { until } from '../../support/until.js'
import type { Done, Told, WorkerTask } from './worker.js'

/** How many changes are acknowledged: `KEYWARD_AUDIT_CHANGES=100000` for all that were promised. */
const changes = Number(process.env.KEYWARD_AUDIT_CHANGES ?? 2500)
const kills = Math.max(4, Math.round(changes / 2500))
/** Some hundred are acknowledged a second, where nothing else is done. */
const seconds = 10 + changes / kills / 100

/** Of these each row that is there was made, and not ended, by as many events. */
const made = {
  keyward_user: ['user.created', 'user.deleted'],
  keyward_api_key: ['api_key.created', 'api_key.deleted'],
  keyward_token: ['token.created', 'token.deleted'],
  keyward_ssh_key: ['ssh_key.created', 'ssh_key.deleted'],
  keyward_ssh_host: ['ssh_host.created', 'ssh_host.deleted'],
} as const satisfies Record<string, readonly [EventType, EventType]>

describeOnEach('the audit of two processes that are killed again and again', function (database) {
  const secret = newConfiguredSecret()
  const acknowledged: Done[] = []
  const children = new Set<ChildProcess>()
  let tables: Migrated
  let keyward: Keyward
  /** What was found while others were at work, to which each verification after it is held. */
  let seen: AuditReport['newest'] = null

  before(async () => {
    tables = await migrated(database)
    keyward = createKeyward({ store: typeormStore(tables.dataSource), secrets: [secret], origins: [origin] })
  })
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await keyward.close()
    await tables.close()
  })

  async function started(): Promise<ChildProcess> {
    const child = forkScript('test/e2e/audit/worker.ts')
    children.add(child)
    const ready = new Promise<void>((resolve, reject) => {
      child.on('message', (told: Told) => {
        if (told === 'ready') resolve()
        else acknowledged.push(told)
      })
      child.once('exit', (code) => {
        reject(new Error(`it ended with ${String(code)}`))
      })
    })
    child.send({ options: tables.options, secret } satisfies WorkerTask)
    await ready
    return child
  }

  /** As a power cut would; what it had told before still arrives. */
  async function kill(child: ChildProcess): Promise<void> {
    children.delete(child)
    const gone = new Promise((resolve) => child.once('close', resolve))
    assert.ok(child.kill('SIGKILL'), 'it had ended by itself')
    await gone
  }

  /** Verifies what came since the last time, and that what was sealed then is what it was. */
  async function verified(): Promise<AuditReport> {
    const from = seen && { since: seen.number, anchors: [{ number: seen.number, root: seen.root }] }
    const report = await keyward.audit.verify(from ?? {})
    assert.equal(report.fault, null)
    seen = report.newest
    return report
  }

  it(`has a row for each of ${String(changes)} changes that were acknowledged, and is whole, over ${String(kills + 1)} kills`, async function () {
    this.timeout(kills * seconds * 10_000 + 120_000)
    const working = [await started(), await started()]
    for (let killed = 1; killed <= kills; killed++) {
      await until('the changes', () => acknowledged.length, {
        holds: (count) => count >= (changes * killed) / kills,
        seconds,
      })
      await sleep(Math.random() * 200)
      const [victim] = working.splice(0, 1)
      assert.ok(victim)
      await kill(victim)
      // The other one goes on meanwhile.
      await verified()
      if (killed < kills) working.push(await started())
    }
    for (const child of working) await kill(child)

    await keyward.audit.seal()
    await verified()
    const { fault, rows, unsealed, newest } = await keyward.audit.verify()
    assert.deepEqual([fault, unsealed], [null, 0])
    assert.ok(acknowledged.length >= changes && rows >= acknowledged.length)
    // They were sealed while processes were killed, and not by the one that was left.
    assert.ok((newest?.number ?? 0) > kills, `only ${String(newest?.number)} seals`)
    const kept = await subjectsByType()
    const lost = acknowledged.filter(({ type, id }) => !kept.get(type)?.has(id))
    assert.deepEqual(lost, [])
    await checkTables(kept)
  })

  /** What each type of event is about, in the audit. */
  async function subjectsByType(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const kept = new Map<string, Set<string>>()
    await keyward.audit.export({ format: 'ndjson' }, (text) => {
      for (const line of text.trimEnd().split('\n')) {
        const { type, subject } = JSON.parse(line) as { type: string; subject: { id: string } | null }
        const ids = kept.get(type) ?? new Set()
        kept.set(type, ids.add(subject?.id ?? ''))
      }
    })
    return kept
  }

  /** Also of what was not acknowledged any more: change and event are there together, or neither is. */
  async function checkTables(kept: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for (const [table, [creation, end]] of Object.entries(made)) {
      const rows = await tables.dataSource.query<readonly { id: string }[]>(`SELECT id FROM ${table}`)
      const ended = kept.get(end)
      const living = [...(kept.get(creation) ?? [])].filter((id) => !ended?.has(id))
      assert.deepEqual(rows.map(({ id }) => id).toSorted(), living.toSorted(), table)
    }
  }
})
