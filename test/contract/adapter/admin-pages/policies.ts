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
      return pages.get(`${path}/edit?${new URLSearchParams({ organization }).toString()}`)
    }

    /** What the cards say, by their group. */
    async function cards(pages: PageClient, organization: string): Promise<Record<string, string>> {
      const { html } = await pages.get(`${path}?${new URLSearchParams({ organization }).toString()}`)
      const found = [...html.matchAll(/<h[23]>([^<]*)<\/h[23]>\s*<p>(.*?)<\/p>/gs)]
      const plain = (text: string) =>
        text
          .replace(/<[^>]*>/g, '')
          .replace(/\s+/g, ' ')
          .trim()
      return Object.fromEntries(found.map(([, group = '', holds = '']) => [plain(group), plain(holds)]))
    }

    it('says in words what holds, and where it comes from', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      assert.deepEqual(await cards(pages, organization), {
        '2-step verification': 'Nobody has to set up a second factor. Default',
        'Users who haven’t set up the required second factor':
          'Their API keys and tokens go on working. Their SSH keys go on working. Default',
        'API keys':
          'Users choose the expiration: 7 days, 30 days, 60 days, 90 days or no expiration. Unless they choose, a key expires after 30 days. Keys per user: 50 at most. Default',
        Tokens:
          'Users choose the lifetime, up to 24 hours. Unless they choose, a token expires after 24 hours. Default',
        'SSH keys':
          'Keys of every type. RSA keys have 2048 bits or more. Keys may have no expiration. Who signs in may use a terminal. Default',
      })
      const { policies } = app().keyward
      await policies.replace(
        { kind: 'organization', id: organization },
        {
          mfa: { enforceSecurityKey: true, securityKeyKind: 'device-bound', graceDays: 1 },
          apiKeys: { allowedDays: [7], maxPerUser: 0 },
          tokens: { lifetimeChoice: false, defaultHours: 1 },
          sshKeys: { allowedTypes: ['ssh-ed25519'], maxDays: 90, permit: [] },
        },
      )
      await policies.replace(
        { kind: 'platform' },
        { enforcement: { blockSshKeys: true }, tokens: { lifetimeChoice: false }, sshKeys: { maxDays: 1 } },
      )
      try {
        assert.deepEqual(await cards(pages, organization), {
          '2-step verification':
            'Everybody needs a security key. It must be one that can’t be synced. Time to set it up: 1 day. Set here',
          'Users who haven’t set up the required second factor':
            'Their API keys and tokens go on working. Default Their SSH keys are refused. Set by the platform',
          // The default is shorter than it was set, since nothing else is to choose from.
          'API keys':
            'Users choose the expiration: 7 days. Unless they choose, a key expires after 7 days. Users can’t add any. Set here',
          Tokens: 'Every token expires after 1 hour. Set by the platform Set here',
          'SSH keys':
            'Only keys of these types: ssh-ed25519. Set here A key expires after 1 day at the latest. Set by the platform Who signs in may only run commands. Set here',
        })
        assert.match((await cards(pages, '')).Tokens ?? '', /^Every token expires after 24 hours\. Set here$/)
      } finally {
        await policies.replace({ kind: 'platform' }, {})
      }
    })

    it('lists the organisations that have a policy, a page at a time, and opens any by its id', async () => {
      const pages = await administrator()
      const { policies } = app().keyward
      const prefix = `~${hostile.slice(0, 20)}${Math.random()}`
      const ids = Array.from({ length: 52 }, (_, i) => `${prefix}-${String(i + 10)}`)
      for (const id of ids) await policies.replace({ kind: 'organization', id }, { mfa: { graceDays: 1 } })
      const list = await pages.get(`${path}?${new URLSearchParams({ after: prefix }).toString()}`)
      assert.ok(!list.html.includes('<script>alert'))
      assert.ok(ids.slice(0, 50).every((id) => list.text.includes(id)))
      assert.ok(!list.text.includes(ids[50] ?? ''))
      const next = /href="([^"]*[?&]after=[^"]*)"/.exec(list.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const further = await pages.get(next)
      assert.ok(ids.slice(50).every((id) => further.text.includes(id)))
      assert.ok(further.text.includes('Back to the start'))
      const unknown = await pages.get(`${path}?organization=nobody-yet`)
      assert.equal(unknown.heading, 'Policy of the organization “nobody-yet”')
      assert.equal((await pages.get(`${path}?after=${'x'.repeat(65)}`)).status, 422)
      for (const id of ids) await policies.replace({ kind: 'organization', id }, {})
      const none = await pages.get(`${path}?${new URLSearchParams({ after: prefix }).toString()}`)
      assert.ok(!ids.some((id) => none.text.includes(id)))
    })

    it('edits one group, and leaves what the others set', async () => {
      const pages = await administrator()
      const level = { kind: 'organization', id: `organization-${Math.random()}` } as const
      const { policies } = app().keyward
      await policies.replace(level, {
        apiKeys: { allowedDays: [7, 'none'], defaultDays: 7 },
        sshKeys: { maxDays: 45, permit: [] },
      })
      const edit = (part: string) =>
        pages.get(`${path}/edit?${new URLSearchParams({ organization: level.id, part }).toString()}`)
      const page = await edit('tokens')
      assert.match(page.text, /Longest lifetime/)
      assert.ok(!page.text.includes('API keys per user'))
      const refused = await pages.submit(page, 'Review changes', {
        ...{ 'tokens.maxHours': '2', 'tokens.defaultHours': '3', step: 'review' },
      })
      assert.equal(refused.status, 422)
      assert.ok(!refused.text.includes('API keys per user'))
      const review = await pages.submit(refused, 'Review changes', {
        ...{ 'tokens.defaultHours': '1', step: 'review' },
      })
      const saved = await pages.submit(review, 'Save policy', { step: 'save' })
      assert.equal(new URL(saved.location ?? '', 'http://a').searchParams.get('organization'), level.id)
      assert.deepEqual((await policies.get(level)).policy, {
        apiKeys: { allowedDays: [7, 'none'], defaultDays: 7 },
        sshKeys: { maxDays: 45, permit: [] },
        tokens: { maxHours: 2, defaultHours: 1 },
      })
      // What is to be mended elsewhere is shown, and so is everything where there is no such group.
      for (const shown of [
        await pages.submit(page, 'Review changes', { 'apiKeys.maxPerUser': '51', step: 'review' }),
        await edit('none'),
      ]) {
        assert.match(shown.text, /API keys per user/)
      }
    })

    it('names limits before they are broken', async () => {
      const { text } = await open(await administrator(), '')
      for (const said of [
        /Expirations to choose from .*? At least one\. In force now/,
        /Default expiration .*? Has to be one of those to choose from\. In force now/,
        /API keys per user 0 to 50\. In force now/,
        /Days to set it up 0 to 365\. In force now/,
        /Default lifetime .*? Can’t be more than the longest lifetime\. In force now/,
        /Types of key .*? At least one\. In force now/,
      ]) {
        assert.match(text, said)
      }
    })

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
      assert.ok(review.text.includes(`Affected: ${client.user.username}`))
      assert.match(page.text, /0 to 365\. In force now/)
      const stored = `/admin/policies/organizations/${encodeURIComponent(organization)}`
      assert.deepEqual((await admin.client.get(stored)).body.policy, {})
      const edit = await admin.submit(review, 'Back to editing', { step: 'edit' })
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

    it('says what ends earlier, whose it is, and what else holds then', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const client = await app().signedIn(await app().user({ organizationId: organization }))
      await client.post('/api-keys', { name: 'a', expiresInDays: null })
      const review = await pages.submit(await open(pages, organization), 'Review changes', {
        ...{ 'apiKeys.allowedDays': 'some', 'apiKeys.allowedDays:7': 'on', step: 'review' },
      })
      assert.match(review.text, /What else holds then Default expiration 30 days → 7 days/)
      assert.ok(review.text.includes(`API keys that will end earlier: 1 Affected: ${client.user.username}`))
      assert.ok(!review.text.includes('Nothing that works now would stop'))
    })

    it('says beforehand that the setter must comply first, and who will be asked after the days of grace', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const { username } = await app().user({ organizationId: organization })
      const review = await pages.submit(await open(pages, organization), 'Review changes', {
        ...{ 'mfa.enforceMfa': 'on', 'mfa.graceDays': '14', step: 'review' },
      })
      assert.match(review.text, /You can’t save this yet: first set up yourself/)
      assert.match(review.html, /href="[^"]*\/account\/two-step">Set it up</)
      assert.ok(!review.text.includes('Save policy'))
      assert.ok(review.text.includes(`without setting up a second factor: 1 Affected: ${username}`))
    })

    it('offers nothing to save where nothing was changed', async () => {
      const pages = await administrator()
      const review = await pages.submit(await open(pages, 'acme'), 'Review changes', { step: 'review' })
      assert.match(review.text, /You have changed nothing\./)
      assert.ok(!review.text.includes('Save policy'))
      assert.ok(!review.text.includes('Nothing that works now'))
      const edit = await pages.submit(review, 'Back to editing', { step: 'edit' })
      assert.match(edit.text, /“Not set” leaves it to the default/)
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
        [{ 'mfa.graceDays': 'many' }, 422, /Days to set it up: Enter a whole number from 0 to 365\./],
        [{ 'apiKeys.maxPerUser': '51' }, 422, /API keys per user: Enter a whole number from 0 to 50\./],
        [{ 'apiKeys.allowedDays': 'some' }, 422, /Expirations to choose from: /],
        [{ 'tokens.maxHours': '1', 'tokens.defaultHours': '2' }, 422, /Default lifetime: /],
        [{ 'mfa.enforceMfa': 'on', step: 'save' }, 409, /Set up yourself what you require/],
      ] as const) {
        const refused = await pages.submit(page, 'Review changes', { step: 'review', ...fields })
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
      }
    })
  })
}
