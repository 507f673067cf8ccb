import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { PageClient } from '../../../support/page-client.js'
import { newKeyFile, newPassphrase } from '../../../support/private-key-files.js'
import { assertNoSecret } from '../../../support/secrets.js'
import { keygenMissing } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import type { SshPagesScene } from './scene.js'
import { hostile } from './scene.js'

export function sshPrivateKeysPageContract(app: () => App, { signedIn }: SshPagesScene): void {
  describe('the page for SSH private keys', () => {
    const path = '/auth/account/ssh-private-keys'

    async function add(pages: PageClient, fields: Readonly<Record<string, string>>) {
      const page = await pages.submit(await pages.get(`${path}/new`), 'Create SSH Private Key', fields)
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
      for (const text of [hostile, 'Account name www', stored.fingerprint, 'Created 15 Jan 2026']) {
        assert.ok(list.text.includes(text), text)
      }
      assert.ok(list.html.includes(`data-copy-text="${stored.publicKey}"`))
      assert.ok(!/PRIVATE KEY/.test(list.html))
    })

    it('takes a pasted key with its passphrase, and shows neither', async function () {
      if (keygenMissing() !== null) return this.skip()
      const pages = await signedIn()
      const passphrase = newPassphrase()
      const { text, publicKey } = newKeyFile({ type: 'ed25519', passphrase })
      const paste = { name: 'pasted', source: 'paste', privateKey: text }
      for (const [fields, status, said] of [
        [
          paste,
          422,
          /Passphrase \(if the key has one\): This key has a passphrase. Type it in, and paste the key again/,
        ],
        [{ ...paste, passphrase: 'another one' }, 422, /The passphrase isn’t right.*paste the key again/],
        [{ ...paste, name: ' ', passphrase }, 422, /Name: Fill this in/],
        [{ ...paste, privateKey: publicKey }, 422, /This is a public key/],
        [{ ...paste, privateKey: '' }, 422, /Remote Resource SSH Private Key: Fill this in/],
      ] as const) {
        const refused = await add(pages, fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
        assert.match(refused.html, /value="paste"\s+checked/)
      }
      const list = await pages.follow(await add(pages, { ...paste, passphrase }))
      assertNoSecret(list.html, 'the list')
      assert.ok(list.html.includes(`data-copy-text="${publicKey}"`))
    })

    it('sends neither a pasted key nor its passphrase along where a proof is asked for', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${path}/new`)
      app().clock.advance({ minutes: 11 })
      const fields = { name: 'mine', source: 'paste', privateKey: 'the key itself', passphrase: 'the phrase' }
      const asked = await pages.submit(page, 'Create SSH Private Key', fields)
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.ok(!/the key itself|the phrase/.test(asked.html))
      const proved = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      assert.equal(proved.status, 422)
      assert.match(proved.text, /Remote Resource SSH Private Key: Fill this in/)
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
      assert.match(wrong.text, /Account Name \(optional\):/)
      const change = { name: 'renamed', accountName: 'root', description: 'the old box' }
      const saved = await pages.follow(await pages.submit(edit, 'Save', change))
      assert.match(saved.text, /Saved “renamed”/)
      const { body } = await pages.client.get(`/ssh-private-keys/${id}`)
      assert.deepEqual({ ...body, ...change }, body)
      const ask = await pages.get(`${path}/${id}/deletion`)
      const deleted = await pages.follow(await pages.submit(ask, 'Delete credentials'))
      assert.match(deleted.text, /Deleted “renamed”/)
      assert.equal((await pages.client.get('/ssh-private-keys')).body.items.length, 1)
    })
  })
}
