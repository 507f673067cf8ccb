import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

export function sessionReadingContract(app: () => App): void {
  describe('GET /session', () => {
    it('answers who is signed in, how, and until when the proof is recent', async () => {
      const client = await app().signedIn()
      const { status, body } = await client.get('/session')
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body as object).sort(), [
        'amr',
        'policy',
        'recentUntil',
        'session',
        'status',
        'user',
      ])
      assert.equal(body.status, 'signed_in')
      assert.equal(body.user.id, client.user.id)
      assert.deepEqual(body.amr, ['pwd'])
      assert.deepEqual(body.policy, { satisfied: true, missing: [], deadline: null })
      assert.equal(body.session.current, true)
      assert.equal(Date.parse(body.recentUntil), Date.parse(body.session.createdAt) + 600_000)
    })

    it('answers 401 with a challenge and no error code when nobody is signed in', async () => {
      unauthenticated(await app().client().get('/session'))
    })

    it('CVE-2026-25748: answers 401 to a malformed, empty, cut or doubled cookie', async () => {
      const { signedIn, client } = app()
      const good = (await signedIn()).cookies.get('keyward') ?? ''
      for (const value of [
        '',
        '%E0%A4%A',
        '"',
        good.slice(0, -1),
        `${good}A`,
        ` ${good}x`,
        'x'.repeat(5000),
      ]) {
        unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=${value}` } }))
      }
      for (const cookie of [`keyward=x; keyward=${good}`, `keyward=${good}; keyward=${good}`]) {
        unauthenticated(await client().get('/session', { headers: { Cookie: cookie } }))
        unauthenticated(await client().get('/api/hello', { headers: { Cookie: cookie } }))
      }
      unauthenticated(await client().get('/session', { headers: { Cookie: `KEYWARD=${good}` } }))
      unauthenticated(await client().get('/session', { headers: { Cookie: `keyward-pending=${good}` } }))
      assert.equal(
        (await client().get('/session', { headers: { Cookie: `a=b; keyward=${good} ; c` } })).status,
        200,
      )
    })

    it('is not replaced by what a sibling subdomain sets under a name with a byte A0 before it', async () => {
      const { signedIn, client } = app()
      const [victim, attacker] = [await signedIn(), await signedIn()]
      const [mine, evil] = [victim, attacker].map((one) => one.cookies.get('keyward') ?? '')
      for (const strange of ['\u00a0', '\u0085', '\u00ad']) {
        const Cookie = `${strange}keyward=${evil}; keyward=${mine}; keyward${strange}=${evil}`
        const { body } = await client().get('/session', { headers: { Cookie } })
        assert.equal(body.user.id, victim.user.id)
        unauthenticated(await client().get('/session', { headers: { Cookie: `${strange}keyward=${evil}` } }))
      }
    })

    it('CVE-2023-48309: a key or token in the cookie is no session', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const { key } = (await owner.post('/api-keys', { name: 'a' })).body
      const { token } = (await owner.post('/tokens', {})).body
      for (const value of [key, token]) {
        unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=${value}` } }))
      }
    })

    it('is for sessions: a key or token is told so', async () => {
      const { signedIn, client } = app()
      const { token } = (await (await signedIn()).post('/tokens', {})).body
      refused(await client().get('/session', { bearer: token }), 403, 'interactive_session_required')
    })

    it('answers HEAD without a body', async () => {
      const answer = await (await app().signedIn()).send('head', '/session')
      assert.deepEqual([answer.status, answer.text ?? ''], [200, ''])
    })
  })
}
