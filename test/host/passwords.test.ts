import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../src/index.js'
import type { Store } from '../../src/store.js'
import { StoreUnavailableError } from '../../src/store/write.js'
import { expressFramework } from '../support/express-host.js'
import { countedVerifiers, legacyHashes } from '../support/legacy-passwords.js'
import { refused } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

const kinds = Object.entries(legacyHashes)
const tooMany = { code: 'too_many_attempts', status: 429 }

describe('keyward.passwords.verify', () => {
  const { verifiers, countsOf } = countedVerifiers()
  /** Whether the database fails as an attempt is about to be counted. */
  let failing = false
  const app = appFor(expressFramework, {
    throttled: true,
    options: { passwords: { verifiers } },
    over: (store) => ({ ...store, attempts: { ...store.attempts, reserve: failingAtTimes(store) } }),
  })
  const failingAtTimes =
    (store: Store): Store['attempts']['reserve'] =>
    (...given) => {
      if (failing) throw new StoreUnavailableError()
      return store.attempts.reserve(...given)
    }
  const verify: ReturnType<typeof app>['keyward']['passwords']['verify'] = (...given) =>
    app().keyward.passwords.verify(...given)
  const hashOf = async ({ id }: UserRow) => (await app().store.users.byId(id))?.passwordHash ?? ''

  it('says whether it is the password of that user', async () => {
    const user = await app().user()
    assert.equal(await verify(user.id, app().password), true)
    assert.equal(await verify(user.id, newPassword()), false)
    assert.equal(await hashOf(user), user.passwordHash)
  })

  for (const [kind, hash] of kinds) {
    it(`makes a hash of ${kind} anew, once it was right`, async () => {
      const password = newPassword()
      const user = await app().user({ passwordHash: hash(password) })
      assert.equal(await verify(user.id, `${password}x`), false)
      assert.equal(await hashOf(user), user.passwordHash)
      assert.equal(await verify(user.id, password), true)
      assert.match(await hashOf(user), /^\$argon2id\$/)
      assert.equal(await verify(user.id, password), true)
    })
  }

  it('user enumeration by time: takes one hash of each kind for whoever it says no to', async () => {
    const password = newPassword()
    const disabled = await app().user({ disabled: true })
    const unreadable = await app().user({ passwordHash: 'unheard-of' })
    const [, hash] = kinds[0] ?? assert.fail()
    const legacy = await app().user({ passwordHash: hash(password) })
    const asked: readonly (readonly [string | null, string])[] = [
      [null, password],
      ['no such id', password],
      [(await app().user()).id, password],
      [disabled.id, app().password],
      [unreadable.id, password],
      [legacy.id, `${password}x`],
    ]
    for (const [id, typed] of asked) {
      const counts = await countsOf(async () => assert.equal(await verify(id, typed), false))
      assert.deepEqual(counts, { argon2id: 1, bcrypt: 1, 'django-pbkdf2': 1, 'phc-scrypt': 1 })
    }
  })

  it('a second door to guess at: failures count along with those of keyward’s own sign-in', async () => {
    const { id, username } = await app().user()
    const from = { ip: '192.0.2.7' }
    for (let i = 0; i < 10; i++) assert.equal(await verify(id, newPassword(), from), false)
    await assert.rejects(verify(id, app().password, from), tooMany)
    assert.equal(await verify(id, app().password, { ip: '192.0.2.8' }), true)
    for (let i = 0; i < 90; i++) await verify(id, 'x', { ip: `198.51.100.${String(Math.floor(i / 9))}` })
    await assert.rejects(verify(id, app().password), tooMany)
    const answer = await app().client().post('/session', { username, password: app().password })
    refused(answer, 429, 'too_many_attempts')
  })

  it('counts a name that nobody has as any other', async () => {
    const from = { ip: '192.0.2.9', username: 'Nobody-Here' }
    for (let i = 0; i < 10; i++) assert.equal(await verify(null, 'x', from), false)
    await assert.rejects(verify(null, 'x', { ...from, username: 'nobody-here' }), tooMany)
    assert.equal(await verify(null, 'x', { ...from, username: 'nobody-else' }), false)
  })

  it('asked about nobody never says yes, though a user has the name', async () => {
    const { username } = await app().user()
    assert.equal(await verify(null, app().password, { username }), false)
  })

  it('takes no password that an administrator chose, nor one that is too long, nor a user who is disabled', async () => {
    const owner = await app().user()
    const { body } = await (await app().admin()).post(`/admin/users/${owner.id}/password`, {})
    assert.equal(await verify(owner.id, body.temporaryPassword as string), false)
    const { id } = await app().user()
    assert.equal(await verify(id, app().password.padEnd(1025, 'x')), false)
    assert.equal(await verify((await app().user({ disabled: true })).id, app().password), false)
  })

  it('records whom it said no to, from where and why', async () => {
    const [wrong, unreadable] = [await app().user(), await app().user({ passwordHash: 'unheard-of' })]
    const from = { ip: '[2001:db8::7]:4711' }
    await verify(wrong.id, newPassword(), from)
    await verify(unreadable.id, newPassword(), from)
    await (await app().signedIn()).get('/events')
    const told = app()
      .events.filter(({ ip }) => ip === '2001:db8::7')
      .map(({ type, actor, userId, reason, outcome }) => [type, actor?.kind, userId, reason, outcome])
    assert.deepEqual(told, [
      ['password.refused', 'host', wrong.id, 'invalid_credentials', 'refused'],
      ['password.refused', 'host', unreadable.id, 'unreadable_hash', 'refused'],
    ])
  })

  it('records a lock, and nothing where it could not tell', async () => {
    const { id } = await app().user()
    const from = { ip: '2001:db8::9' }
    for (let i = 0; i < 10; i++) await verify(id, newPassword(), from)
    await assert.rejects(verify(id, app().password, from), tooMany)
    failing = true
    await assert.rejects(verify((await app().user()).id, app().password, from), { code: 'unavailable' })
    failing = false
    await (await app().signedIn()).get('/events')
    const reasons = app()
      .events.filter(({ ip, type }) => ip === from.ip && type === 'password.refused')
      .map(({ userId, reason }) => `${String(reason)} ${String(userId)}`)
    assert.deepEqual([...new Set(reasons)].sort(), [`invalid_credentials ${id}`, `too_many_attempts ${id}`])
  })

  it('is a 422 for what is no string', async () => {
    const wrong: readonly (readonly [unknown, unknown])[] = [
      [7, 'x'],
      ['x', undefined],
      ['x', ['x']],
    ]
    for (const [id, password] of wrong)
      await assert.rejects(verify(id as string, password as string), { code: 'invalid_input' })
  })
})
