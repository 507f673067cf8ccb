import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { ErrorCode } from '../../src/errors.js'
import type { AuditEvent } from '../../src/index.js'
import { expressFramework } from '../support/express-host.js'
import { refusingStore } from '../support/refusing-store.js'
import { newKeys } from '../support/ssh-keys.js'
import { appFor } from '../support/suite.js'
import { calls, invoke, newScene, pathsOf, usingKeys } from './calls.js'

/** The calls of which what is refused leaves no `request.refused` by this way, and why. */
const otherwise: Readonly<Record<string, string>> = {
  'passwords.verify': 'it records a `password.refused`, as a sign-in does: test/host/passwords.test.ts',
  'import.check': 'it only says what would be refused, and denies nothing',
  'import.users': 'it answers what is refused of a line, which is recorded as well: see below',
  ...Object.fromEntries(
    usingKeys.map((path) => [path, 'it records `ssh_private_key.refused`: test/ssh/private-key-use.test.ts']),
  ),
}

describe('a call of the app’s own that is refused', () => {
  const app = appFor(expressFramework)

  /** What the audit has of refusals since so many events. */
  async function refusals(): Promise<readonly unknown[]> {
    const { rows } = await app().keyward.events.list({ type: 'request.refused' }, { limit: 100 })
    // The clock stands still, so that the two have one time.
    return rows
      .toSorted((one, other) => (String(one.reason) < String(other.reason) ? 1 : -1))
      .map(({ actor, reason, userId, note }) => [actor?.kind, reason, userId, note])
  }

  it('is in the audit, with who made it and whom it was about', async () => {
    const { keyward, user } = app()
    const [owner, boss] = [await user(), await user({ admin: true })]
    const publicKey = newKeys['ssh-ed25519']()
    await keyward.sshKeys.create(owner.id, { name: 'a', publicKey })
    await assert.rejects(keyward.sshKeys.create(boss.id, { name: 'a', publicKey }), { code: 'key_in_use' })
    const operator = keyward.asOperator({ name: 'root', reason: 'he left' })
    await assert.rejects(operator.users.disable(boss.id), { code: 'last_admin' })
    assert.deepEqual(await refusals(), [
      ['operator', 'last_admin', boss.id, 'he left'],
      ['host', 'key_in_use', boss.id, null],
    ])
  })

  it('takes no reason and no name of an operator in which another line of the audit is forged', async () => {
    const { keyward } = app()
    for (const text of ['on call\n2026-01-01 by ada', 'a\u001B[2Jb', 'a\u202Eb', 'a\u2028b']) {
      assert.throws(() => keyward.asOperator({ name: 'root', reason: text }), { code: 'invalid_input' })
      assert.throws(() => keyward.asOperator({ name: text, reason: null }), { code: 'invalid_input' })
    }
  })

  it('leaves no word of what is only not there or not acceptable', async () => {
    const { keyward } = app()
    const before = await refusals()
    await assert.rejects(keyward.users.disable('nobody'), { code: 'not_found' })
    await assert.rejects(keyward.users.create({ username: '' }), { code: 'invalid_input' })
    assert.deepEqual(await refusals(), before)
  })

  it('is counted by who made it: the app, or which operator', async () => {
    const { keyward, user, clock, events } = app()
    clock.advance({ minutes: 2 })
    const [owner, thief] = [await user(), await user()]
    const publicKey = newKeys['ssh-ed25519']()
    await keyward.sshKeys.create(owner.id, { name: 'a', publicKey })
    const [ada, bob] = ['ada', 'bob'].map((name) => keyward.asOperator({ name, reason: `of ${name}` }))
    assert.ok(ada && bob)
    for (const { sshKeys } of [keyward, keyward, ada, bob, ada, ada])
      await assert.rejects(sshKeys.create(thief.id, { name: 'a', publicKey }), { code: 'key_in_use' })
    await keyward.events.list({ userId: thief.id })
    const made = new Map<string, number>()
    for (const { actor, count, note, userId, reason } of events) {
      if (userId !== thief.id || reason !== 'key_in_use') continue
      const by = `${String(actor?.id)}, ${String(note)}`
      made.set(by, (made.get(by) ?? 0) + count)
    }
    assert.deepEqual(Object.fromEntries(made), { 'host, null': 2, 'ada, of ada': 3, 'bob, of bob': 1 })
  })
})

