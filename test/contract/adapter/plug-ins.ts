import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, describe, it } from 'mocha'
import { passwords } from '../../../src/credentials/password.js'
import { newId } from '../../../src/crypto/id.js'
import type { KeyProvider } from '../../../src/crypto/keyring.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import type { User, UserRow, UserStore } from '../../../src/index.js'
import { newConfiguredSecret } from '../../support/app.js'
import { enrolApp, passwordStep } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

/** What something of the host's does when it is called. */
type Mood = 'well' | 'hangs' | 'rejects' | 'throws at once'

const broken = new TypeError('cannot read properties of undefined')
/** What several libraries answer for a row that is not there. */
const missing = undefined as unknown as null
const waitsForTheLimit = 30_000

/** Calls the host's function as its mood has it. */
function inMood<T>(mood: Mood, work: () => Promise<T>): Promise<T> {
  if (mood === 'throws at once') throw broken
  if (mood === 'rejects') return Promise.reject(broken)
  return mood === 'hangs' ? new Promise<T>(() => undefined) : work()
}

export function plugInsContract(framework: Framework): void {
  usersContract(framework)
  keyProviderContract(framework)
  isAdminContract(framework)
}

function usersContract(framework: Framework): void {
  describe('a host’s user store that', () => {
    const { people, users, feel } = moodyUsers()
    const app = appFor(framework, { users, throttled: true })
    afterEach(() => {
      feel('well')
    })

    async function person(given: Partial<UserRow> = {}): Promise<{ user: UserRow; password: string }> {
      const password = newPassword()
      const id = newId(app().clock.now())
      const user: UserRow = {
        ...{ id, username: `user-${randomBytes(4).toString('hex')}`, displayName: null },
        ...{ organizationId: null, admin: false, disabled: false, createdAt: app().clock.now() },
        passwordHash: await passwords().hash(password),
        ...given,
      }
      people.set(id, user)
      return { user, password }
    }

    for (const how of ['rejects', 'throws at once'] as const) {
      it(`${how} is unavailable: no 500, no guard opens, no failure is counted`, async () => {
        const { user, password } = await person()
        const browser = await app().signedIn(user)
        const bearer: string = (await browser.post('/api-keys', { name: 'a' })).body.key
        feel(how)
        await app()
          .keyward.users.changed(user.id)
          .catch(() => undefined)
        for (let i = 0; i < 12; i++) {
          refused(
            await app().client().post('/session', { username: user.username, password }),
            503,
            'unavailable',
          )
        }
        refused(await app().client().get('/api/hello', { bearer }), 503, 'unavailable')
        refused(await browser.get('/session'), 503, 'unavailable')
        feel('well')
        assert.equal((await app().client().get('/api/hello', { bearer })).status, 200)
        const again = await app().client().post('/session', { username: user.username, password })
        assert.equal(again.status, 201)
      })
    }

    it('hangs holds up nobody for longer than its limit, and is forgotten when it comes back', async () => {
      const { user, password } = await person()
      const bearer: string = (await (await app().signedIn(user)).post('/api-keys', { name: 'a' })).body.key
      const signIn = () => app().client().post('/session', { username: user.username, password })
      feel('hangs')
      const guarded = () => app().client().get('/api/hello', { bearer })
      const answers = await Promise.all([signIn(), signIn(), guarded(), guarded()])
      for (const answer of answers) refused(answer, 503, 'unavailable')
      feel('well')
      assert.equal((await app().client().get('/api/hello', { bearer })).status, 200)
      assert.equal((await signIn()).status, 201)
    }).timeout(waitsForTheLimit)

    it('answers a number as an id, or no string as a name, names nobody', async () => {
      const { user, password } = await person({ username: 'numbered' })
      const numbered = { ...user, id: 7 as unknown as string }
      people.set(user.id, numbered)
      refused(await app().client().post('/session', { username: 'numbered', password }), 503, 'unavailable')
      people.set(user.id, user)
      const answer = await app().client().post('/session', { username: 'numbered', password })
      assert.equal(answer.status, 201)
    })

    describe('answers a row with a value that is not understood, opens nothing by it:', () => {
      const odd: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
        ['createdAt as an ISO text', { createdAt: '2024-01-01T00:00:00Z' }],
        ['createdAt as digits', { createdAt: '1700000000000' }],
        ['createdAt as a bigint', { createdAt: 1_700_000_000_000n }],
        ['createdAt NaN', { createdAt: NaN }],
        ['createdAt at no time', { createdAt: new Date('') }],
        ['no createdAt', { createdAt: undefined }],
        ['createdAt null', { createdAt: null }],
        ['admin as a text', { admin: 'false' }],
        ['admin as a number', { admin: 1 }],
        ['disabled as a number', { disabled: 0 }],
        ['no disabled', { disabled: undefined }],
        ['passwordHash as bytes', { passwordHash: Buffer.from('$argon2id$') }],
        ['organizationId as a number', { organizationId: 7 }],
        ['displayName as an object', { displayName: {} }],
      ]
      for (const [name, values] of odd) {
        it(name, async () => {
          const { user, password } = await person()
          const browser = await app().signedIn(user)
          people.set(user.id, { ...user, ...values })
          const signIn = app().client().post('/session', { username: user.username, password })
          refused(await signIn, 503, 'unavailable')
          refused(await browser.get('/session'), 503, 'unavailable')
          people.delete(user.id)
        })
      }
    })

    it('answers Dates and undefined is understood: the demanded second factor stays demanded', async () => {
      const demand = async (enforceMfa: boolean): Promise<void> => {
        const { policies } = app().store
        const { version } = await policies.read('platform')
        const to = { policy: { mfa: { enforceMfa } }, switchedOn: enforceMfa ? { enforceMfa: 1 } : {} }
        assert.ok(
          await app().store.commit([policies.put('platform', to, { version, at: app().clock.now() })]),
        )
      }
      const { user, password } = await person()
      const mapped = { displayName: undefined, organizationId: undefined, createdAt: new Date(0) }
      people.set(user.id, { ...user, ...mapped } as unknown as UserRow)
      await demand(true)
      try {
        const answer = await app().client().post('/session', { username: user.username, password })
        assert.deepEqual([answer.status, answer.body.status], [202, 'enrolment_required'])
      } finally {
        await demand(false)
      }
    })

    it('answers another user than was asked for lets nobody act as them', async () => {
      const { user } = await person()
      const { user: other } = await person({ admin: true })
      const browser = await app().signedIn(user)
      people.set(user.id, other)
      const found = users.byId
      users.byId = async (id) => people.get(id) ?? missing
      try {
        refused(await browser.get('/admin/users'), 503, 'unavailable')
        refused(await browser.get('/session'), 503, 'unavailable')
      } finally {
        users.byId = found
        people.delete(user.id)
      }
    })

    it('answers undefined for a user who is not there is understood', async () => {
      const answer = await app().client().post('/session', { username: 'nobody', password: newPassword() })
      refused(answer, 401, 'invalid_credentials')
    })
  })
}

