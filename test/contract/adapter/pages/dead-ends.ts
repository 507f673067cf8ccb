import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { origin } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const ours = { 'Sec-Fetch-Site': 'same-origin', Origin: origin }
const keyPath = '/auth/account/api-keys'

export function deadEndsContract(framework: Framework): void {
  describe('no page is a dead end', () => {
    const app = appFor(framework, { pages: accountPages() })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

    it('answers addresses at which there is nothing inside the shell, with the navigation', async () => {
      const pages = await signedIn()
      for (const path of [
        ...['/account/nothing', '/account/api-keys/a/b/c', '/sign-in/nothing', '/activate/nothing'],
      ]) {
        const page = await pages.get(`/auth${path}`)
        assert.deepEqual([page.status, page.heading], [404, 'Not found'], path)
        assert.match(page.html, /<nav [^>]*class="kw-nav"|<nav class="kw-nav"/)
        assert.match(page.text, /Sign out/)
        const sent = await pages.send(`/auth${path}`, { name: 'a' })
        assert.deepEqual([sent.status, sent.heading], [404, 'Not found'], path)
      }
      const nobody = await pageClient(app(), app().client()).get('/auth/account/nothing')
      assert.deepEqual([nobody.status, nobody.heading], [404, 'Not found'])
      assert.doesNotMatch(nobody.html, /kw-nav"/)
    })

    it('leaves all other addresses under the mount to the host', async () => {
      const pages = await signedIn()
      for (const path of ['/nothing', '/accounting', '/sign-ins']) {
        assert.ok((await pages.get(`/auth${path}`)).html.includes('host'), path)
      }
    })

    it('leads on from the mount, from a slash too much, and from where forms are sent', async () => {
      const pages = await signedIn()
      for (const [path, to] of [
        ['/', '/account'],
        ['/account/', '/account'],
        ['/account/api-keys/?q=a', '/account/api-keys?q=a'],
        ['/sign-in/', '/sign-in'],
        ['/activate/?user_code=BCDF-GHJK', '/activate?user_code=BCDF-GHJK'],
        ['/activate/approval', '/activate'],
      ] as const) {
        assert.equal((await pages.get(`/auth${path}`)).location, `/auth${to}`, path)
      }
      const { items } = (await pages.client.get('/sessions')).body
      assert.equal(
        (await pages.get(`/auth/account/sessions/${items[0].id}/end`)).location,
        '/auth/account/sessions',
      )
    })

    it('asks before it signs out by a link', async () => {
      const pages = await signedIn()
      const asked = await pages.get('/auth/sign-out')
      assert.equal(asked.heading, 'Sign out?')
      assert.equal((await pages.client.get('/session')).status, 200)
      const answer = await pages.submit(asked, 'Sign out')
      assert.equal(answer.location, '/auth/sign-in?notice=signed-out')
      assert.equal((await pages.get('/auth/sign-out')).location, '/auth/sign-in')
    })

    it('leads back to the list from what another tab has deleted', async () => {
      const pages = pageClient(app(), await app().admin())
      for (const [path, list] of [
        ['api-keys/gone/deletion', 'api-keys'],
        ['tokens/gone/revocation', 'tokens'],
        ['ssh-keys/gone/deletion', 'ssh-keys'],
        ['ssh-private-keys/gone/deletion', 'ssh-private-keys'],
        ['two-step/security-keys/gone', 'two-step'],
        ['admin/users/gone', 'admin/users'],
        ['admin/hosts/gone', 'admin/hosts'],
        ['admin/service-accounts/gone', 'admin/service-accounts'],
        ['admin/grants/gone', 'admin/grants'],
      ] as const) {
        const answer = await pages.get(`/auth/account/${path}`)
        assert.equal(answer.location, `/auth/account/${list}?notice=gone`, path)
        assert.match((await pages.follow(answer)).text, /That is no longer there/, path)
      }
      const sessions = await pages.get('/auth/account/sessions')
      const token = sessions.forms[0]?.fields['form-token'] ?? ''
      const ended = await pages.send('/auth/account/sessions/gone/end', { 'form-token': token })
      assert.equal(ended.location, '/auth/account/sessions?notice=gone')
    })

    it('gives a form that came too late back with what was typed, and does nothing', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${keyPath}/new`)
      for (const token of [
        'A'.repeat(67),
        (await (await signedIn()).get(`${keyPath}/new`)).forms.at(-1)?.fields['form-token'],
      ]) {
        const back = await submitKey(pages, page, { name: 'ci <deploy>', 'form-token': token }, ours)
        assert.equal(back.status, 403)
        assert.match(back.text, /open for too long/)
        assert.match(back.html, /name="name"[^>]*value="ci &lt;deploy&gt;"/s)
        assert.deepEqual((await pages.client.get('/api-keys')).body.items, [])
        const made = await submitKey(pages, back, {}, ours)
        noteSecret(/kwk_\w{36}/.exec(made.html)?.[0] ?? '')
        assert.ok(made.status === 200 || made.status === 303)
        const { items } = (await pages.client.get('/api-keys')).body
        assert.equal(items.length, 1)
        await pages.client.delete(`/api-keys/${items[0].id}`)
      }
    })

    it('gives it back as well where the time for a proof is over', async () => {
      const pages = await signedIn()
      const page = await pages.get(`${keyPath}/new`)
      app().clock.advance({ minutes: 11 })
      const back = await submitKey(pages, page, { name: 'ci', 'form-token': 'A'.repeat(67) }, ours)
      assert.match(back.text, /open for too long/)
      assert.match(back.html, /name="name"[^>]*value="ci"/s)
    })

    it('gives it back only where its page asks for no proof, and else leads there by way of one', async () => {
      const pages = pageClient(app(), await app().admin())
      app().clock.advance({ minutes: 11 })
      const late = (path: string) =>
        pages.send(`/auth/account/${path}`, { 'form-token': 'x' }, { headers: ours })
      for (const path of ['ssh-keys', 'ssh-private-keys']) {
        const answer = await late(path)
        assert.deepEqual([answer.status, answer.html.includes('<form')], [303, false], path)
        assert.equal(answer.location, `/auth/account/${path}/new?notice=stale`)
      }
      for (const path of ['admin/users', 'admin/hosts', 'two-step/recovery-codes']) {
        assert.match((await late(path)).text, /open for too long/, path)
      }
      const asked = await pages.follow(await pages.follow(await late('ssh-keys')))
      const back = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      assert.equal(back.location, '/auth/account/ssh-keys/new?notice=stale')
      assert.match((await pages.follow(back)).text, /out of date, and nothing was changed/)
    })

    it('gives the sign-in back with the user name, and never with a password', async () => {
      const { username } = await app().user()
      const pages = pageClient(app(), app().client())
      const page = await pages.get('/auth/sign-in')
      const typed = { username, password: app().password, 'form-token': 'x' }
      const back = await pages.submit(page, 'Sign in', typed, { headers: ours })
      assert.match(back.text, /open for too long/)
      assert.ok(back.html.includes(`value="${username}"`))
      assert.ok(!back.html.includes(app().password))
    })

    it('asks anew what a late confirmation was about', async () => {
      const pages = await signedIn()
      const { id } = (await pages.client.post('/api-keys', { name: 'kept' })).body
      const late = await pages.send(`${keyPath}/${id}/deletion`, { 'form-token': 'x' }, { headers: ours })
      assert.equal(late.location, `${keyPath}/${id}/deletion?notice=stale`)
      assert.match((await pages.follow(late)).text, /out of date, and nothing was changed/)
      assert.equal((await pages.client.get('/api-keys')).body.items.length, 1)
    })

    it('pre-fills no form of ours with what another site sent (CSRF by a form that comes back)', async () => {
      const pages = await signedIn()
      for (const headers of [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'cross-site', Origin: origin },
        { 'Sec-Fetch-Site': 'same-site', Origin: origin },
        { 'Sec-Fetch-Site': 'none' },
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        {},
      ]) {
        for (const path of [keyPath, '/auth/sign-in']) {
          const fields = { name: 'planted', username: 'planted' }
          const answer = await pages.send(path, fields, { headers })
          assert.deepEqual(
            [answer.status, answer.heading],
            [403, 'Form out of date'],
            JSON.stringify(headers),
          )
          assert.doesNotMatch(answer.html, /planted/)
        }
      }
    })
  })
}

/** Sends the form for a new key, whatever its button says. */
async function submitKey(
  pages: PageClient,
  page: Awaited<ReturnType<PageClient['get']>>,
  fields: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>>,
): Promise<Awaited<ReturnType<PageClient['get']>>> {
  const button = page.forms.find(({ action }) => action === keyPath)?.buttons.at(-1) ?? ''
  return pages.submit(page, button, fields, { headers })
}
