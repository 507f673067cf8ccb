import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'
import { passwordPageContract } from './sign-in/password.js'
import { signInReasonsContract } from './sign-in/reasons.js'
import { secondStepPageContract } from './sign-in/second-step.js'
import { signInPagesScene } from './sign-in/scene.js'

export function signInPagesContract(framework: Framework): void {
  describe('the sign-in pages', () => {
    const app = appFor(framework, { pages: accountPages() })
    const scene = signInPagesScene(app)
    passwordPageContract(app, scene)
    secondStepPageContract(app, scene)
  })

  signInReasonsContract(framework)

  describe('guard({ redirect: true })', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('sends a browser without a session to sign-in, and from there back', async () => {
      const pages = pageClient(app(), app().client())
      const away = await pages.get('/api/page?month=1')
      assert.deepEqual([away.status, away.location], [303, '/auth/sign-in?to=%2Fapi%2Fpage%3Fmonth%3D1'])
      const { username } = await app().user()
      const page = await pages.follow(away)
      const answer = await pages.submit(page, 'Sign in', { username, password: app().password })
      assert.equal(answer.location, '/api/page?month=1')
      assert.equal((await pages.get('/api/page?month=1')).status, 200)
    })

    it('a guard that redirects browsers answers every other client with the refusal', async () => {
      const client = app().client()
      assert.equal((await client.get('/api/page')).status, 401)
      assert.equal((await client.get('/api/page', { headers: { Accept: 'application/json' } })).status, 401)
      const headers = { Accept: 'text/html' }
      assert.equal((await client.post('/api/page', {}, { headers })).status, 401)
      assert.equal((await client.get('/api/page', { headers, bearer: 'nonsense' })).status, 401)
      assert.equal((await client.get('/api/hello', { headers })).status, 401)
    })

    it('leads to no other site, whatever path was asked for', async () => {
      const pages = pageClient(app(), app().client())
      const { username } = await app().user()
      const page = await pages.get('/auth/sign-in?to=%2F%2Fevil.example%2Fapi%2Fpage')
      const answer = await pages.submit(page, 'Sign in', { username, password: app().password })
      assert.equal(answer.location, '/auth/account')
    })
  })
}
