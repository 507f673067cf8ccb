import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import { unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** How a session ends, by itself and by its owner. */
export function sessionEndContract(app: () => App): void {
  describe('the life of a session', () => {
    it('a session ends after 12 hours without a request', async () => {
      const { signedIn, clock } = app()
      const [used, idle] = [await signedIn(), await signedIn()]
      clock.advance({ hours: 11, minutes: 59 })
      // The list is what writes down at once when a session was seen.
      assert.equal((await used.get('/sessions')).status, 200)
      clock.advance({ minutes: 1 })
      unauthenticated(await idle.get('/session'))
      clock.advance({ hours: 11 })
      assert.equal((await used.get('/session')).status, 200)
    })

    it('a session ends 7 days after the sign-in, however often it is used', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      for (let hour = 0; hour < 7 * 24 - 12; hour += 12) {
        clock.advance({ hours: 11, minutes: 59, seconds: 59 })
        assert.equal((await client.get('/sessions')).status, 200)
      }
      clock.advance({ hours: 6 })
      const { session } = (await client.get('/session')).body
      assert.equal(Date.parse(session.expiresAt), Date.parse(session.createdAt) + 7 * 24 * 3_600_000)
      clock.advance({ hours: 6, minutes: 1 })
      unauthenticated(await client.get('/session'))
    })
  })

  describe('DELETE /session', () => {
    it('ends the session and clears the cookie', async () => {
      const client = await app().signedIn()
      const secret = client.cookies.get('keyward') ?? ''
      const answer = await client.delete('/session')
      assert.deepEqual([answer.status, answer.text], [204, ''])
      assert.deepEqual(setCookies(answer), ['keyward=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'])
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${secret}` } }),
      )
    })

    it('signing out is answered with 204 also where there is no session', async () => {
      assert.equal((await app().client().delete('/session')).status, 204)
      const stale = await app().signedIn()
      stale.cookies.set('keyward', 'rubbish')
      assert.equal((await stale.delete('/session')).status, 204)
    })

    it('leaves the user’s other sessions alone', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      await first.delete('/session')
      assert.equal((await second.get('/session')).status, 200)
    })
  })
}
