import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

export function policiesPageContract(app: () => App, { administrator }: AdminPagesScene): void {
  describe('the page for policies', () => {
    const path = `${root}/policies`

    async function open(pages: PageClient, organization: string): Promise<PageView> {
      return pages.get(`${path}?${new URLSearchParams({ organization }).toString()}`)
    }

    it('shows what a change would end before it is saved', async () => {
      const pages = await administrator()
      const organization = `../?#${hostile}`.slice(0, 60)
      const client = await app().signedIn(await app().user({ organizationId: organization }))
      await client.post('/api-keys', { name: 'a', expiresInDays: null })
      app().clock.advance({ days: 8 })
      const admin = pageClient(app(), await app().admin())
      const page = await open(admin, organization)
      assert.ok(page.text.includes(`Policy of the organization “${organization}”`))
      assert.ok(!page.html.includes('<script>alert'))
      assert.equal((await open(pages, organization)).location?.startsWith('/auth/sign-in'), true)
      const change = {
        ...{ 'apiKeys.allowedDays': 'some', 'apiKeys.allowedDays:7': 'on', 'apiKeys.defaultDays': '7' },
        ...{ 'mfa.graceDays': '3', 'tokens.lifetimeChoice': 'off', step: 'review' },
      }
      const review = await admin.submit(page, 'Review changes', change)
      assert.equal(review.heading, 'What this would change')
      assert.match(review.text, /API keys that would stop working: 1/)
      // Each change, old and new, and whom it touches, by name.
      assert.match(review.text, /Not set → 7 days.*Not set → Off/)
      assert.ok(review.text.includes(`This touches ${client.user.username}`))
      assert.match(page.text, /0 to 365\. In force now/)
      const stored = `/admin/policies/organizations/${encodeURIComponent(organization)}`
      assert.deepEqual((await admin.client.get(stored)).body.policy, {})
      const edit = await admin.submit(review, 'Change something', { step: 'edit' })
      const form = edit.forms.find(({ buttons }) => buttons.includes('Review changes'))
      assert.deepEqual([form?.fields['mfa-grace-days'], form?.fields['api-keys-allowed-days-7']], ['3', 'on'])
      const saved = await admin.follow(await admin.submit(review, 'Save policy', { step: 'save' }))
      assert.match(saved.text, /Saved the policy/)
      assert.deepEqual((await admin.client.get(stored)).body.policy, {
        apiKeys: { allowedDays: [7], defaultDays: 7 },
        tokens: { lifetimeChoice: false },
        mfa: { graceDays: 3 },
      })
    })

    it('has three states, and says what the platform sets', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const set = async (at: string, fields: Record<string, string>): Promise<void> => {
        const review = await pages.submit(await open(pages, at), 'Review changes', {
          ...fields,
          step: 'review',
        })
        assert.equal((await pages.submit(review, 'Save policy', { step: 'save' })).status, 303)
      }
      const stored = async () =>
        (await pages.client.get(`/admin/policies/organizations/${organization}`)).body.policy
      await set(organization, { 'enforcement.blockSshKeys': 'on', 'sshKeys.maxDays': '90' })
      assert.deepEqual(await stored(), { enforcement: { blockSshKeys: true }, sshKeys: { maxDays: 90 } })
      await set('', { 'sshKeys.maxDays': '365', 'sshKeys.permit': 'some', 'sshKeys.permit:pty': 'on' })
      try {
        const page = await open(pages, organization)
        assert.match(page.text, /Longest life 365 days Set by the platform/)
        assert.ok(!page.html.includes('<select class="kw-input" id="ssh-keys-max-days"'))
        await set(organization, { 'enforcement.blockSshKeys': 'off' })
        assert.deepEqual(await stored(), { enforcement: { blockSshKeys: false }, sshKeys: { maxDays: 90 } })
      } finally {
        await set('', { 'sshKeys.maxDays': '', 'sshKeys.permit': '' })
      }
      await set(organization, { 'enforcement.blockSshKeys': '', 'sshKeys.maxDays': '' })
      assert.deepEqual(await stored(), {})
    })

    it('refuses a form that is stale, and shows how it stands now', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const page = await open(pages, organization)
      const review = await pages.submit(page, 'Review changes', { 'mfa.graceDays': '1', step: 'review' })
      const put = { mfa: { graceDays: 9 } }
      await pages.client.put(`/admin/policies/organizations/${organization}`, put)
      const step = { step: 'save' }
      for (const stale of [
        await pages.submit(review, 'Save policy', step),
        await pages.submit(page, 'Review changes', { 'mfa.graceDays': '1', step: 'review' }),
        await pages.submit(review, 'Save policy', { ...step, version: 'x' }),
      ]) {
        assert.equal(stale.status, 412)
        assert.match(stale.text, /Somebody changed this meanwhile/)
        const form = stale.forms.find(({ buttons }) => buttons.includes('Review changes'))
        assert.equal(form?.fields['mfa-grace-days'], '9')
      }
      const { body } = await pages.client.get(`/admin/policies/organizations/${organization}`)
      assert.deepEqual(body.policy, put)
    })

    it('refuses what makes no sense, and what the setter does not live up to', async () => {
      const pages = await administrator()
      const page = await open(pages, 'acme')
      for (const [fields, status, said] of [
        [{ 'mfa.graceDays': 'many' }, 422, /Days to set it up: /],
        [{ 'apiKeys.maxPerUser': '51' }, 422, /API keys per user: This is outside/],
        [{ 'apiKeys.allowedDays': 'some' }, 422, /Expirations to choose from: /],
        [{ 'tokens.maxHours': '1', 'tokens.defaultHours': '2' }, 422, /Default lifetime: /],
        [{ 'mfa.enforceMfa': 'on', step: 'save' }, 409, /Set up yourself what you demand/],
      ] as const) {
        const refused = await pages.submit(page, 'Review changes', { step: 'review', ...fields })
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
      }
    })
  })
}
