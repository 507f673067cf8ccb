import assert from 'node:assert/strict'
import { afterEach, beforeEach } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import { sealer } from '../../src/crypto/seal.js'
import type { AuditEvent } from '../../src/events.js'
import { emitter } from '../../src/events.js'
import type { Journal } from '../../src/journal.js'
import { journal } from '../../src/journal.js'
import type { LinkFacts, Notice, Notify } from '../../src/notice/notice.js'
import type { Outbox } from '../../src/notice/outbox.js'
import { outbox } from '../../src/notice/outbox.js'
import type { Store } from '../../src/store.js'
import { rfc3339 } from '../../src/time.js'
import { addUser } from '../contract/store/rows.js'
import { newConfiguredSecret } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import type { Clock } from '../support/clock.js'
import { sqliteDatabase } from '../support/database.js'
import type { Database } from '../support/database.js'
import { until } from '../support/until.js'

export const code = 'kwo_veryverysecret'
export const url = `https://app.example.com/auth/one-time-links/password-reset#${code}`

/** An outbox, and the journal that wakes it. */
interface Open {
  readonly box: Outbox
  readonly changes: Journal
}

/** Outboxes over a database that is new for each test, and what came of them. */
interface Scene {
  readonly clock: Clock
  readonly told: readonly Notice[]
  readonly events: readonly AuditEvent[]
  /** What was warned of. */
  readonly warnings: readonly string[]
  store(): Store
  database(): Database
  /** Takes a notice down as told. */
  readonly keep: Notify
  open(notify?: Notify, over?: Store): Open
  /** What the links of the notices say that work for so many hours. */
  facts(hours?: number): LinkFacts
  /** Has a new user told of a link; answers their id. */
  put(by: Open, hours?: number): Promise<string>
  /** What waits, as it is stored. */
  rows(): Promise<readonly Record<string, unknown>[]>
  untilLeft(rows: number): Promise<number>
  /** Until the one notice that waits was tried so often, and is put off. */
  untilTries(tries: number): Promise<readonly Record<string, unknown>[]>
  untilEvent(): Promise<AuditEvent | undefined>
}

export function noticeScene(): Scene {
  let database: Database
  let store: Store
  const clock = fakeClock()
  const [events, told, warnings]: [AuditEvent[], Notice[], string[]] = [[], [], []]
  const opened: Outbox[] = []
  const heard = (warning: Error): void => void warnings.push(warning.message)
  const keys = localKeyProvider([newConfiguredSecret()])
  beforeEach(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    for (const list of [events, told, warnings]) list.length = 0
    process.on('warning', heard)
  })
  afterEach(async () => {
    process.off('warning', heard)
    for (const one of opened.splice(0)) await one.close()
    await store.close()
    await database.close()
  })

  const scene: Scene = {
    ...{ clock, told, events, warnings, store: () => store, database: () => database },
    keep: (notice) => void told.push(notice),
    open(notify, over = store) {
      const heardOf = emitter()
      heardOf.on('*', (event) => events.push(event))
      const changes = journal(over, heardOf, () => {
        box.wake()
      })
      const options = { notify, now: clock.now, origins: ['https://app.example.com'] }
      const parts = { options, store: over, journal: changes }
      const box = outbox({ ...parts, sealer: sealer(keys) })
      opened.push(box)
      return { box, changes }
    },
    facts: (hours = 1) => ({ url, expiresAt: rfc3339(clock.now() + hours * 3_600_000), ip: '192.0.2.7' }),
    async put({ box, changes }, hours) {
      const { id } = await addUser(store)
      const notice = { kind: 'password_reset.requested', user: { id }, facts: scene.facts(hours) } as const
      assert.equal(await changes.commit(await box.write(notice)), true)
      return id
    },
    rows: async () => (await database.dump()).keyward_notice ?? [],
    untilLeft: (rows) =>
      until('the number of notices left', () => store.notices.waiting(), { holds: (seen) => seen === rows }),
    untilTries: (tries) =>
      until('the tries', scene.rows, {
        holds: ([row]) => row?.tries === tries && Number(row.next_at) > clock.now(),
      }),
    async untilEvent() {
      return (await until('the event', () => events, { holds: ({ length }) => length === 1 }))[0]
    },
  }
  return scene
}
