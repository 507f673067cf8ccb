import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward, UserRow, UserStore } from '../../src/index.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { faultsOf, imported, newName, newPerson, none, oneOfEach } from './imported-people.js'

/** A table of the app's: it takes new users or not, and chooses their ids itself. */
function tableOf(kind: 'open' | 'closed') {
  const rows = new Map<string, UserRow>()
  const add = (username: string, given: Partial<UserRow> = {}): string => {
    const id = String(rows.size + 1)
    const nobody = { displayName: null, organizationId: null, admin: false, disabled: false }
    rows.set(id, { ...nobody, passwordHash: null, createdAt: 0, ...given, username, id })
    return id
  }
  const users: UserStore = {
    byId: (id) => Promise.resolve(rows.get(id) ?? null),
    byUsername: (name) =>
      Promise.resolve([...rows.values()].find(({ username }) => username === name) ?? null),
    list: () => Promise.resolve({ rows: [...rows.values()], more: false }),
    setPasswordHash: () => Promise.resolve(),
    ...(kind === 'open' && { create: (user: UserRow) => Promise.resolve(add(user.username, user)) }),
  }
  return { users, add, rows }
}

for (const kind of ['open', 'closed'] as const) {
  describeOnEach(`bringing people in whose table is the app’s own, ${kind}`, (database) => {
    const { users, add, rows } = tableOf(kind)
    let opened: Migrated
    let keyward: Keyward
    before(async () => {
      opened = await migrated(database, { user: false })
      keyward = createKeyward({
        store: typeormStore(opened.dataSource, { users }),
        secrets: [newConfiguredSecret()],
        origins: [origin],
        importedApiKeys: true,
      })
    })
    after(async () => {
      await keyward.close()
      await opened.close()
    })

    it('brings what is theirs to those who are there, by name or by id, which may be a number', async () => {
      const [ada, bob] = [newName(), newName()]
      const ids = [add(ada), add(bob)]
      const lines = [
        newPerson({ username: ada }),
        { ...newPerson(), username: undefined, userId: Number(ids[1]) },
      ]
      const before = rows.size
      assert.deepEqual((await imported(keyward.import.check, lines)).totals.refused, 0)
      const { totals } = await imported(keyward.import.users, lines)
      assert.deepEqual(
        [totals.made, totals.same],
        [
          { users: 0, totp: 2, sshKeys: 2, apiKeys: 2 },
          { ...none, users: 2 },
        ],
      )
      assert.equal(rows.size, before)
      for (const id of ids) assert.equal((await keyward.sshKeys.list(id)).total, 1)
      assert.equal((await imported(keyward.import.users, lines)).totals.same.totp, 2)
    })

    it('compares what the app’s table says with what is given', async () => {
      const username = newName()
      add(username, { displayName: 'Ada', passwordHash: 'of a kind of the app’s' })
      const { outcomes } = await imported(keyward.import.users, [
        { username, displayName: 'Eve', disabled: false },
        { username, displayName: 'Ada' },
      ])
      assert.deepEqual(faultsOf(outcomes), ['1 displayName different'])
      assert.equal(outcomes[1]?.status, 'same')
    })

    it(
      kind === 'open'
        ? 'has the app’s table add those who are not there, under the id that it chooses'
        : 'refuses those who are not there, since the app’s table takes nobody',
      async () => {
        const person = newPerson({ displayName: 'Grace' })
        const events: string[] = []
        const stop = keyward.events.on('user.created', ({ userId }) => events.push(userId ?? ''))
        const { outcomes, totals } = await imported(keyward.import.users, [person, person])
        stop()
        if (kind === 'closed') {
          assert.deepEqual(faultsOf(outcomes), ['1 username unknown_user', '2 username unknown_user'])
          return
        }
        assert.deepEqual([outcomes[0]?.status, outcomes[1]?.status, totals.made], ['new', 'same', oneOfEach])
        const [row] = [...rows.values()].filter(({ username }) => username === person.username)
        assert.equal(row?.displayName, 'Grace')
        assert.deepEqual(events, [row.id])
        assert.equal((await keyward.apiKeys.list(row.id)).total, 1)
      },
    )
  })
}
