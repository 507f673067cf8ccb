import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { origin } from '../../../support/app.js'
import type { Tamper } from '../../../support/authenticator.js'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { enrolKey } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const path = '/auth/account/passkeys'
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'

/** An authenticator that says which one it is, as those of phones and password managers do. */
function saying(aaguid: string): Tamper {
  return { parts: () => ({ aaguid: Buffer.from(aaguid.replaceAll('-', ''), 'hex') }) }
}

export function passkeyPagesContract(framework: Framework): void {
  describe('the pages for passkeys', () => {
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true } })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

    /** Adds a passkey by the form, and notes what only its answer shows. */
    async function add(
      pages: PageClient,
      { name = '', tamper, userAgent }: { name?: string; tamper?: Tamper; userAgent?: string } = {},
    ): Promise<PageView> {
      const form = await pages.get(`${path}/new`)
      const options = (await pages.client.post('/mfa/security-keys/options', { passkey: true }))
        .body as object
      const answer = softwareAuthenticator({ verifiesUser: true, synced: true }).register(options, {
        origin,
        tamper,
      })
      const fields = { name, response: JSON.stringify(answer) }
      const headers = userAgent === undefined ? {} : { 'User-Agent': userAgent }
      const done = await pages.submit(form, 'Add a passkey', fields, { headers })
      for (const [code] of done.text.matchAll(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g)) noteSecret(code)
      return done
    }

    async function names(pages: PageClient): Promise<readonly string[]> {
      const { html } = await pages.get(path)
      return [...html.matchAll(/<h2 class="kw-row-name"><bdi>(.*?)<\/bdi>/g)].map(([, name = '']) => name)
    }

    it('have an entry of their own in the navigation, and say so when there are none', async () => {
      const pages = await signedIn()
      const page = await pages.get(path)
      assert.deepEqual([page.status, page.heading], [200, 'Passkeys'])
      assert.match(page.html, /href="\/auth\/account\/passkeys"\s+aria-current="page"/)
      assert.match(page.text, /No passkeys yet/)
      assert.match(page.text, /also turns 2-Step Verification on/)
    })

    it('name a passkey after what it says that keeps it, the second of a kind with a number', async () => {
      const pages = await signedIn()
      await add(pages, { tamper: saying('ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4') })
      await add(pages, { tamper: saying('ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4') })
      await add(pages, { tamper: saying('bada5566-a7aa-401f-bd96-45619a55120d') })
      assert.deepEqual(await names(pages), [
        'Google Password Manager',
        'Google Password Manager 2',
        '1Password',
      ])
    })

    it('name one that says nothing after browser and system, and any as its owner likes', async () => {
      const pages = await signedIn()
      await add(pages, { userAgent: chrome })
      await add(pages)
      await add(pages, { name: 'Blue phone', tamper: saying('bada5566-a7aa-401f-bd96-45619a55120d') })
      const [first = '', ...others] = await names(pages)
      assert.match(first, /^Chrome\b.*\bLinux$/)
      assert.deepEqual(others, ['Passkey', 'Blue phone'])
      const taken = await add(pages, { name: 'Blue phone' })
      assert.equal(taken.status, 409)
      assert.match(taken.text, /You have one with this name already/)
    })

    it('rename and remove a passkey, and lead back to the list', async () => {
      const owner = await app().signedIn()
      const { id } = await enrolKey(owner, { passkey: true, verifiesUser: true, name: 'Phone' })
      const pages = pageClient(app(), owner)
      const renamed = await pages.submit(await pages.get(`${path}/${id}`), 'Save', { name: 'Old phone' })
      assert.equal(renamed.location, `${path}?done=security_key.renamed`)
      const asked = await pages.get(`${path}/${id}/removal`)
      assert.equal(asked.heading, 'Remove “Old phone”?')
      const removed = await pages.submit(asked, 'Remove passkey')
      assert.match((await pages.follow(removed)).text, /Removed “Old phone”/)
      assert.deepEqual(await names(pages), [])
      const gone = await pages.get(`${path}/${id}`)
      assert.ok(gone.status === 303 && gone.location?.startsWith(path))
    })

    it('stand apart from security keys, whose page tells how many there are', async () => {
      const owner = await app().signedIn()
      await enrolKey(owner, { name: 'Desk' })
      await enrolKey(owner, { passkey: true, verifiesUser: true, name: 'Phone' })
      const pages = pageClient(app(), owner)
      assert.deepEqual(await names(pages), ['Phone'])
      const page = await pages.get('/auth/account/two-step')
      assert.match(page.html, /<bdi>Desk<\/bdi>/)
      assert.doesNotMatch(page.html, /<bdi>Phone<\/bdi>/)
      assert.match(page.text, /Passkeys .*One set up/)
    })

    it('may be set up where a policy demands a factor at sign-in', async () => {
      const organizationId = `organization-${String(Math.random())}`
      const enforced = { policy: { mfa: { enforceMfa: true } }, switchedOn: {} }
      const at = { version: 0, at: app().clock.now() }
      await app().store.commit([app().store.policies.put(`organization:${organizationId}`, enforced, at)])
      const { username } = await app().user({ organizationId })
      const pages = pageClient(app(), app().client())
      const form = await pages.get('/auth/sign-in')
      await pages.submit(form, 'Sign in', { username, password: app().password })
      const choice = await pages.get('/auth/sign-in/enrol')
      assert.match(choice.html, /href="\/auth\/sign-in\/enrol\/passkeys\/new"/)
      assert.equal((await pages.get('/auth/sign-in/enrol/passkeys/new')).heading, 'Add a passkey')
    })
  })

  describe('the pages without passkeys', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('have no page for them, and list those from before among the security keys', async () => {
      const owner = await app().signedIn()
      await enrolKey(owner, { passkey: true, verifiesUser: true, name: 'Phone' })
      const pages = pageClient(app(), owner)
      assert.equal((await pages.get(path)).status, 404)
      const page = await pages.get('/auth/account/two-step')
      assert.match(page.html, /<bdi>Phone<\/bdi>/)
      assert.doesNotMatch(page.html, /account\/passkeys/)
    })
  })
}
