import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import type { SshPagesScene } from './scene.js'
import { hostile } from './scene.js'

const aKey = newKeys['ssh-ed25519']

export function sshKeysPageContract(app: () => App, { signedIn }: SshPagesScene): void {
  describe('the page for SSH keys', () => {
    const path = '/auth/account/ssh-keys'

    async function add(pages: PageClient, fields: Readonly<Record<string, string>>) {
      return pages.submit(await pages.get(`${path}/new`), 'Add Key', fields)
    }

    it('says how to begin, adds a key, shows it and deletes it', async () => {
      const pages = await signedIn()
      const empty = await pages.get(path)
      assert.match(empty.text, /No SSH keys yet/)
      assert.match(empty.text, /ssh-keygen -t ed25519 .*~\/\.ssh\/id_ed25519\.pub/)
      const publicKey = aKey()
      const added = await pages.follow(await add(pages, { name: hostile, publicKey, expiresInDays: '30' }))
      const [stored] = (await pages.client.get('/ssh-keys')).body.items
      assert.ok(added.text.includes(`Added “${hostile}”`))
      assert.ok(added.text.includes(`ssh-ed25519 ${stored.fingerprint}`))
      assert.match(added.text, /Last offered Never Expires 14 Feb 2026 Added 15 Jan 2026/)
      assert.ok(added.html.includes(`data-copy-text="${publicKey.split(' ').slice(0, 2).join(' ')}"`))
      assert.ok(!added.html.includes('<script>alert'))
      const ask = await pages.get(`${path}/${stored.id}/deletion`)
      assert.equal(ask.heading, `Delete “${hostile}”?`)
      const deleted = await pages.follow(await pages.submit(ask, 'Delete SSH Key'))
      assert.ok(deleted.text.includes(`Deleted “${hostile}”`))
      assert.match(deleted.text, /No SSH keys yet/)
    })

    it('adds one key, however often the form is sent', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${path}/new`)
      const fields = { name: 'laptop', publicKey: aKey() }
      assert.equal((await pages.submit(page, 'Add Key', fields)).location, `${path}?done=ssh_key.created`)
      const again = await pages.submit(page, 'Add Key', { name: 'other', publicKey: aKey() })
      assert.equal(again.location, `${path}?notice=sent-already`)
      assert.equal((await pages.client.get('/ssh-keys')).body.items.length, 1)
    })

    it('offers the expirations that the policy allows', async () => {
      const organizationId = `organization-${Math.random()}`
      const admin = await app().admin()
      const policy = { sshKeys: { maxDays: 100 } }
      assert.equal((await admin.put(`/admin/policies/organizations/${organizationId}`, policy)).status, 200)
      const pages = pageClient(app(), await app().signedIn(await app().user({ organizationId })))
      const options = (await pages.get(`${path}/new`)).html.match(/<option[^>]*value="\w+"/g) ?? []
      assert.deepEqual(
        options.map((option) => /value="(\w+)"/.exec(option)?.[1]),
        ['30', '90', '100'],
      )
      const refused = await add(pages, { name: 'a', publicKey: aKey(), expiresInDays: 'none' })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /Expiration: Your organization doesn’t allow this expiration/)
    })

    it('says what is wrong, and shows again what was typed, but for what may be secret', async () => {
      const pages = await signedIn()
      const publicKey = aKey()
      await add(pages, { name: 'taken', publicKey: aKey() })
      const taken = await add(pages, { name: 'taken', publicKey: `${publicKey} me@laptop` })
      assert.equal(taken.status, 409)
      assert.match(taken.text, /Name: You have one with this name already/)
      const form = taken.forms.find(({ buttons }) => buttons.includes('Add Key'))
      assert.equal(form?.fields['public-key']?.trim(), publicKey.split(' ').slice(0, 2).join(' '))
      const secret = 'c2VjcmV0IHdoYXRldmVyIGl0IGlz'
      for (const [pasted, said] of [
        [`-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}`, /This is a private key/],
        [`PuTTY-User-Key-File-3: ssh-ed25519\n${secret}`, /This is a private key/],
        [secret, /can’t be read as a key/],
        [`ssh-ed25519 ${secret}`, /can’t be read as a key/],
        ['', /Key: Fill this in/],
      ] as const) {
        const refused = await add(pages, { name: 'mine', publicKey: pasted })
        assert.equal(refused.status, 422)
        assert.match(refused.text, said)
        assert.ok(!refused.html.includes(secret))
        assert.match(refused.html, /name="name"[^>]*value="mine"/s)
      }
    })

    it('asks for a proof before a key is pasted, and sends what was pasted along in no page', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${path}/new`)
      app().clock.advance({ minutes: 11 })
      assert.match((await pages.get(`${path}/new`)).location ?? '', /\/account\/reauthentication\?to=/)
      const secret = 'c2VjcmV0IHdoYXRldmVyIGl0IGlz'
      const asked = await pages.submit(page, 'Add Key', { name: 'mine', publicKey: secret })
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.ok(!asked.html.includes(secret))
      assert.match(asked.html, /name="name" value="mine"/)
    })

    it('shows nothing of another user’s', async () => {
      const [mine, other] = [await signedIn(), await signedIn()]
      await add(other, { name: 'theirs', publicKey: aKey() })
      const [{ id }] = (await other.client.get('/ssh-keys')).body.items
      assert.equal((await mine.get(`${path}/${id}/deletion`)).location, `${path}?notice=gone`)
    })
  })
}
