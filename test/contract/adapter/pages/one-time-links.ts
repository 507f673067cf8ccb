import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Notice } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { newPassword, noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { until } from '../../../support/until.js'
import { linkScene } from '../one-time-links/scene.js'

const users = '/auth/account/admin/users'

/** Setting a password by a link, asking for one, and making one for somebody else: on pages, without a script. */
export function oneTimeLinkPagesContract(framework: Framework): void {
  describe('the pages of one-time links', () => {
    const told: Notice[] = []
    const options = { passwordReset: true, notify: (notice: Notice) => void told.push(notice) }
    const app = appFor(framework, { pages: accountPages({ productName: 'Acme' }), options })
    const { codeIn, uninvited, invitationFor, resetFor, signsIn } = linkScene(app)
    const browser = (): PageClient => pageClient(app(), app().client())
    const set = async (path: string, fields: Record<string, string>): Promise<[PageClient, PageView]> => {
      const pages = browser()
      const page = await pages.get(path)
      return [
        pages,
        await pages.submit(page, 'Set password', { newPasswordAgain: fields.newPassword, ...fields }),
      ]
    }

    it('an invitation: the code is pasted, the password chosen twice, and the sign-in follows', async () => {
      const owner = await uninvited()
      const page = await browser().get('/auth/one-time-links/invitation')
      assert.deepEqual([page.status, page.heading], [200, 'Choose your password'])
      assert.match(page.text, /For your account at Acme\./)
      // Whoever opens a link that they have used already goes on from here.
      assert.match(page.html, /href="\/auth\/sign-in"[^>]*>Back to sign-in/)
      const [password, code] = [newPassword(), await invitationFor(owner)]
      const [pages, answer] = await set('/auth/one-time-links/invitation', { code, newPassword: password })
      assert.deepEqual([answer.status, answer.location], [303, '/auth/sign-in?notice=password-chosen'])
      assert.match((await pages.follow(answer)).text, /Sign in with the password that you have chosen/)
      assert.equal(await signsIn(owner, password), true)
    })

    it('a new password: the whole link may be pasted, and the page says what ends', async () => {
      const owner = await app().user()
      const { url } = await app().keyward.users.passwordResetLink(owner.id)
      codeIn(url.reveal())
      const [password, path] = [newPassword(), '/auth/one-time-links/password-reset']
      assert.match((await browser().get(path)).text, /signs you out everywhere/)
      const [, answer] = await set(path, { code: ` ${url.reveal()} `, newPassword: password })
      assert.equal(answer.status, 303)
      assert.equal(await signsIn(owner, password), true)
    })

    it('what is wrong is said at its field, nothing secret comes back, and the link stays', async () => {
      const owner = await app().user()
      const code = await resetFor(owner)
      const path = '/auth/one-time-links/password-reset'
      for (const [fields, status, said] of [
        [{ newPassword: 'short' }, 422, /New password: Use at least 15 characters/],
        [
          { newPassword: newPassword(), newPasswordAgain: 'x' },
          422,
          /Repeat new password: The passwords don’t match/,
        ],
        [
          { newPassword: newPassword(), code: 'kwo_no' },
          401,
          /Code from your link: This link doesn’t work any more/,
        ],
      ] as const) {
        const [, answer] = await set(path, { code, ...fields })
        assert.deepEqual([answer.status, said.test(answer.text)], [status, true], answer.text)
        assert.deepEqual(
          ['code', 'new-password', 'new-password-again'].map((name) => answer.forms[0]?.fields[name]),
          ['', '', ''],
        )
        if (status === 401) assert.ok(answer.html.includes('href="/auth/password-reset"'))
      }
      const [, done] = await set(path, { code, newPassword: newPassword() })
      assert.equal(done.status, 303)
      // The address of the form leads back to the page.
      assert.equal((await browser().get(`${path}/password`)).location, path)
    })

    it('are shown under a policy that lets no code into a Referer, and a GET uses nothing up', async () => {
      const code = await invitationFor(await uninvited())
      const { headers } = (await browser().get('/auth/one-time-links/invitation')).response
      assert.equal(headers['referrer-policy'], 'same-origin')
      const [, answer] = await set('/auth/one-time-links/invitation', { code, newPassword: newPassword() })
      assert.equal(answer.status, 303)
    })

    it('asking for a link: found from the sign-in, one answer to every name, by the host’s word for it', async () => {
      const owner = await app().user()
      const pages = browser()
      assert.match(
        (await pages.get('/auth/sign-in')).html,
        /href="\/auth\/password-reset"[^>]*>Forgot your password\?/,
      )
      const page = await pages.get('/auth/password-reset')
      assert.equal(page.heading, 'Forgot your password?')
      const answers = []
      for (const username of [owner.username, 'nobody-has-this']) {
        const answer = await pages.submit(page, 'Send link', { username })
        assert.equal(answer.location, '/auth/password-reset?sent=1')
        answers.push((await pages.follow(answer)).html)
      }
      assert.match(answers[0] ?? '', /a link is on its way to its owner/)
      assert.equal(answers[0], answers[1])
      const notice = await until('the notice', () => told.find(({ user }) => user.id === owner.id))
      assert.equal(notice?.kind, 'password_reset.requested')
      const { url } = notice.facts
      const wanted = newPassword()
      // The page stands where the link leads.
      const [, done] = await set(new URL(url).pathname, { code: codeIn(url), newPassword: wanted })
      assert.equal(done.status, 303)
      assert.equal(await signsIn(owner, wanted), true)
    })

    it('a request too many says from when on there may be another', async () => {
      const pages = browser()
      const page = await pages.get('/auth/password-reset')
      for (let i = 0; i < 10; i++) await pages.submit(page, 'Send link', { username: 'asked-often' })
      const answer = await pages.submit(page, 'Send link', { username: 'asked-often' })
      assert.deepEqual([answer.status, answer.forms[0]?.fields.username], [429, 'asked-often'])
      assert.match(answer.text, /try again at/i)
    })

    it('an administrator invites a user without a password by a link that is shown once', async () => {
      const owner = await uninvited()
      const pages = pageClient(app(), await app().admin())
      const page = await pages.get(`${users}/${owner.id}`)
      assert.ok(page.html.includes(`href="${users}/${owner.id}/invitation"`))
      const asked = await pages.get(`${users}/${owner.id}/invitation`)
      const shown = await pages.make(asked, 'Create invitation link')
      const url = /id="new-secret"[^>]*value="([^"]+)"/s.exec(shown.html)?.[1] ?? ''
      noteSecret(url.split('#')[1] ?? '')
      assert.match(shown.text, /It is being sent to them as well/)
      const again = await pages.get(`${users}/${owner.id}?made=${owner.id}&what=invitation`)
      assert.match(again.text, /was shown once and can’t be shown again/)
      const [, done] = await set(new URL(url).pathname, { code: codeIn(url), newPassword: newPassword() })
      assert.equal(done.status, 303)
      const after = await pages.get(`${users}/${owner.id}`)
      assert.ok(!after.html.includes(`${owner.id}/invitation"`))
      assert.equal(
        (await pages.submit(asked, 'Create invitation link')).location,
        `${users}?notice=sent-already`,
      )
    })

    it('a new user is invited by default, and told as well where there is somebody to tell', async () => {
      const pages = pageClient(app(), await app().admin())
      const form = await pages.get(`${users}/new`)
      const shown = await pages.make(form, 'Add user', { username: 'invited-at-once' })
      const url = /id="new-secret"[^>]*value="([^"]+)"/s.exec(shown.html)?.[1] ?? ''
      noteSecret(url.split('#')[1] ?? '')
      assert.match(shown.text, /It is being sent to them as well/)
      const notice = await until('the notice', () =>
        told.find(({ facts }) => 'url' in facts && facts.url === url),
      )
      assert.equal(notice?.kind, 'invitation.created')
      const password = newPassword()
      const [, done] = await set(new URL(url).pathname, { code: codeIn(url), newPassword: password })
      assert.equal(done.status, 303)
      assert.ok(await signsIn({ username: 'invited-at-once' }, password))
    })

    it('speak German', async () => {
      const page = await browser().get('/auth/one-time-links/password-reset', {
        headers: { 'Accept-Language': 'de', Accept: 'text/html' },
      })
      assert.equal(page.heading, 'Neues Passwort wählen')
    })
  })

  describe('the sign-in page without passwordReset', () => {
    const app = appFor(framework, { pages: accountPages({ passwordHelpUrl: '/help' }) })

    it('leads to where the host says that passwords are helped, and there is no page to ask for a link', async () => {
      const pages = pageClient(app(), app().client())
      assert.match((await pages.get('/auth/sign-in')).html, /href="\/help"[^>]*>Forgot your password\?/)
      assert.equal((await pages.get('/auth/password-reset')).status, 404)
      assert.equal((await pages.get('/auth/one-time-links/invitation')).status, 200)
    })
  })
}
