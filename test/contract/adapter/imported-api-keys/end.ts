import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { invalidToken, refused } from '../../../support/problems.js'
import type { ImportedScene } from './scene.js'
import { imported } from './scene.js'

const dayMs = 86_400_000

/** How an imported key ends. */
export function importedEndContract(app: () => App, { use }: ImportedScene): void {
  it('become keyward’s own by a rotation; the old text lives on for the overlap, and not beyond its own end', async () => {
    const { owner, text, apiKey } = await imported(app(), { expiresAt: app().clock.now() + 10 * dayMs })
    const rotate = (overlapSeconds: number) =>
      owner.post(`/api-keys/${apiKey.id}/rotation`, { overlapSeconds })
    const { body } = await rotate(3600)
    assert.match(body.key, /^kwk_\w{36}$/)
    assert.equal(Date.parse(body.expiresAt) - app().clock.now() > 9 * dayMs, true)
    for (const one of [text, body.key]) assert.equal((await use(one)).status, 200)
    app().clock.advance({ hours: 1 })
    invalidToken(await use(text))
    assert.equal((await use(body.key)).status, 200)
  })

  it('end at their own end, or sooner where the policy says so', async () => {
    const end = app().clock.now() + dayMs
    const { text } = await imported(app(), { expiresAt: end })
    const { text: unending } = await imported(app(), {})
    app().clock.advance({ ms: dayMs - 1000 })
    assert.equal((await use(text)).status, 200)
    app().clock.advance({ ms: 1000 })
    invalidToken(await use(text))
    const admin = await app().admin()
    const policy = { apiKeys: { allowedDays: [7], defaultDays: 7 } }
    assert.equal((await admin.put('/admin/policies/platform', policy)).status, 200)
    try {
      assert.equal((await use(unending)).status, 200)
      app().clock.advance({ hours: 7 * 24 })
      invalidToken(await use(unending))
    } finally {
      await (
        await app().admin()
      ).put('/admin/policies/platform', {
        apiKeys: { allowedDays: [7, 30, 60, 90, 'none'], defaultDays: 30 },
      })
    }
  })

  it('are refused with their owner, and ended by whoever holds them', async () => {
    const { owner, text } = await imported(app(), {})
    assert.equal((await use(text)).status, 200)
    await app().keyward.users.disable(owner.user.id)
    invalidToken(await use(text))
    await app().keyward.users.enable(owner.user.id)
    assert.equal((await use(text)).status, 200)
    const revoke = { type: 'application/x-www-form-urlencoded', raw: `token=${encodeURIComponent(text)}` }
    assert.equal((await app().client().post('/revoke', undefined, revoke)).status, 200)
    invalidToken(await use(text))
  })

  it('an API key from before keyward makes no other key', async () => {
    const { text } = await imported(app(), {})
    const answer = await app().client().post('/api-keys', { name: 'a' }, { bearer: text })
    refused(answer, 403, 'interactive_session_required')
  })
}
