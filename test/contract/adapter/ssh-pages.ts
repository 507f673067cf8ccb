import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import type { PageClient } from '../../support/page-client.js'
import { pageClient } from '../../support/page-client.js'
import { newKeyFile, newPassphrase } from '../../support/private-key-files.js'
import { assertNoSecret } from '../../support/secrets.js'
import { keygenMissing, newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`
const aKey = newKeys['ssh-ed25519']

/** The pages for SSH keys and SSH private keys. */
export function sshPagesContract(framework: Framework): void {
  const app = appFor(framework, { pages: accountPages() })
  const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

  describe('the page for SSH keys', () => {
    const path = '/auth/account/ssh-keys'

    async function add(pages: PageClient, fields: Readonly<Record<string, string>>) {
      return pages.submit(await pages.get(`${path}/new`), 'Add key', fields)
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
      assert.match(added.text, /Added 15 Jan 2026 Never offered Expires 14 Feb 2026/)
      assert.ok(added.html.includes(`value="${publicKey.split(' ').slice(0, 2).join(' ')}"`))
      assert.ok(!added.html.includes('<script>alert'))
      const ask = await pages.get(`${path}/${stored.id}/deletion`)
      assert.equal(ask.heading, `Delete “${hostile}”?`)
      const deleted = await pages.follow(await pages.submit(ask, 'Delete SSH key'))
      assert.ok(deleted.text.includes(`Deleted “${hostile}”`))
      assert.match(deleted.text, /No SSH keys yet/)
    })

    it('adds one key, however often the form is sent', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${path}/new`)
      const fields = { name: 'laptop', publicKey: aKey() }
      assert.equal((await pages.submit(page, 'Add key', fields)).location, `${path}?done=ssh_key.created`)
      const again = await pages.submit(page, 'Add key', { name: 'other', publicKey: aKey() })
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
      const form = taken.forms.find(({ buttons }) => buttons.includes('Add key'))
      assert.equal(form?.fields.publicKey?.trim(), publicKey.split(' ').slice(0, 2).join(' '))
      const secret = 'c2VjcmV0IHdoYXRldmVyIGl0IGlz'
      for (const [pasted, said] of [
        [`-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}`, /This is a private key/],
        [`PuTTY-User-Key-File-3: ssh-ed25519\n${secret}`, /This is a private key/],
        [secret, /can’t be read as a key/],
        [`ssh-ed25519 ${secret}`, /can’t be read as a key/],
        ['', /Public key: Fill this in/],
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
      const asked = await pages.submit(page, 'Add key', { name: 'mine', publicKey: secret })
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.ok(!asked.html.includes(secret))
      assert.match(asked.html, /name="name" value="mine"/)
    })

    it('shows nothing of another user’s', async () => {
      const [mine, other] = [await signedIn(), await signedIn()]
      await add(other, { name: 'theirs', publicKey: aKey() })
      const [{ id }] = (await other.client.get('/ssh-keys')).body.items
      assert.equal((await mine.get(`${path}/${id}/deletion`)).status, 404)
    })
  })

  describe('the page for SSH private keys', () => {
    const path = '/auth/account/ssh-private-keys'

    async function add(pages: PageClient, fields: Readonly<Record<string, string>>) {
      const page = await pages.submit(await pages.get(`${path}/new`), 'Add key', fields)
      assertNoSecret(page.html, 'the answer')
      return page
    }

    it('generates a key, and shows its public half to copy', async () => {
      const pages = await signedIn()
      assert.match((await pages.get(path)).text, /No SSH private keys yet/)
      const made = await add(pages, {
        ...{ name: 'deploy', source: 'generate', accountName: 'www' },
        description: `line one\r\n${hostile}`,
      })
      const list = await pages.follow(made)
      const [stored] = (await pages.client.get('/ssh-private-keys')).body.items
      assert.equal(stored.description, `line one\n${hostile}`)
      for (const text of [hostile, 'for www', stored.fingerprint, 'Added 15 Jan 2026', 'Never used']) {
        assert.ok(list.text.includes(text), text)
      }
      assert.ok(list.html.includes(`value="${stored.publicKey}"`))
      assert.ok(!/PRIVATE KEY/.test(list.html))
    })

    it('takes a pasted key with its passphrase, and shows neither', async function () {
      if (keygenMissing() !== null) return this.skip()
      const pages = await signedIn()
      const passphrase = newPassphrase()
      const { text, publicKey } = newKeyFile({ type: 'ed25519', passphrase })
      const paste = { name: 'pasted', source: 'paste', privateKey: text }
      for (const [fields, status, said] of [
        [paste, 422, /Passphrase, if it has one: This key has a passphrase/],
        [{ ...paste, passphrase: 'another one' }, 422, /The passphrase isn’t right/],
        [{ ...paste, name: ' ', passphrase }, 422, /Name: Fill this in/],
        [{ ...paste, privateKey: publicKey }, 422, /This is a public key/],
        [{ ...paste, privateKey: '' }, 422, /Private key: Fill this in/],
      ] as const) {
        const refused = await add(pages, fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
        assert.match(refused.html, /value="paste"\s+checked/)
      }
      const list = await pages.follow(await add(pages, { ...paste, passphrase }))
      assertNoSecret(list.html, 'the list')
      assert.ok(list.html.includes(`value="${publicKey}"`))
    })

    it('sends neither a pasted key nor its passphrase along where a proof is asked for', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${path}/new`)
      app().clock.advance({ minutes: 11 })
      const fields = { name: 'mine', source: 'paste', privateKey: 'the key itself', passphrase: 'the phrase' }
      const asked = await pages.submit(page, 'Add key', fields)
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.ok(!/the key itself|the phrase/.test(asked.html))
      const proved = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      assert.equal(proved.status, 422)
      assert.match(proved.text, /Private key: Fill this in/)
      assert.match(proved.html, /name="name"[^>]*value="mine"/s)
    })

    it('changes the notes, and deletes', async () => {
      const pages = await signedIn()
      await add(pages, { name: 'one', source: 'generate' })
      await add(pages, { name: 'two', source: 'generate' })
      const [{ id }] = (await pages.client.get('/ssh-private-keys')).body.items
      const edit = await pages.get(`${path}/${id}`)
      const taken = await pages.submit(edit, 'Save', { name: 'one' })
      assert.deepEqual([taken.status, /You have one with this name/.test(taken.text)], [409, true])
      const wrong = await pages.submit(edit, 'Save', { accountName: 'a b' })
      assert.match(wrong.text, /Account name \(optional\):/)
      const change = { name: 'renamed', accountName: 'root', description: 'the old box' }
      const saved = await pages.follow(await pages.submit(edit, 'Save', change))
      assert.match(saved.text, /Saved “renamed”/)
      const { body } = await pages.client.get(`/ssh-private-keys/${id}`)
      assert.deepEqual({ ...body, ...change }, body)
      const ask = await pages.get(`${path}/${id}/deletion`)
      const deleted = await pages.follow(await pages.submit(ask, 'Delete SSH private key'))
      assert.match(deleted.text, /Deleted “renamed”/)
      assert.equal((await pages.client.get('/ssh-private-keys')).body.items.length, 1)
    })
  })

  describe('the navigation', () => {
    it('has SSH keys between tokens and 2-step verification', async () => {
      const { html } = await (await signedIn()).get('/auth/account/ssh-keys')
      const nav = /<nav[^>]*>(.*?)<\/nav>/s.exec(html)?.[1] ?? ''
      assert.deepEqual(
        [...nav.matchAll(/href="\/auth\/account\/([^"]*)"/g)].map(([, path]) => path),
        ['api-keys', 'tokens', 'ssh-keys', 'ssh-private-keys', 'two-step', 'sessions', 'activity'],
      )
    })
  })
}
