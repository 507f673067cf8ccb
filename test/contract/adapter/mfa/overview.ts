import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'
import { off } from './nothing-enrolled.js'

export function overviewContract(app: () => App): void {
  describe('GET /mfa', () => {
    it('shows what is enrolled, and no secret of it', async () => {
      const client = await app().signedIn()
      assert.deepEqual((await client.get('/mfa')).body, off)
      await enrolApp(app(), client)
      const at = app().clock.now()
      await enrolKey(client, { name: 'Blue', transports: ['usb', 'nfc'] })
      const { body } = await client.get('/mfa')
      assert.deepEqual(
        { ...body, securityKeys: [] },
        {
          ...off,
          enabled: true,
          totp: { createdAt: new Date(at).toISOString(), lastUsedAt: null },
          recoveryCodes: { remaining: 10 },
        },
      )
      const [{ id, createdAt, ...key }] = body.securityKeys
      assert.ok(typeof id === 'string' && Date.parse(createdAt) > at)
      assert.deepEqual(key, {
        name: 'Blue',
        lastUsedAt: null,
        transports: ['usb', 'nfc'],
        synced: false,
        passkey: false,
        suspect: false,
      })
    })
  })
}
