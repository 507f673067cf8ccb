import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../../src/pages/account-pages.js'
import { enrolApp } from '../../../../support/factors.js'
import type { Framework } from '../../../../support/host.js'
import { pageClient } from '../../../../support/page-client.js'
import { appFor } from '../../../../support/suite.js'

/** The groups of the navigation, with what stands in each. */
function groupsIn(html: string): Readonly<Record<string, readonly string[]>> {
  const [, nav = ''] = /<nav class="kw-nav"[^>]*>(.*?)<\/nav>/s.exec(html) ?? []
  const lists = nav.matchAll(/(?:<p class="kw-nav-title" id="([^"]*)">([^<]*)<\/p>\s*)?<ul>(.*?)<\/ul>/gs)
  return Object.fromEntries(
    [...lists].map(([, , title = '', list = '']) => [
      title,
      [...list.matchAll(/<\/svg><span>([^<]*)<\/span>/g)].map(([, label = '']) => label),
    ]),
  )
}

export function frameNavigationContract(framework: Framework): void {
  describe('the navigation of the account', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('stands in groups by what people come for, and administration is for administrators', async () => {
      const own = pageClient(app(), await app().signedIn())
      const { Administration: none, ...groups } = groupsIn((await own.get('/auth/account/api-keys')).html)
      assert.equal(none, undefined)
      assert.deepEqual(groups.Authentication, ['API keys', 'Tokens', 'SSH keys', 'SSH private keys'])
      const signIn = groups['Sign-in'] ?? []
      assert.equal(signIn[0], '2-Step Verification')
      assert.ok(signIn.indexOf('Password') > 0 && signIn.indexOf('Sessions') > signIn.indexOf('Password'))
      assert.ok(Object.values(groups).flat().includes('Activity'))
      const admin = pageClient(app(), await app().admin())
      const { Administration } = groupsIn((await admin.get('/auth/account/api-keys')).html)
      assert.deepEqual(Administration?.slice(0, 3), ['Users', 'Service accounts', 'Policies'])
    })

    it('speaks German, too', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const { html } = await pages.get('/auth/account/api-keys', { headers: { 'Accept-Language': 'de' } })
      assert.deepEqual(Object.keys(groupsIn(html)).filter(Boolean), ['Authentifizierung', 'Anmeldung'])
    })

    it('marks the current entry alone', async () => {
      const pages = pageClient(app(), await app().signedIn())
      for (const path of ['api-keys', 'api-keys/new', 'two-step', 'password', 'sessions', 'activity']) {
        const { html } = await pages.get(`/auth/account/${path}`)
        const [, nav = ''] = /<nav class="kw-nav"[^>]*>(.*?)<\/nav>/s.exec(html) ?? []
        const current = [...nav.matchAll(/href="([^"]*)"\s+aria-current="page"/g)].map(([, href]) => href)
        assert.deepEqual(current, [`/auth/account/${path.replace('/new', '')}`])
      }
    })

    it('says at 2-step verification whether it is on, and not for whom', async () => {
      const owner = await app().signedIn()
      const stateIn = (html: string) =>
        /two-step"[^>]*>.*?<span class="kw-label[^>]*>([^<]*)<\/span>/s.exec(html)?.[1]
      const pages = pageClient(app(), owner)
      assert.equal(stateIn((await pages.get('/auth/account/tokens')).html), 'Off')
      await enrolApp(app(), owner)
      assert.equal(stateIn((await pages.get('/auth/account/tokens')).html), 'On')
      const other = pageClient(app(), await app().signedIn())
      assert.equal(stateIn((await other.get('/auth/account/tokens')).html), 'Off')
    })

    it('is no part of a page that nobody is signed in at', async () => {
      const { text } = await app().client().get('/sign-in')
      assert.doesNotMatch(text, /<nav|kw-nav|kw-user/)
    })
  })

  describe('the breadcrumb', () => {
    const app = appFor(framework, { pages: accountPages() })
    const wayIn = (html: string): readonly string[] => {
      const [, list = ''] = /<nav class="kw-breadcrumb"[^>]*>(.*?)<\/nav>/s.exec(html) ?? []
      return [...list.matchAll(/<li[^>]*>(.*?)<\/li>/gs)].map(([, item = '']) => item.replace(/<[^>]*>/g, ''))
    }

    it('says the way from the account to the page, in which only what is above it leads on', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const list = (await pages.get('/auth/account/api-keys?sort=name')).html
      assert.deepEqual(wayIn(list), ['Account', 'Authentication', 'API keys'])
      assert.match(list, /<li aria-current="page">API keys<\/li>/)
      const form = (await pages.get('/auth/account/api-keys/new')).html
      const [, , section, page] = wayIn(form)
      assert.equal(section, 'API keys')
      assert.ok(page)
      assert.match(form, /<li><a href="\/auth\/account\/api-keys">API keys<\/a><\/li>/)
      const activity = (await pages.get('/auth/account/activity')).html
      assert.deepEqual(wayIn(activity), ['Account', 'Activity'])
      const password = (await pages.get('/auth/account/password')).html
      assert.deepEqual(wayIn(password), ['Account', 'Sign-in', 'Password'])
    })

    it('goes on to a form that is shown again', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const form = await pages.get('/auth/account/api-keys/new')
      const refused = await pages.send('/auth/account/api-keys', { ...form.forms.at(-1)?.fields, name: ' ' })
      assert.equal(refused.status, 422)
      assert.deepEqual(wayIn(refused.html), wayIn(form.html))
    })
  })
}