/** A host’s user store that does as its mood is. */
function moodyUsers() {
  const people = new Map<string, UserRow>()
  let mood: Mood = 'well'
  const find = (matches: (row: UserRow) => boolean) => async () =>
    [...people.values()].find(matches) ?? missing
  const users: { -readonly [Verb in keyof UserStore]: UserStore[Verb] } = {
    byId: (id) =>
      inMood(
        mood,
        find((row) => row.id === id),
      ),
    byUsername: (key) =>
      inMood(
        mood,
        find(({ username }) => username === key),
      ),
    list: () => inMood(mood, async () => ({ rows: [...people.values()], more: false })),
    setPasswordHash: (id, passwordHash) =>
      inMood(mood, async () => {
        const row = people.get(id)
        if (row) people.set(id, { ...row, passwordHash })
      }),
  }
  return {
    people,
    users,
    feel(next: Mood) {
      mood = next
    },
  }
}

function keyProviderContract(framework: Framework): void {
  describe('a host’s key provider that', () => {
    let mood: Mood = 'well'
    const local = localKeyProvider([newConfiguredSecret()])
    const keyProvider: KeyProvider = {
      wrap: (dataKey) =>
        inMood(mood, async () => {
          const { keyId, wrapped } = await local.wrap(dataKey)
          // As the clients of key services answer: bytes, and no Buffer.
          return { keyId, wrapped: Uint8Array.from(wrapped) as Buffer }
        }),
      unwrap: (wrapped) => inMood(mood, async () => Uint8Array.from(await local.unwrap(wrapped)) as Buffer),
    }
    const app = appFor(framework, { options: { keyProvider } })
    afterEach(() => {
      mood = 'well'
    })

    for (const how of ['rejects', 'throws at once', 'hangs'] as const) {
      it(`${how} is unavailable, and the second step is not waived`, async () => {
        const owner = await app().signedIn()
        const phone = await enrolApp(app(), owner)
        mood = how
        const { client } = await passwordStep(app(), owner.user)
        refused(await client.post('/session/totp', { code: phone.code() }), 503, 'unavailable')
        refused(await client.get('/session'), 401, 'unauthenticated')
        mood = 'well'
        assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
      }).timeout(waitsForTheLimit)
    }

    it('answers bytes that are no Buffer is understood', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      const { client } = await passwordStep(app(), owner.user)
      assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
    })
  })
}

function isAdminContract(framework: Framework): void {
  describe('a host’s isAdmin that', () => {
    let isAdmin: (user: User) => boolean = () => false
    const app = appFor(framework, { options: { isAdmin: (user) => isAdmin(user) } })
    afterEach(() => {
      isAdmin = () => false
    })

    it('throws is unavailable, and opens nothing', async () => {
      const browser = await app().signedIn()
      isAdmin = () => {
        throw broken
      }
      refused(await browser.get('/admin/users'), 503, 'unavailable')
      refused(await browser.get('/session'), 503, 'unavailable')
    })

    it('answers a promise makes nobody an administrator', async () => {
      const browser = await app().signedIn()
      const answers = [
        () => Promise.resolve(false),
        () => Promise.reject(broken),
        () => 'no',
        () => undefined,
      ]
      for (const answer of answers) {
        isAdmin = answer as unknown as typeof isAdmin
        refused(await browser.get('/admin/users'), 503, 'unavailable')
      }
      isAdmin = ({ id }) => id === browser.user.id
      assert.equal((await browser.get('/admin/users')).status, 200)
    })
  })
}
