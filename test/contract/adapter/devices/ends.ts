import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { newPassword } from '../../../support/secrets.js'
import type { BegunDevice, DeviceScene } from './scene.js'
import { refusedByOAuth } from './scene.js'

type SignedIn = Awaited<ReturnType<App['signedIn']>>

export function deviceEndsContract(app: () => App, { begin, poll, approve }: DeviceScene): void {
  const approved = async (): Promise<{ who: SignedIn; device: BegunDevice }> => {
    const who = await app().signedIn()
    const device = await begin()
    await approve(who, device)
    return { who, device }
  }

  describe('a yes that was not collected', () => {
    const ends: Readonly<Record<string, (who: SignedIn) => Promise<unknown>>> = {
      'the user is disabled': ({ user }) => app().keyward.users.update(user.id, { disabled: true }),
      'the user is disabled and enabled again': async ({ user }) => {
        await app().keyward.users.update(user.id, { disabled: true })
        await app().keyward.users.update(user.id, { disabled: false })
      },
      'the user is removed': ({ user }) => app().keyward.users.remove(user.id),
      'the user changes their password': (who) =>
        who.put('/password', { currentPassword: app().password, newPassword: newPassword() }),
      'the app sets their password': ({ user }) => app().keyward.users.setPassword(user.id, newPassword()),
      'an administrator resets their factors': ({ user }) =>
        app().keyward.users.resetMfa(user.id, { reason: 'lost' }),
      'an administrator ends their sessions': ({ user }) => app().keyward.sessions.endAll(user.id),
    }

    for (const [name, end] of Object.entries(ends)) {
      it(`is access_denied once ${name}`, async () => {
        const { who, device } = await approved()
        await end(who)
        refusedByOAuth(await poll(device), 'access_denied')
        refusedByOAuth(await poll(device), 'access_denied')
      })
    }

    it('is access_denied once its user has as many tokens as allowed, and collected once there is room', async () => {
      const { who, device } = await approved()
      const made = await Promise.all(Array.from({ length: 50 }, () => who.post('/tokens', {})))
      refusedByOAuth(await poll(device), 'access_denied')
      await who.delete(`/tokens/${made[0]?.body.id}`)
      assert.equal((await poll(device)).status, 200)
    })

    it('lives no longer than the policy allows when it is collected', async () => {
      const { device } = await approved()
      const { policies } = app().keyward
      await policies.replace({ kind: 'platform' }, { tokens: { maxHours: 2, defaultHours: 1 } })
      try {
        assert.equal((await poll(device)).body.expires_in, 7200)
      } finally {
        await policies.replace({ kind: 'platform' }, {})
      }
    })

    it('is access_denied while the credentials of its user are blocked for want of a factor', async () => {
      const { device } = await approved()
      const { policies } = app().keyward
      await policies.replace(
        { kind: 'platform' },
        { mfa: { enforceMfa: true }, enforcement: { blockCredentials: true } },
      )
      try {
        refusedByOAuth(await poll(device), 'access_denied')
      } finally {
        await policies.replace({ kind: 'platform' }, {})
      }
      assert.equal((await poll(device)).status, 200)
    })
  })
}
