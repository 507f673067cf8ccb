import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../support/client.js'
import { enrolApp, passwordStep } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused, unauthenticated, withoutRequestId } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function sessionsContract(framework: Framework): void {
  const app = appFor(framework)

  describe('GET /sessions', () => {
    it('lists the user’s own sessions, newest first, and marks the present one', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      await signedIn()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      const { items, nextCursor } = (await first.get('/sessions')).body
      const ids = [second, first].map(
        async (client) => (await client.get('/session')).body.session.id as string,
      )
      assert.deepEqual(
        items.map(({ id }: { id: string }) => id),
        await Promise.all(ids),
      )
      assert.deepEqual(
        items.map(({ current }: { current: boolean }) => current),
        [false, true],
      )
      assert.equal(nextCursor, null)
      const fields = ['amr', 'createdAt', 'current', 'expiresAt', 'id', 'ip', 'lastSeenAt', 'userAgent']
      assert.deepEqual(Object.keys(items[0] as object).sort(), fields)
    })

    it('leaves out those that are over', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      await signedIn(owner)
      clock.advance({ hours: 12 })
      const client = await signedIn(owner)
      assert.equal((await client.get('/sessions')).body.items.length, 1)
    })

    it('shows when each was last seen', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      clock.advance({ hours: 1 })
      await client.get('/session')
      const [session] = (await client.get('/sessions')).body.items
      assert.equal(Date.parse(session.lastSeenAt), clock.now())
    })
  })

  describe('DELETE /sessions/:id', () => {
    it('ends another session at once', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      const { id } = (await second.get('/session')).body.session
      const answer = await first.delete(`/sessions/${id}`)
      assert.deepEqual([answer.status, setCookies(answer)], [204, []])
      unauthenticated(await second.get('/session'))
      refused(await first.delete(`/sessions/${id}`), 404, 'not_found')
    })

    it('clears the cookie when it is the present one', async () => {
      const client = await app().signedIn()
      const { id } = (await client.get('/session')).body.session
      assert.equal((await client.delete(`/sessions/${id}`)).status, 204)
      assert.equal(client.cookies.size, 0)
    })

    it('GHSA-4vcf-q4xf-f48m: answers for another user’s session as for none', async () => {
      const { signedIn } = app()
      const [client, victim] = [await signedIn(), await signedIn()]
      const { id } = (await victim.get('/session')).body.session
      const answers = [await client.delete(`/sessions/${id}`), await client.delete('/sessions/unknown')]
      for (const answer of answers) refused(answer, 404, 'not_found')
      const [one, other] = answers.map(withoutRequestId)
      assert.deepEqual(one, other)
      assert.equal((await victim.get('/session')).status, 200)
    })
  })

  describe('DELETE /sessions', () => {
    it('ends all of the user’s sessions but this one', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      const stranger = await signedIn()
      const [first, second, third] = [await signedIn(owner), await signedIn(owner), await signedIn(owner)]
      assert.equal((await second.delete('/sessions')).status, 204)
      unauthenticated(await first.get('/session'))
      unauthenticated(await third.get('/session'))
      for (const client of [second, stranger]) assert.equal((await client.get('/session')).status, 200)
    })

    it('a thief’s one session, which asks again and again, keeps nobody out: the epoch stays unless something ends', async () => {
      const { store, signedIn, user } = app()
      const owner = await user()
      const thief = await signedIn(owner)
      const epoch = async () => (await store.accounts.byId(owner.id))?.securityEpoch ?? 0
      const first = await epoch()
      for (let i = 0; i < 3; i++) assert.equal((await thief.delete('/sessions')).status, 204)
      assert.equal(await epoch(), first)
      await signedIn(owner)
      assert.equal((await thief.delete('/sessions')).status, 204)
      assert.equal(await epoch(), first + 1)
      // With a factor, a sign-in waits for its second step: it is something to end as well.
      await enrolApp(app(), thief)
      const enrolled = await epoch()
      await passwordStep(app(), owner)
      assert.equal((await thief.delete('/sessions')).status, 204)
      assert.equal(await epoch(), enrolled + 1)
    })

    it('leaves no copy of its own cookie behind, nor a sign-in under way', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      const thief = app().client()
      thief.cookies.set('keyward', owner.cookies.get('keyward') ?? '')
      const { client: pending } = await passwordStep(app(), owner.user)
      const { id } = (await owner.get('/session')).body.session
      const answer = await owner.delete('/sessions')
      assert.deepEqual([answer.status, setCookies(answer).length], [204, 1])
      unauthenticated(await thief.get('/session'))
      refused(await pending.post('/session/totp', { code: phone.code() }), 410, 'expired')
      const { session, recentUntil } = (await owner.get('/session')).body
      assert.equal(session.id, id)
      assert.ok(Date.parse(recentUntil) > app().clock.now())
    })
  })
}
