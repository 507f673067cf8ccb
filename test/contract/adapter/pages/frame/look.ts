import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import supertest from 'supertest'
import { accountPages } from '../../../../../src/pages/account-pages.js'
import type { AccountPagesOptions } from '../../../../../src/pages/account-pages.js'
import type { App } from '../../../../support/app.js'
import { startApp } from '../../../../support/app.js'
import type { Framework } from '../../../../support/host.js'

export function frameLookContract(framework: Framework): void {
  describe('what a host may make of the pages', () => {
    const withPages = async <T>(options: AccountPagesOptions, use: (app: App) => Promise<T>): Promise<T> => {
      const app = await startApp(framework, { pages: accountPages(options) })
      try {
        return await use(app)
      } finally {
        await app.close()
      }
    }

    it('a host may give the pages a look of its own', async () => {
      const options: AccountPagesOptions = {
        productName: 'Example & Söhne',
        logoUrl: 'https://cdn.example.com/logo.svg',
        homeUrl: 'https://www.example.com/',
        accent: '#ffcc00',
        stylesheets: ['/host.css'],
        nav: [{ label: 'Docs <1>', href: '/docs' }],
      }
      await withPages(options, async (app) => {
        const { text, headers } = await app.client().get('/sign-in')
        assert.match(text, /<title>Sign in · Example &amp; Söhne<\/title>/)
        assert.match(text, /<a class="kw-header-link" href="\/docs">Docs &lt;1&gt;<\/a>/)
        assert.match(text, /<link rel="stylesheet" href="\/host\.css"/)
        assert.match(
          headers['content-security-policy'] ?? '',
          /img-src 'self' data: https:\/\/cdn\.example\.com;/,
        )
        assert.match(
          headers['content-security-policy'] ?? '',
          /form-action 'self' https:\/\/www\.example\.com;/,
        )
        const [, style = ''] = /href="([^"]*\.css)"/.exec(text) ?? []
        const css = (await supertest(app.server).get(style)).text
        assert.match(css, /--kw-accent: #ffcc00; --kw-on-accent: #000000/)
      })
    })

    it('is a shell around them, and a policy of its own', async () => {
      const options: AccountPagesOptions = {
        layout: ({ title, lang, head, body, user }) =>
          `<html lang="${lang}"><head><title>${title}</title>${head}</head><body data-user="${user?.username ?? ''}"><h6>Host</h6>${body}</body></html>`,
        csp: 'host',
      }
      await withPages(options, async (app) => {
        const owner = await app.signedIn()
        const { text, headers } = await owner.get('/account/api-keys')
        assert.ok(
          text.startsWith('<html lang="en-GB"><head><title>API keys · keyward</title><link rel="stylesheet"'),
        )
        assert.ok(text.includes(`data-user="${owner.user.username}"><h6>Host</h6><div class="kw">`))
        assert.equal(headers['content-security-policy'], undefined)
      })
    })

    it('is a public path, where a proxy strips a part of it', async () => {
      await withPages({ publicPath: '/app/login' }, async (app) => {
        const away = await app.client().get('/account/api-keys?cursor=a')
        assert.equal(
          away.headers.location,
          '/app/login/sign-in?to=%2Fapp%2Flogin%2Faccount%2Fapi-keys%3Fcursor%3Da',
        )
        const { text } = await app.client().get('/sign-in')
        assert.ok(text.includes('action="/app/login/sign-in"'))
        assert.ok(!text.includes('"/auth/'))
      })
    })

    it('a host may say which language the pages speak', async () => {
      await withPages({ locale: () => 'de' }, async (app) => {
        const { text } = await app.client().get('/sign-in', { headers: { 'Accept-Language': 'en' } })
        assert.match(text, /<h1>Anmelden<\/h1>/)
      })
    })
  })
}
