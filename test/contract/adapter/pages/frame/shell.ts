import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import supertest from 'supertest'
import { accountPages } from '../../../../../src/pages/account-pages.js'
import type { AccountPagesOptions, ShellPage } from '../../../../../src/pages/account-pages.js'
import type { App } from '../../../../support/app.js'
import { startApp } from '../../../../support/app.js'
import type { Framework } from '../../../../support/host.js'

export function frameShellContract(framework: Framework): void {
  describe('a page in the shell of a host', () => {
    const withPages = async (options: AccountPagesOptions, use: (app: App) => Promise<void>) => {
      const app = await startApp(framework, { pages: accountPages(options) })
      try {
        await use(app)
      } finally {
        await app.close()
      }
    }

    it('comes in parts: navigation and main without a header or a main of their own', async () => {
      const shown: ShellPage[] = []
      await withPages({ layout: (page) => (shown.push(page), page.body) }, async (app) => {
        const owner = await app.signedIn()
        await owner.get('/account/api-keys')
        await app.client().get('/sign-in')
      })
      const [page, signIn] = shown
      assert.ok(page && signIn)
      assert.match(page.navigation, /^<div class="kw kw-in-shell"><button [^>]*popovertarget="kw-nav"/)
      assert.match(page.navigation, /href="\/auth\/account\/tokens"/)
      assert.match(page.navigation, /action="\/auth\/sign-out"/)
      assert.match(page.main, /<h1>API keys<\/h1>/)
      assert.match(page.main, /kw-breadcrumb/)
      assert.doesNotMatch(page.navigation + page.main, /<header|<main|<h6/)
      assert.equal(page.user?.username !== undefined, true)
      assert.equal(signIn.navigation, '')
      assert.match(signIn.main, /<h1>Sign in<\/h1>/)
      assert.equal(signIn.user, null)
    })

    it('has as much of a frame as `chrome` says', async () => {
      const seen = { full: [true, true], navigation: [false, true], none: [false, false] } as const
      for (const chrome of ['full', 'navigation', 'none'] as const) {
        await withPages({ chrome }, async (app) => {
          const { text } = await (await app.signedIn()).get('/account/api-keys')
          const found = [text.includes('<header'), text.includes('<nav class="kw-nav"')]
          assert.deepEqual(found, seen[chrome], chrome)
          assert.match(text, /<main class="kw-main" id="kw-main"/)
          // Without the header, the way out is in the navigation.
          assert.equal(text.split('action="/auth/sign-out"').length - 1, chrome === 'none' ? 0 : 1, chrome)
        })
      }
    })

    it('has the colours that the shell has, unless the host says whose', async () => {
      const styleOf = async (options: AccountPagesOptions): Promise<string> => {
        let css = ''
        await withPages(options, async (app) => {
          const { text } = await app.client().get('/sign-in')
          const [, style = ''] = /href="([^"]*\.css)"/.exec(text) ?? []
          css = (await supertest(app.server).get(style)).text
        })
        return css
      }
      const unasked = await styleOf({})
      // Only in a document of the pages' own.
      assert.deepEqual(
        unasked.match(/^.*color-scheme:.*$/gm)?.map((line) => line.trim()),
        ['color-scheme: light dark;'],
      )
      assert.match(unasked, /\.kw-document \{\s*color-scheme: light dark;/)
      assert.match(await styleOf({ colorScheme: 'dark' }), /\.kw-document, \.kw \{ color-scheme: dark; \}/)
      assert.match(await styleOf({ colorScheme: 'system' }), /\.kw \{ color-scheme: light dark; \}/)
    })

    it('has links, marks and the focus in the accent of the host, as far as they can be seen', async () => {
      const scheme =
        /--kw-link: light-dark\((#\w+), (#\w+)\); --kw-accent-edge: light-dark\(([^,]+), ([^)]+)\)/
      for (const [accent, light, dark, edges] of [
        ['#0a5bb5', '#0a5bb5', /^#(?!0a5bb5)/, ['transparent', /^#/]],
        ['#ffffff', /^#[67]/, '#ffffff', [/^#/, 'transparent']],
        ['#000000', '#000000', /^#[78]/, ['transparent', /^#/]],
        ['#ffcc00', /^#(?!ffcc00)/, '#ffcc00', [/^#/, 'transparent']],
      ] as const) {
        await withPages({ accent }, async (app) => {
          const { text } = await app.client().get('/sign-in')
          const [, style = ''] = /href="([^"]*\.css)"/.exec(text) ?? []
          const css = (await supertest(app.server).get(style)).text
          const found = scheme.exec(css)?.slice(1) ?? []
          for (const [i, wanted] of [light, dark, ...edges].entries()) {
            const pattern = typeof wanted === 'string' ? new RegExp(`^${wanted}$`) : wanted
            assert.match(found[i] ?? '', pattern, `${accent}: ${found.join()}`)
          }
        })
      }
    })
  })
}
