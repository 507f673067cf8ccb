import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function hostContract(framework: Framework): void {
  const app = appFor(framework)

  describe('a sign-in by the host', () => {
    it('is a session like any other, with what the host saw as proof', async () => {
      const { client, user } = app()
      const { id, username } = await user()
      const browser = client()
      const answer = await browser.post(`/api/sso/${id}`)
      assert.deepEqual([answer.status, setCookies(answer).length], [200, 1])
      const { status, user: shown, session } = answer.body
      assert.deepEqual([status, shown.username, session.amr], ['signed_in', username, ['otp']])
      assert.deepEqual((await browser.get('/session')).body.amr, ['otp'])
      assert.equal((await browser.get('/api/vault')).status, 200)
    })

    it('CVE-2022-25896: replaces the session of the browser', async () => {
      const { signedIn, user } = app()
      const browser = await signedIn()
      const old = browser.cookies.get('keyward') ?? ''
      await browser.post(`/api/sso/${(await user()).id}`)
      assert.notEqual(browser.cookies.get('keyward'), old)
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${old}` } }),
      )
    })

    it('is refused for a user who is disabled, or none', async () => {
      const { client, user } = app()
      const { id } = await user({ disabled: true })
      for (const userId of [id, 'nobody']) {
        const answer = await client().post(`/api/sso/${userId}`)
        refused(answer, 401, 'invalid_credentials')
        assert.deepEqual(setCookies(answer), [])
      }
    })
  })

  describe('a sign-out by the host', () => {
    it('ends the session and clears the cookie', async () => {
      const client = await app().signedIn()
      const secret = client.cookies.get('keyward') ?? ''
      assert.equal((await client.delete('/api/sso')).status, 204)
      assert.equal(client.cookies.size, 0)
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${secret}` } }),
      )
    })
  })

  describe('an error of the host’s own', () => {
    it('is left to the host', async () => {
      const { status, text, headers } = await app().client().get('/api/teapot')
      assert.equal(status, 418)
      assert.match(text, /short and stout/)
      assert.doesNotMatch(String(headers['content-type']), /problem/)
    })
  })
}
