import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { KeywardError, PasswordVerifier, UserRow } from '../../../src/index.js'
import type { Framework } from '../../support/host.js'
import { countedVerifiers, legacyHashes } from '../../support/legacy-passwords.js'
import { refused, refusedFields } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

const kinds = Object.entries(legacyHashes)
const onceEach = { argon2id: 1, bcrypt: 1, 'django-pbkdf2': 1, 'phc-scrypt': 1 }
const waitsForTheLimit = 15_000

export function legacyPasswordsContract(framework: Framework): void {
  const { verifiers, countsOf } = countedVerifiers()

  describe('passwords from before keyward', () => {
    const app = appFor(framework, { options: { passwords: { verifiers } } })
    const stored = async ({ id }: Pick<UserRow, 'id'>) =>
      (await app().store.users.byId(id))?.passwordHash ?? ''
    const signIn = (username: string, password: string) =>
      app().client().post('/session', { username, password })

    for (const [kind, hashOf] of kinds) {
      it(`sign in by ${kind} once, and by argon2id from then on`, async () => {
        const password = newPassword()
        const user = await app().user({ passwordHash: hashOf(password) })
        const before = await app().signedIn(user)
        refused(await signIn(user.username, `${password}x`), 401, 'invalid_credentials')
        assert.equal(await stored(user), user.passwordHash)
        assert.equal((await signIn(user.username, password)).status, 201)
        assert.match(await stored(user), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
        const counts = await countsOf(async () => {
          assert.equal((await signIn(user.username, password)).status, 201)
        })
        assert.deepEqual(counts, { argon2id: 1 })
        // Nothing was changed that a session would end with.
        assert.equal((await before.get('/session')).status, 200)
        assert.equal((await app().store.accounts.byId(user.id))?.securityEpoch, 0)
      })

      it(`prove the owner of a session by ${kind}, and are replaced by one of their own choice`, async () => {
        const password = newPassword()
        const owner = await app().signedIn(await app().user({ passwordHash: hashOf(password) }))
        const prove = (typed: string) => owner.post('/session/reauthentication', { password: typed })
        refused(await prove(`${password}x`), 401, 'invalid_credentials')
        assert.equal((await prove(password)).status, 200)
        const change = (currentPassword: string) =>
          owner.put('/password', { currentPassword, newPassword: `${password} anew` })
        refused(await change(`${password}x`), 401, 'invalid_credentials')
        assert.equal((await change(password)).status, 204)
        assert.match(await stored(owner.user), /^\$argon2id\$/)
      })
    }

    it('user enumeration by time: a refusal takes one hash of each kind, whoever the name belongs to', async () => {
      const password = newPassword()
      const [, hashOf] = kinds[0] ?? assert.fail()
      const people: readonly (readonly [string, string, string])[] = [
        ['nobody', 'nobody-at-all', password],
        ['argon2id', (await app().user()).username, password],
        ['no password', (await app().user({ passwordHash: null })).username, password],
        ['unreadable', (await app().user({ passwordHash: '$5$salt$unheard-of' })).username, password],
        ['disabled', (await app().user({ disabled: true })).username, app().password],
        [
          'disabled, of a kind',
          (await app().user({ disabled: true, passwordHash: hashOf(password) })).username,
          password,
        ],
        ...(await Promise.all(
          kinds.map(async ([kind, of]) => {
            const { username } = await app().user({ passwordHash: of(password) })
            return [kind, username, `${password}x`] as const
          }),
        )),
      ]
      for (const [who, username, typed] of people) {
        const counts = await countsOf(async () =>
          refused(await signIn(username, typed), 401, 'invalid_credentials'),
        )
        assert.deepEqual(counts, onceEach, who)
      }
    })

    it('in a session, too, a wrong one takes one hash of each kind', async () => {
      const owner = await app().signedIn()
      const wrong = { password: newPassword() }
      const change = { currentPassword: wrong.password, newPassword: newPassword() }
      const proving = () => owner.post('/session/reauthentication', wrong)
      assert.deepEqual(await countsOf(proving), onceEach)
      assert.deepEqual(await countsOf(() => owner.put('/password', change)), onceEach)
    })

    it('that nobody can read any more are wrong ones on the wire, and the audit says why', async () => {
      const owner = await app().signedIn(await app().user({ passwordHash: '{SSHA}unheard-of' }))
      const wrong = { password: newPassword() }
      for (let i = 0; i < 2; i++) {
        refused(await signIn(owner.user.username, wrong.password), 401, 'invalid_credentials')
      }
      refused(await owner.post('/session/reauthentication', wrong), 401, 'invalid_credentials')
      const { items } = (await owner.get('/events')).body as {
        items: { type: string; reason: string | null; count: number }[]
      }
      const told = items.filter(({ reason }) => reason === 'unreadable_hash')
      const count = (wanted: string): number =>
        told.reduce((sum, event) => sum + (event.type === wanted ? event.count : 0), 0)
      assert.deepEqual([count('session.refused'), count('password.refused')], [2, 1])
    })

    it('are made by the app’s own code, which gives a hash that is known, and by nobody else', async () => {
      const { users } = app().keyward
      for (const [kind, hashOf] of kinds) {
        const password = newPassword()
        const username = `brought-along-${kind}`
        const { id } = await users.create({ username, passwordHash: hashOf(password) })
        assert.equal((await signIn(username, password)).status, 201)
        const passwordHash = await stored({ id })
        await users.create({ username: `${username}-copy`, passwordHash })
        assert.equal((await signIn(`${username}-copy`, password)).status, 201)
      }
      for (const passwordHash of ['{SSHA}unheard-of', '', 'plain text', `$2b$10$${'.'.repeat(2000)}`]) {
        await assert.rejects(users.create({ username: 'not-made', passwordHash }), (error: KeywardError) => {
          const { field, code } = error.errors?.[0] ?? {}
          assert.deepEqual([error.status, field, code], [422, 'passwordHash', 'unreadable_hash'])
          return true
        })
      }
      const both = {
        username: 'not-made',
        password: newPassword(),
        passwordHash: legacyHashes.bcrypt?.('x') ?? '',
      }
      await assert.rejects(users.create(both), { status: 422 })
      assert.equal(await users.byUsername('not-made'), null)
      const { password, passwordHash, username } = both
      refusedFields(await (await app().admin()).post('/admin/users', { username, password, passwordHash }), {
        passwordHash: 'unknown_field',
      })
    })

    it('are left out by the app’s own code: nobody signs in with one until it is set', async () => {
      const { users } = app().keyward
      const { id } = await users.create({ username: 'without-one' })
      refused(await signIn('without-one', newPassword()), 401, 'invalid_credentials')
      const password = newPassword()
      await users.setPassword(id, password)
      assert.equal((await signIn('without-one', password)).status, 201)
    })
  })

  withoutRehash(framework, verifiers)
  brokenVerifiers(framework)
}

function withoutRehash(
  framework: Framework,
  verifiers: ReturnType<typeof countedVerifiers>['verifiers'],
): void {
  describe('passwords from before keyward, with rehash: false', () => {
    const app = appFor(framework, { options: { passwords: { verifiers, rehash: false } } })

    for (const [kind, hashOf] of kinds) {
      it(`leave a hash of ${kind} as it stands, for the app that reads it`, async () => {
        const password = newPassword()
        const user = await app().user({ passwordHash: hashOf(password) })
        const credentials = { username: user.username, password }
        for (let i = 0; i < 2; i++)
          assert.equal((await app().client().post('/session', credentials)).status, 201)
        assert.equal((await app().store.users.byId(user.id))?.passwordHash, user.passwordHash)
      })
    }
  })
}

function brokenVerifiers(framework: Framework): void {
  describe('a host’s password verifier that', () => {
    let answer: () => unknown = () => true
    const own: PasswordVerifier = {
      id: 'own',
      recognises: (hash) => hash.startsWith('own:'),
      verify: () => answer() as boolean,
      dummy: 'own:',
    }
    const app = appFor(framework, { throttled: true, options: { passwords: { verifiers: [own] } } })
    const attempt = async (username: string) =>
      app().client().post('/session', { username, password: newPassword() })
    const moods: readonly (readonly [string, () => unknown])[] = [
      [
        'throws at once',
        () => {
          throw new Error('broken')
        },
      ],
      ['rejects', () => Promise.reject(new Error('broken'))],
      ['answers no boolean', () => 'yes'],
      ['answers a promise of no boolean', () => Promise.resolve(1)],
    ]
    for (const [name, mood] of moods) {
      it(`${name} is unavailable: nobody is let in, and no failure is counted`, async () => {
        const { username } = await app().user({ passwordHash: 'own:hash' })
        answer = mood
        for (let i = 0; i < 12; i++) refused(await attempt(username), 503, 'unavailable')
        refused(await attempt('nobody'), 503, 'unavailable')
        answer = () => true
        assert.equal((await attempt(username)).status, 201)
      })
    }

    it('hangs holds up nobody for longer than its limit', async () => {
      const { username } = await app().user({ passwordHash: 'own:hash' })
      answer = () => new Promise(() => undefined)
      for (const refusal of await Promise.all([attempt(username), attempt('nobody')])) {
        refused(refusal, 503, 'unavailable')
      }
      answer = () => true
      assert.equal((await attempt(username)).status, 201)
    }).timeout(waitsForTheLimit)

    it('says no leaves the user out, as often as the throttle lets anybody try', async () => {
      const { username } = await app().user({ passwordHash: 'own:hash' })
      answer = () => Promise.resolve(false)
      for (let i = 0; i < 10; i++) refused(await attempt(username), 401, 'invalid_credentials')
      answer = () => true
      refused(await attempt(username), 429, 'too_many_attempts')
    })
  })
}
