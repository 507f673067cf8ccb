import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages, html, trustedHtml } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'

const pages = accountPages({
  messages: {
    en: { signIn: { title: 'Log in to Acme' }, apiKey: { title: 'Acme keys' } },
    'pt-BR': { signIn: { title: 'Entrar' } },
  },
  sections: {
    only: ['api-keys', 'password', 'two-step', 'sessions'],
    own: [
      {
        path: '/account/billing',
        label: { en: 'Billing', de: 'Rechnungen' },
        group: 'activity',
        render: ({ user, query }) => html`<p>${user.username} ${query('q')}</p>`,
      },
      { path: '/account/raw', label: 'Raw', group: 'activity', render: ({ query }) => query('q') },
      {
        path: '/account/ready',
        label: 'Ready',
        group: 'activity',
        render: () => trustedHtml('<b>ready</b>'),
      },
      {
        path: '/account/reports',
        label: 'Reports',
        group: 'administration',
        render: () => 'for administrators',
      },
      { href: '/help', label: 'Help', group: 'activity' },
    ],
  },
  legal: [{ label: { en: 'Imprint', de: 'Impressum' }, href: '/imprint' }],
})

export function hostOptionsContract(framework: Framework): void {
  describe('what a host says about its pages', () => {
    const app = appFor(framework, { pages })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())
    const signInPage = (language: string) =>
      pageClient(app(), app().client()).get('/auth/sign-in', { headers: { 'Accept-Language': language } })

    it('replaces texts, and adds a language that is English where it says nothing', async () => {
      const english = await signInPage('en')
      assert.equal(english.heading, 'Log in to Acme')
      const added = await signInPage('fr, pt-BR;q=0.9, en;q=0.5')
      assert.equal(added.heading, 'Entrar')
      assert.match(added.html, /<html lang="pt-BR"/)
      assert.match(added.text, /Password/)
      assert.equal((await signInPage('pt')).heading, 'Log in to Acme')
      assert.equal((await signInPage('de-AT')).heading, 'Anmelden')
      assert.match((await (await signedIn()).get('/auth/account/api-keys')).html, /<span>Acme keys<\/span>/)
    })

    it('leaves out sections, with their entries and their addresses', async () => {
      const visitor = await signedIn()
      const page = await visitor.get('/auth/account/api-keys')
      assert.doesNotMatch(page.html, /href="\/auth\/account\/(tokens|ssh-keys|ssh-private-keys|activity)"/)
      for (const path of ['tokens', 'ssh-keys', 'ssh-private-keys/new', 'activity', 'admin/users']) {
        assert.equal((await visitor.get(`/auth/account/${path}`)).status, 404, path)
      }
    })

    it('adds pages of the host’s, escaped unless it has declared them to be HTML', async () => {
      const visitor = await signedIn()
      const attack = '?q=%3Cscript%3Ealert(1)%3C/script%3E'
      for (const path of ['billing', 'raw']) {
        const page = await visitor.get(`/auth/account/${path}${attack}`)
        assert.equal(page.status, 200)
        assert.doesNotMatch(page.html, /<script>alert/)
        assert.match(page.html, /&lt;script&gt;/)
        assert.match(page.html, new RegExp(`href="/auth/account/${path}"[^>]* aria-current="page"`))
      }
      assert.match((await visitor.get('/auth/account/ready')).html, /<b>ready<\/b>/)
      const nobody = await pageClient(app(), app().client()).get('/auth/account/billing')
      assert.match(nobody.location ?? '', /^\/auth\/sign-in/)
    })

    it('takes no page at an address of ours, and says which one', () => {
      const { adapter } = app().keyward
      for (const path of ['/account/reauthentication', '/account/tokens/mine']) {
        const own = [{ path, label: 'a', group: 'activity', render: () => '' }] as const
        const made = () => adapter.routes({ pages: accountPages({ sections: { own } }) })
        assert.throws(
          made,
          { name: 'TypeError', message: /options:\n- sections\.own\.0\.path: is the/ },
          path,
        )
      }
    })

    it('shows what is for administrators to them alone', async () => {
      const visitor = await signedIn()
      assert.equal((await visitor.get('/auth/account/reports')).status, 403)
      const administrator = pageClient(app(), await app().admin())
      assert.match((await administrator.get('/auth/account/reports')).text, /for administrators/)
    })

    it('puts links into the navigation and at the foot of every page', async () => {
      const visitor = await signedIn()
      const { html: text } = await visitor.get('/auth/account/api-keys')
      assert.match(text, /<a href="\/help"/)
      assert.match(text, /<a href="\/imprint">Imprint<\/a>/)
      assert.match((await signInPage('de')).html, /<a href="\/imprint">Impressum<\/a>/)
    })
  })
}
