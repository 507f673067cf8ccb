import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'

describe('one-time links in Chromium', function () {
  this.timeout(120_000)
  const notify = (): void => undefined
  const site = siteFor(expressFramework, {
    pages: accountPages(),
    helmet: true,
    options: { passwordReset: true, notify },
  })
  const open = chromiumFor()
  let made = 0

  /** A link for somebody new, and what the browser sends and says on its way. */
  async function opened(page: Page) {
    const { keyward } = site()
    const username = `invited-${String(made++)}`
    const { id } = await keyward.users.create({ username })
    const { url } = await keyward.users.invite(id)
    const link = url.reveal()
    const code = link.split('#')[1] ?? ''
    noteSecret(code)
    const [requests, complaints]: [string[], string[]] = [[], []]
    page.on('request', (request) => {
      requests.push([request.url(), ...Object.entries(request.headers()).flat()].join(' '))
    })
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    return { username, link, code, requests, complaints }
  }
  const choose = async (page: Page, password: string, again = password): Promise<void> => {
    await page.locator('#new-password').fill(password)
    await page.locator('#new-password-again').fill(again)
    await page.getByRole('button', { name: 'Set password' }).click()
  }

  it('the code is taken out of the address and stands in no request’s, also where the form comes back', async () => {
    const page = await open()
    const { username, link, code, requests, complaints } = await opened(page)
    await page.goto(link)
    assert.equal(new URL(page.url()).hash, '')
    assert.equal(await page.locator('#code').inputValue(), code)
    assert.equal(await page.locator('#code').isVisible(), false)
    assert.deepEqual(await violationsIn(page), [])
    await choose(page, newPassword(), newPassword())
    await page.getByRole('alert').getByText('The passwords don’t match').waitFor()
    // The page repeats no secret: the tab has kept it.
    assert.equal(await page.locator('#code').isVisible(), false)
    const password = newPassword()
    await choose(page, password)
    await page.getByText('Sign in with the password that you have chosen').waitFor()
    assert.equal(await page.evaluate('sessionStorage.length'), 0)
    await page.getByLabel('User name').fill(username)
    await page.locator('#password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(/account/)
    assert.ok(requests.length > 5)
    assert.deepEqual(requests.filter((request) => request.includes(code)).length, 0)
    assert.deepEqual(
      complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })

  it('a link that does not work any more says so, is not offered again, and leads to another', async () => {
    const page = await open()
    const { link } = await opened(page)
    const reset = link.replace('/invitation#', '/password-reset#')
    await page.goto(reset)
    await choose(page, newPassword())
    await page.getByRole('alert').getByText('This link doesn’t work any more').waitFor()
    assert.deepEqual(
      [await page.locator('#code').isVisible(), await page.locator('#code').inputValue()],
      [true, ''],
    )
    assert.deepEqual(await violationsIn(page), [])
    await page.getByRole('link', { name: 'Ask for a new link' }).click()
    await page.waitForURL(/password-reset$/)
    assert.deepEqual(await violationsIn(page), [])
    await page.getByLabel('User name').fill('somebody')
    await page.getByRole('button', { name: 'Send link' }).click()
    await page.getByRole('status').getByText('a link is on its way').waitFor()
    assert.deepEqual(await violationsIn(page), [])
  })

  it('the code of one kind of link is not offered on the page of the other', async () => {
    const page = await open()
    const { link, code } = await opened(page)
    await page.goto(link)
    await page.reload()
    assert.equal(await page.locator('#code').inputValue(), code)
    await page.goto(link.replace(/invitation#.*/, 'password-reset'))
    assert.deepEqual(
      [await page.locator('#code').isVisible(), await page.locator('#code').inputValue()],
      [true, ''],
    )
  })

  it('without a script the code is pasted', async () => {
    const page = await open({ javaScriptEnabled: false })
    const { link, code } = await opened(page)
    await page.goto(link)
    await page.locator('#code').fill(link)
    await choose(page, newPassword())
    await page.waitForURL(/sign-in\?notice=password-chosen$/)
    assert.equal(page.url().includes(code), false)
  })
})
