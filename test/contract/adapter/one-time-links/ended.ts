import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import type { App } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { LinkScene } from './scene.js'

/** What a link does not survive. */
export function linksEndedContract(
  app: () => App,
  { use, uninvited, invitationFor, resetFor, codeIn, signsIn }: LinkScene,
): void {
  const ways: Readonly<Record<string, (owner: UserRow) => Promise<unknown>>> = {
    'their own change of the password': async (owner) => {
      const { signedIn, password } = app()
      const body = { currentPassword: password, newPassword: newPassword() }
      assert.equal((await (await signedIn(owner)).put('/password', body)).status, 204)
    },
    'a password that the app sets': ({ id }) => app().keyward.users.setPassword(id, newPassword()),
    'a temporary password that an administrator makes': async ({ id }) => {
      assert.equal((await (await app().admin()).post(`/admin/users/${id}/password`, {})).status, 201)
    },
    'a temporary password that the app makes': ({ id }) => app().keyward.users.resetPassword(id),
    'another link that is used': async (owner) => {
      assert.equal((await use('password-reset', await resetFor(owner))).status, 204)
    },
    'a factor that is set up': async (owner) => enrolApp(app(), await app().signedIn(owner)),
    'an end of all sessions': ({ id }) => app().keyward.users.endSessions(id),
    'the user being disabled, also when they are enabled again': async ({ id }) => {
      await app().keyward.users.disable(id)
      await app().keyward.users.enable(id)
    },
    'the end of the user': ({ id }) => app().keyward.users.remove(id),
  }

  describe('a link that was made before', () => {
    for (const [way, end] of Object.entries(ways)) {
      it(`is dead after ${way}`, async () => {
        const owner = await app().user()
        const code = await resetFor(owner)
        await end(owner)
        refused(await use('password-reset', code), 401, 'invalid_code')
      })
    }

    it('an invitation is dead once a password was set in another way', async () => {
      const owner = await uninvited()
      const code = await invitationFor(owner)
      const wanted = newPassword()
      await app().keyward.users.setPassword(owner.id, wanted)
      refused(await use('invitation', code), 401, 'invalid_code')
      assert.equal(await signsIn(owner, wanted), true)
    })

    it('is dead at its end, and not before', async () => {
      const { clock, keyward } = app()
      const [early, late] = [await uninvited(), await uninvited()]
      const codes = [await invitationFor(early), codeIn((await keyward.users.invite(late.id)).url.reveal())]
      clock.advance({ hours: 7 * 24 - 1 })
      assert.equal((await use('invitation', codes[0])).status, 204)
      clock.advance({ hours: 1 })
      refused(await use('invitation', codes[1]), 401, 'invalid_code')
    })

    it('ends with the first of a user’s links that is used; those of others stay', async () => {
      const [owner, other] = [await uninvited(), await uninvited()]
      const [first, second] = [await invitationFor(owner), await invitationFor(owner)]
      const reset = await resetFor(owner)
      const ofOther = await invitationFor(other)
      assert.equal((await use('invitation', second)).status, 204)
      refused(await use('invitation', first), 401, 'invalid_code')
      refused(await use('password-reset', reset), 401, 'invalid_code')
      assert.equal((await use('invitation', ofOther)).status, 204)
    })
  })
}
