import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { newId } from '../../../src/crypto/id.js'
import type { UserRow, UserStore } from '../../../src/index.js'
import type { App } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { interruptedStore } from '../../support/interrupted-store.js'
import { countedVerifiers, legacyHashes } from '../../support/legacy-passwords.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

/** Somebody signed in, whose password is kept by a hash from before keyward. */
interface Person {
  readonly client: TestClient
  readonly user: UserRow
  readonly password: string
}

type Changes = (person: Person, to: string) => Promise<unknown>

export function overtakenRehashContract(framework: Framework): void {
  const { verifiers } = countedVerifiers()
  const setup = { options: { passwords: { verifiers } } }

  describe('an old password that comes back, with the hash that a sign-in makes anew', () => {
    const store = interruptedStore()
    const app = appFor(framework, { ...setup, over: (inner) => store.over(inner) })
    itDoesNot(store, app, (given) => app().user(given), {
      'by its owner': byOwner,
      'in the table itself': async ({ user }, to) => {
        const write = app().store.users.setPasswordHash(user.id, hashOf(to))
        if (!(write instanceof Promise)) await app().store.commit([write])
      },
    })
  })

  describe('an old password that comes back in a host’s own table, with the hash that a sign-in makes anew', () => {
    const people = new Map<string, UserRow>()
    const store = interruptedStore()
    const app = appFor(framework, { ...setup, users: hostUsers(people), over: (inner) => store.over(inner) })
    const newUser = async (given: Partial<UserRow>): Promise<UserRow> => {
      app().clock.advance({ ms: 1 })
      const id = newId(app().clock.now())
      const none = { displayName: null, organizationId: null, passwordHash: null, createdAt: 0 }
      const user = { id, username: id.toLowerCase(), admin: false, disabled: false, ...none, ...given }
      people.set(id, user)
      return user
    }
    itDoesNot(store, app, newUser, {
      'by its owner': byOwner,
      'by the host': async ({ user }, to) => people.set(user.id, { ...user, passwordHash: hashOf(to) }),
    })

    it('a thief’s new password: is not in force where an administrator’s overtook it, at whatever moment', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        const [password, thiefs, safe] = [newPassword(), newPassword(), newPassword()]
        const user = await newUser({ passwordHash: hashOf(password) })
        const thief = await app().signedIn(user)
        const { happened } = await store.before(
          moment,
          () => app().keyward.users.setPassword(user.id, safe),
          () => thief.put('/password', { currentPassword: password, newPassword: thiefs }),
        )
        if (!happened) {
          assert.ok(moment > 3)
          return
        }
        const signIn = (typed: string) =>
          app().client().post('/session', { username: user.username, password: typed })
        const [before, after] = [await signIn(thiefs), await signIn(safe)]
        assert.deepEqual([before.status, after.status], [401, 201], `moment ${String(moment)}`)
      }
    })
  })
}

function itDoesNot(
  store: ReturnType<typeof interruptedStore>,
  app: () => App,
  newUser: (given: Partial<UserRow>) => Promise<UserRow>,
  ways: Readonly<Record<string, Changes>>,
): void {
  for (const [way, change] of Object.entries(ways)) {
    it(`stays changed where it is changed ${way}, at whatever moment`, async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        const [password, to] = [newPassword(), newPassword()]
        const user = await newUser({ passwordHash: hashOf(password) })
        const person = { client: await app().signedIn(user), user, password }
        const signIn = (typed: string) =>
          app().client().post('/session', { username: user.username, password: typed })
        const { happened } = await store.before(
          moment,
          () => change(person, to),
          () => signIn(password),
        )
        if (!happened) {
          assert.ok(moment > 3)
          return
        }
        const [before, after] = [await signIn(password), await signIn(to)]
        assert.deepEqual([before.status, after.status], [401, 201], `moment ${String(moment)}`)
      }
    })
  }
}

async function byOwner({ client, password }: Person, to: string): Promise<void> {
  const change = { currentPassword: password, newPassword: to }
  assert.equal((await client.put('/password', change)).status, 204)
}

function hashOf(password: string): string {
  return legacyHashes.bcrypt?.(password) ?? assert.fail()
}

/** As an app writes it that looks at no `replaces`. */
function hostUsers(people: Map<string, UserRow>): UserStore {
  const all = () => [...people.values()]
  return {
    byId: async (id) => people.get(id) ?? null,
    byUsername: async (key) => all().find(({ username }) => username === key) ?? null,
    list: async () => ({ rows: all(), more: false }),
    async setPasswordHash(id, passwordHash) {
      const row = people.get(id)
      if (row) people.set(id, { ...row, passwordHash })
    },
  }
}