describe('a line of users that is refused', () => {
  const app = appFor(expressFramework)

  it('is in the audit where it denies something: counted, and not where it was only checked', async () => {
    const { keyward, user, events } = app()
    const owner = await user()
    const publicKey = newKeys['ssh-ed25519']()
    await keyward.sshKeys.create(owner.id, { name: 'a', publicKey })
    const before = events.length
    const lines = ['one', 'two', 'three'].map((username) => ({
      username,
      sshKeys: [{ name: 'a', publicKey }],
    }))
    const operator = keyward.asOperator({ name: 'root', reason: 'moving in' })
    assert.equal((await operator.import.check([...lines, { username: '' }])).refused, 4)
    await keyward.events.list()
    assert.deepEqual(events.slice(before), [])
    const statuses: string[] = []
    const each = ({ status }: { readonly status: string }): void => void statuses.push(status)
    await operator.import.users([...lines, { username: '' }], { each })
    assert.deepEqual(statuses, ['refused', 'refused', 'refused', 'refused'])
    await keyward.events.list()
    assert.deepEqual(
      events
        .slice(before)
        .map(({ type, outcome, reason, actor, note, count }) => [
          ...[type, outcome, reason, actor?.id, note, count],
        ]),
      [1, 2].map((count) => ['request.refused', 'refused', 'key_in_use', 'root', 'moving in', count]),
    )
  })
})

describe('each call of the app’s own, where something beneath it refuses,', () => {
  let refusal: ErrorCode | null = null
  const app = appFor(expressFramework, {
    over: (store) => refusingStore(store, () => refusal),
    options: { importedApiKeys: true },
  })

  /** Makes a call that is refused; a call that never asks the store for anything is not. */
  async function refuse(path: string, given: readonly unknown[]): Promise<void> {
    refusal = 'forbidden'
    try {
      await assert.rejects(invoke(app().keyward, path, given), { code: 'forbidden' })
    } finally {
      refusal = null
    }
  }

  const told = (since: number): readonly AuditEvent[] =>
    app()
      .events.slice(since)
      .filter(({ type }) => type === 'request.refused')

  it('is each that there is, but for those which are named with why', () => {
    const tried = new Set([...Object.keys(calls), ...Object.keys(otherwise)])
    assert.deepEqual([...tried].toSorted(), pathsOf(app().keyward).toSorted())
  })

  for (const [path, { args }] of Object.entries(calls)) {
    if (path in otherwise) continue
    it(`${path} leaves an event: that it was refused, why, and whose it was`, async () => {
      const { keyward, clock, events } = app()
      const given = args(await newScene(keyward))
      // The first of a minute is written at once.
      clock.advance({ minutes: 2 })
      const before = events.length
      await refuse(path, given)
      const [first] = given
      const ofUser = !/^(sshHosts|sshGrants|policies|serviceAccounts|audit|events|secrets)\./.test(path)
      assert.deepEqual(
        told(before).map(({ outcome, reason, actor, userId }) => [outcome, reason, actor?.kind, userId]),
        [['refused', 'forbidden', 'host', ofUser && typeof first === 'string' ? first : null]],
      )
    })
  }

  it('in a flood about one user leaves few rows, and none is lost', async () => {
    const { keyward, events } = app()
    const { user } = await newScene(keyward)
    const before = events.length
    for (let i = 0; i < 2000; i++) await refuse(i % 2 ? 'apiKeys.list' : 'users.disable', [user, {}])
    await keyward.events.list()
    const rows = told(before)
    assert.ok(rows.length <= 2, `${String(rows.length)} rows`)
    assert.equal(sum(rows), 2000)
  })

  it('in a flood about ever more users is counted together from some on, and none is lost', async () => {
    const { keyward, clock, events } = app()
    clock.advance({ minutes: 2 })
    await keyward.events.list()
    const before = events.length
    for (let i = 0; i < 3000; i++) await refuse('users.get', [`user-${String(i)}`])
    await keyward.events.list()
    const rows = told(before)
    assert.ok(rows.length <= 1002, `${String(rows.length)} rows`)
    assert.equal(sum(rows), 3000)
  })
})

function sum(events: readonly AuditEvent[]): number {
  return events.reduce((total, { count }) => total + count, 0)
}
