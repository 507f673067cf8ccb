import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import { off } from './nothing-enrolled.js'

/** Removing every factor, and new recovery codes for them. */
export function allFactorsContract(app: () => App): void {
  describe('DELETE /mfa', () => {
    it('removes every factor and code, and ends other sessions', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { device } = await enrolKey(client)
      const { client: browser } = await passwordStep(app(), client.user)
      await touch(browser, '/session/security-key', { device })
      assert.equal((await browser.get('/session')).status, 200)
      assert.equal((await client.delete('/mfa')).status, 204)
      assert.deepEqual((await client.get('/mfa')).body, off)
      unauthenticated(await browser.get('/session'))
      assert.equal((await client.delete('/mfa')).status, 204)
    })
  })

  describe('POST /mfa/recovery-codes', () => {
    it('makes ten new ones; the old ones are void', async () => {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      const { status, body } = await client.post('/mfa/recovery-codes')
      assert.deepEqual([status, body.codes.length], [201, 10])
      const browser = (await passwordStep(app(), client.user)).client
      const old = await browser.post('/session/recovery-code', { code: phone.recoveryCodes[0] })
      refused(old, 401, 'invalid_code')
      const answer = await browser.post('/session/recovery-code', { code: body.codes[0] })
      assert.deepEqual([answer.status, answer.body.remaining], [201, 9])
    })

    it('answers 409 where there is nothing to recover', async () => {
      refused(await (await app().signedIn()).post('/mfa/recovery-codes'), 409, 'no_factor')
    })
  })
}
