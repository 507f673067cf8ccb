import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import { sealer } from '../../../src/crypto/seal.js'
import { emitter } from '../../../src/events.js'
import { journal } from '../../../src/journal.js'
import { outbox } from '../../../src/notice/outbox.js'
import type { Store } from '../../../src/store.js'
import { rfc3339 } from '../../../src/time.js'
import { addUser } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import { until } from '../../support/until.js'
import { fateOf } from './fate.js'
import type { Entry, Life } from './life.js'
import { startLife } from './life.js'

/** `KEYWARD_NOTICES=10000` tells as many as the documents speak of. */
const notices = Number(process.env.KEYWARD_NOTICES ?? 400)
/** How many are killed in each round. */
const kills: readonly number[] = [notices > 1000 ? 10 : 2, 1, 0]
const allKills = kills.reduce((sum, some) => sum + some, 0)
/** A process tells at most so many at once. */
const atOnce = 4
const dayMs = 24 * 3_600_000

describeOnEach('notices told by two processes', function (database) {
  let opened: Migrated
  let store: Store
  const folder = mkdtempSync(join(tmpdir(), 'keyward-notices-'))
  const secret = newConfiguredSecret()
  const began = Date.now()
  let lives: readonly Life[] = []
  /** Those that a process had claimed as it was killed, and not yet begun to tell. */
  const unbegun = new Set<string>()

  before(async function () {
    this.timeout(600_000)
    opened = await migrated(database)
    store = typeormStore(opened.dataSource)
    const count = 2 + allKills
    const diaries = numbers(count).map((i) => join(folder, `diary-${String(i)}`))
    lives = await Promise.all(diaries.map((diary) => startLife({ options: opened.options, secret, diary })))
  })
  after(async () => {
    await Promise.all(alive().map((life) => life.end()))
    await store.close()
    await opened.close()
    rmSync(folder, { recursive: true })
  })

  it('are each told, and told again only where the process was killed before it wrote that down', async function () {
    this.timeout(1_800_000)
    await write()
    for (const i of kills.keys()) await tellRound(i)
    assert.equal(await store.notices.waiting(), 0)
    const told = new Set(numbersOf(lives, 'answers'))
    assert.deepEqual(
      numbers(notices).filter((number) => !told.has(number)),
      [],
      'none is lost',
    )
    assertNoneIsToldAgain()
    assertFaultsCame()
    const givenUp: unknown = await opened.dataSource.query(
      "SELECT id FROM keyward_audit_event WHERE type = 'notice.given_up'",
    )
    assert.deepEqual(givenUp, [])
  })

  /** One that was told is begun again only where its process was killed, which may not have written of those that it had in hand. */
  function assertNoneIsToldAgain(): void {
    const begun = new Map<string, bigint>()
    for (const { what, id, at } of lives.flatMap((life) => life.entries())) {
      if (what === 'begins' && at > (begun.get(id) ?? 0n)) begun.set(id, at)
    }
    for (const life of lives) {
      const again = life
        .entries()
        .filter(({ what, id, at }) => what === 'answers' && at < (begun.get(id) ?? 0n))
      assert.ok(again.length <= (life.wasKilled() ? atOnce : 0), `${String(again.length)} were told again`)
    }
  }

  /** Each hook did wrong what it was to, or was killed before. */
  function assertFaultsCame(): void {
    assert.equal(lives.filter((life) => life.wasKilled()).length, allKills)
    const inHand = lives.flatMap(inHandOf)
    const claimed = lives.flatMap((life) => life.entries()).filter(({ id }) => unbegun.has(id))
    for (const fate of ['throws', 'hangs'] as const) {
      const came = new Set([...numbersOf(lives, fate), ...inHand, ...claimed.map(({ number }) => number)])
      const wanted = numbers(notices).filter((number) => fateOf(number, 1) === fate)
      assert.deepEqual(
        wanted.filter((number) => !came.has(number)),
        [],
        fate,
      )
    }
    assert.ok(inHand.length >= allKills && inHand.length + unbegun.size <= allKills * atOnce)
  }

  /** Stores all notices, with nobody there to tell them. */
  async function write(): Promise<void> {
    const options = { now: () => began, origins: ['https://app.example.com'], notify: () => undefined }
    const parts = { options, store, journal: journal(store, emitter()) }
    const box = outbox({ ...parts, sealer: sealer(localKeyProvider([secret])) })
    await box.close()
    const user = await addUser(store)
    const expiresAt = rfc3339(began + 365 * dayMs)
    for (let first = 0; first < notices; first += 100) {
      const some = numbers(Math.min(100, notices - first)).map((i) => first + i)
      const facts = some.map((n) => ({ url: `https://app.example.com/#${String(n)}`, expiresAt, ip: null }))
      const writes = await Promise.all(
        facts.map((one) => box.write({ kind: 'invitation.created', user, facts: one })),
      )
      await store.commit(writes.flat())
    }
  }

  /**
   * Those that are to die tell, two at a time, until each is killed; then two others tell until nothing is due. All clocks stand still
   * meanwhile, so that no claim ends because the machine is busy. They go on by a day once everything is closed.
   */
  async function tellRound(i: number): Promise<void> {
    const opening = { round: i + 1, now: began + (i + 1) * dayMs }
    const mortal = alive().slice(0, kills[i])
    const share = Math.max(1, Math.floor((i === 0 ? notices : notices / 10) / (kills[i] ?? 1) / 2))
    await Promise.all(
      [0, 1].map(async (place) => {
        for (const life of mortal.filter((_, n) => n % 2 === place)) {
          await life.say({ ...opening, last: 1 + Math.floor(Math.random() * share) })
          await life.killAtTheLast()
        }
      }),
    )
    const two = alive().slice(0, 2)
    await Promise.all(two.map((life) => life.say({ ...opening, last: null })))
    await until('the end of a round', () => unsettled(opening.now), {
      holds: (left) => left === 0,
      seconds: 300,
      everyMs: 100,
    })
    await Promise.all(two.map((life) => life.say('close')))
    const begun = new Set(lives.flatMap((life) => life.entries()).map(({ id }) => id))
    const left = await store.notices.due(Number.MAX_SAFE_INTEGER, notices)
    for (const { id } of left) if (!begun.has(id)) unbegun.add(id)
  }

  function alive(): readonly Life[] {
    return lives.filter((life) => !life.wasKilled())
  }

  /** How many are due, or stand there although one that lives has told them: that may not be written yet. */
  async function unsettled(now: number): Promise<number> {
    const due = await store.notices.due(now, 1)
    if (due.length > 0) return due.length
    const entries = alive().flatMap((life) => life.entries())
    const told = new Set(entries.filter(({ what }) => what === 'answers').map(({ id }) => id))
    const left = await store.notices.due(Number.MAX_SAFE_INTEGER, notices)
    return left.filter(({ id }) => told.has(id)).length
  }
})

/** What it has begun to tell without writing down what came of it. */
function inHandOf(life: Life): readonly number[] {
  const open = new Set<number>()
  for (const { what, number } of life.entries()) {
    if (what === 'begins') open.add(number)
    else open.delete(number)
  }
  return [...open]
}

function numbersOf(lives: readonly Life[], wanted: Entry['what']): readonly number[] {
  return lives.flatMap((life) =>
    life.entries().flatMap(({ what, number }) => (what === wanted ? [number] : [])),
  )
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}
