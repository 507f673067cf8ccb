import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import {
  invalidToken,
  refused,
  refusedFields,
  unauthenticated,
  withoutRequestId,
} from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { LinkScene } from './scene.js'

const foreign = { headers: { 'Sec-Fetch-Site': 'cross-site' } }

/** Setting a password by a link. */
export function linkUseContract(
  app: () => App,
  { use, uninvited, invitationFor, resetFor, signsIn }: LinkScene,
): void {
  describe('POST /one-time-links/:kind', () => {
    it('takes a code that a mail has broken over two lines, with what nobody sees around it', async () => {
      const code = await resetFor(await app().user())
      const pasted = ` \u200b${code.slice(0, 20)}\r\n${code.slice(20)}\ufeff`
      assert.equal((await use('password-reset', pasted)).status, 204)
      refused(await use('password-reset', code), 401, 'invalid_code')
    })

    it('ends sessions, sign-ins under way and tokens; API keys stay', async () => {
      const { signedIn, user, client, password } = app()
      const owner = await user()
      const [one, other] = [await signedIn(owner), await signedIn(owner)]
      const { key } = (await one.post('/api-keys', { name: 'stays' })).body
      const { token } = (await one.post('/tokens', {})).body
      await enrolApp(app(), one)
      const pending = client()
      assert.equal(
        (await pending.post('/session', { username: owner.username, password })).body.status,
        'second_factor_required',
      )
      assert.equal((await use('password-reset', await resetFor(owner))).status, 204)
      for (const session of [one, other]) unauthenticated(await session.get('/session'))
      invalidToken(await client().get('/api/hello', { bearer: token }))
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
      const late = await pending.post('/session/totp', { code: '000000' })
      assert.ok([401, 410].includes(late.status))
    })

    it('waives no second factor: the next sign-in asks for it', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      await enrolApp(app(), owner)
      const wanted = newPassword()
      const used = await use('password-reset', await resetFor(owner.user), wanted)
      assert.deepEqual([used.status, used.headers['set-cookie']], [204, undefined])
      const { username } = owner.user
      const answer = await client().post('/session', { username, password: wanted })
      assert.deepEqual([answer.status, answer.body.status], [202, 'second_factor_required'])
    })

    it('takes the place of a temporary password', async () => {
      const { admin, user, client } = app()
      const owner = await user()
      await (await admin()).post(`/admin/users/${owner.id}/password`, {})
      const wanted = newPassword()
      assert.equal((await use('password-reset', await resetFor(owner), wanted)).status, 204)
      const browser = client()
      await browser.post('/session', { username: owner.username, password: wanted })
      assert.equal((await browser.get('/sessions')).status, 200)
    })

    it('one answer to a code that is unknown, malformed, used, over, of another kind or of a disabled user', async () => {
      const { user, clock, keyward } = app()
      const owner = await user()
      const [used, over] = [await resetFor(owner), await resetFor(await user())]
      await use('password-reset', used)
      const disabled = await uninvited()
      const ofDisabled = await invitationFor(disabled)
      await keyward.users.disable(disabled.id)
      const otherKind = await invitationFor(await uninvited())
      clock.advance({ hours: 1 })
      const cases = {
        unknown: `kwo_${'a'.repeat(36)}`,
        malformed: 'x',
        used,
        over,
        ofDisabled,
        otherKind,
        // A secret of another kind.
        key: (await keyward.apiKeys.create(owner.id, { name: 'no link' })).key.reveal(),
      }
      const answers = await Promise.all(
        Object.entries(cases).map(([name, code]) =>
          use(name === 'ofDisabled' ? 'invitation' : 'password-reset', code),
        ),
      )
      for (const answer of answers) {
        refused(answer, 401, 'invalid_code')
        assert.deepEqual(withoutRequestId(answer), withoutRequestId(answers[0] ?? answer))
      }
      assert.equal((await use('invitation', otherKind)).status, 204)
    })

    it('a link of one kind is none at the other’s address, and stays as it is', async () => {
      const owner = await app().user()
      const code = await resetFor(owner)
      refused(await use('invitation', code), 401, 'invalid_code')
      refused(await use('anything', code), 404, 'not_found')
      assert.equal((await use('password-reset', code)).status, 204)
    })

    it('a reused link sets no password', async () => {
      const owner = await app().user()
      const code = await resetFor(owner)
      const first = newPassword()
      const answers = await Promise.all([
        use('password-reset', code, first),
        use('password-reset', code, first),
      ])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401])
      refused(await use('password-reset', code), 401, 'invalid_code')
      assert.equal(await signsIn(owner, first), true)
    })

    it('refuses a weak password as PUT /password does, and leaves the link', async () => {
      const owner = await app().user({ username: 'wilhelmina.link@example.com' })
      const code = await resetFor(owner)
      for (const [password, reason] of [
        ['ab1!ab2?ab3=ab', 'too_short'],
        ['ä'.repeat(600), 'too_long'],
        ['passwordpassword', 'too_common'],
        ['Wilhelmina.Link@example.com', 'similar_to_username'],
      ] as const) {
        refusedFields(await use('password-reset', code, password), { newPassword: reason })
      }
      assert.equal((await use('password-reset', code)).status, 204)
    })

    it('says nothing of a weak password with a code that is none', async () => {
      for (const password of ['a', 'passwordpassword', 'ä'.repeat(600)]) {
        refused(await use('password-reset', `kwo_${'b'.repeat(36)}`, password), 401, 'invalid_code')
      }
    })

    it('names what is missing, of a wrong type or unknown', async () => {
      const { client } = app()
      const post = (body: object) => client().post('/one-time-links/invitation', body)
      refusedFields(await post({}), { code: 'required', newPassword: 'required' })
      refusedFields(await post({ code: ['a'], newPassword: 1 }), {
        code: 'wrong_type',
        newPassword: 'wrong_type',
      })
      refusedFields(await post({ code: 'a', newPassword: 'b', userId: 'c' }), { userId: 'unknown_field' })
    })

    it('is refused to a page of another site', async () => {
      const code = await resetFor(await app().user())
      const body = { code, newPassword: newPassword() }
      refused(await app().client().post('/one-time-links/password-reset', body, foreign), 403, 'csrf')
      assert.equal((await use('password-reset', code)).status, 204)
    })

    it('a GET uses nothing up', async () => {
      const code = await resetFor(await app().user())
      const answer = await app().client().get('/one-time-links/password-reset')
      assert.equal(answer.status, 405)
      assert.equal((await use('password-reset', code)).status, 204)
    })

    it('is busy where too many passwords wait to be hashed, and leaves the link', async () => {
      const { user, client } = app()
      const code = await resetFor(await user())
      const flood = Array.from({ length: 60 }, (_, i) =>
        client().post('/session', { username: `nobody-${String(i)}`, password: newPassword() }),
      )
      const [first = 0, ...others] = (await Promise.all([use('password-reset', code), ...flood])).map(
        ({ status }) => status,
      )
      assert.ok(others.includes(503))
      // Whichever came first, one use of the link is done in the end.
      const second = (await use('password-reset', code)).status
      assert.deepEqual([first, second], first === 503 ? [503, 204] : [204, 401])
    })
  })
}
