import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../src/pages/account-pages.js'
import { violationsIn } from '../support/axe.js'
import { chromiumFor } from '../support/chromium.js'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { oneOfEach } from '../support/one-of-each.js'
import { newcomer } from '../support/page-visitor.js'
import { noteSecret } from '../support/secrets.js'
import { siteFor } from '../support/site.js'
import { codeAt } from '../support/totp.js'

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>'\`\${alert(3)} {name}`
const widths = [320, 390, 768, 1280]
const schemes = ['light', 'dark'] as const
const heaviest = 16_000
/** What the colours and the width of the same page can change; everything else is looked at where it is narrowest and widest. */
const visualRules = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']

for (const framework of [expressFramework, koaFramework]) {
  describe(`the account pages in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true, options: { passkeys: true } })
    const open = chromiumFor()

    it('show no console message, no accessibility violation and no overflow, and weigh at most 16 kB with their files, on every page, in both schemes, at every width', async () => {
      const page = await open()
      const problems = problemsOf(page)
      const visitor = await newcomer(site(), page)
      await visitor.tour(async (name) => {
        const bytes = framework === expressFramework ? await weight(page) : 0
        if (bytes > heaviest) problems.push(`${name}: ${String(bytes)} bytes, compressed, with its files`)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 })
          const over = await overflow(page)
          if (over !== 0) problems.push(`${name}, ${String(width)}: ${String(over)} px too wide`)
          for (const colorScheme of schemes) {
            await page.emulateMedia({ colorScheme })
            const whole = colorScheme === 'light' && (width === 320 || width === 1280)
            const found = await violationsIn(page, whole ? undefined : visualRules)
            problems.push(...found.map((one) => `${name}, ${String(width)}, ${colorScheme}: ${one}`))
          }
        }
      })
      assert.deepEqual(problems, [])
      // More than three hundred looks by axe: a minute or two where nothing else runs.
    }).timeout(600_000)

    it('hold hostile text without running it, growing too wide, or losing the question of a dialog', async () => {
      const page = await open()
      const problems = problemsOf(page)
      const visitor = await newcomer(site(), page)
      const { id } = (await site().keyward.users.byUsername(visitor.username)) ?? { id: '' }
      // keyward takes none like it, but a host's own table holds what it likes.
      const name = `${hostile}\u202e${'w'.repeat(200)}`
      await site().database.dataSource.query('UPDATE keyward_user SET display_name = ? WHERE id = ?', [
        name,
        id,
      ])
      await page.setExtraHTTPHeaders({ 'User-Agent': `<img src=x onerror=alert(1)>${'m'.repeat(400)}` })
      await visitor.signIn()
      for (const name of [hostile, 'w'.repeat(100), 'שלום <b>&amp;</b> مرحبا', '🔑'.repeat(100)]) {
        await site().keyward.apiKeys.create(id, { name })
      }
      const listed = await site().keyward.apiKeys.list(id)
      const own = listed.rows.map((key) => `api-keys/${key.id}`)
      for (const path of ['api-keys', ...own, 'sessions', 'activity', 'two-step']) {
        await visitor.go(`/account/${path}`)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 })
          assert.equal(await overflow(page), 0, `${path} at ${String(width)}`)
        }
      }
      await visitor.go('/account/api-keys')
      await page.setViewportSize({ width: 320, height: 800 })
      const rows = page.locator('.kw-entry')
      for (let i = 0; i < (await rows.count()); i++) {
        const name = await rows.nth(i).locator('h2').innerText()
        await rows.nth(i).locator('.kw-destroys').click()
        const dialog = page.getByRole('dialog')
        assert.equal(await dialog.locator('h2').innerText(), `Delete “${name}”?`)
        const button = await dialog.getByRole('button', { name: 'Delete API Key' }).boundingBox()
        assert.ok(button && button.x >= 0 && button.x + button.width <= 320)
        await page.keyboard.press('Escape')
      }
      assert.deepEqual(problems, [])
    })

    it('say of an address at which browsers allow no security key that it is the address', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/two-step/security-keys/new')
      await page.route('**/mfa/security-keys/options', async (route) => {
        const answer = (await (await route.fetch()).json()) as object
        await route.fulfill({ json: { ...answer, rp: { id: 'other.example', name: 'other' } } })
      })
      await visitor.press('Add security key')
      await page
        .locator('[data-webauthn-status]')
        .filter({ hasText: /at this address/ })
        .waitFor()
    })

    it('fit in German, too', async () => {
      const page = await open({ locale: 'de-DE', viewport: { width: 320, height: 800 } })
      const visitor = await newcomer(site(), page)
      await visitor.go('/sign-in')
      await page.getByLabel('Benutzername').fill(visitor.username)
      await page.getByLabel('Passwort').fill(visitor.password)
      await visitor.press('Anmelden')
      const { id } = (await site().keyward.users.byUsername(visitor.username)) ?? { id: '' }
      const keys = await oneOfEach(site().keyward, id, 'Donaudampfschifffahrtsgesellschaft')
      for (const path of keys.map((one) => one.replace('/account/', ''))) {
        const list = path.slice(0, path.indexOf('/'))
        for (const one of [path, list, `${list}?q=nichts`]) {
          await visitor.go(`/account/${one}`)
          assert.deepEqual([await overflow(page), await violationsIn(page)], [0, []], one)
        }
      }
      for (const path of [
        'api-keys/new',
        `${(keys[0] ?? '').replace('/account/', '')}/renewal`,
        'tokens',
        'two-step',
        'two-step/off',
        'sessions/others',
        'password',
      ]) {
        await visitor.go(`/account/${path}`)
        assert.deepEqual([await overflow(page), await violationsIn(page)], [0, []], path)
      }
    })

    it('can be gone through with the keyboard alone', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.go('/account/api-keys')
      await page.waitForFunction('document.activeElement.id === "username"')
      await page.keyboard.type(visitor.username)
      await page.keyboard.press('Tab')
      await page.keyboard.type(visitor.password)
      await page.keyboard.press('Enter')
      await page.waitForURL(/account\/api-keys$/)
      await page.keyboard.press('Tab')
      assert.equal(await focused(page), 'Skip to content')
      await page.keyboard.press('Enter')
      await tabTo(page, 'Add Key')
      await page.keyboard.press('Enter')
      await page.waitForURL(/api-keys\/new$/)
      await page.waitForFunction('document.activeElement.id === "name"')
      await page.keyboard.type('by keyboard')
      await page.keyboard.press('Enter')
      await page.waitForSelector('#new-secret')
      noteSecret(await page.inputValue('#new-secret'))
      await tabTo(page, 'Your new API key')
      const selected = await page.evaluate('String(getSelection())')
      assert.match(String(selected), /^kwk_/)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForSelector('button:text("Copied")')
      assert.equal(await focused(page), 'Copied')
      await tabTo(page, 'Delete by keyboard')
      await page.keyboard.press('Enter')
      assert.equal(await focused(page), 'Cancel')
      await page.keyboard.press('Enter')
      assert.equal(await page.getByRole('dialog').count(), 0)
      assert.equal(await focused(page), 'Delete by keyboard')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForSelector('text=Deleted “by keyboard”.')
      assert.match(page.url(), /api-keys$/)
    })

    it('make one key of a double click', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/api-keys/new')
      await page.getByLabel('Name').fill('twice')
      await page.getByRole('button', { name: 'Add Key' }).dblclick()
      await page.waitForSelector('#new-secret')
      noteSecret(await page.inputValue('#new-secret'))
      await page.reload()
      await page.waitForSelector('text=Its key was shown once')
      assert.equal(await page.locator('.kw-entry').count(), 1)
    })

    it('set an app up from a dark screen, and sign in with its code', async () => {
      const page = await open({ colorScheme: 'dark' })
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/two-step')
      await visitor.press('Use Authenticator')
      const uri = new URL(decoded(await page.screenshot()))
      const secret = uri.searchParams.get('secret') ?? ''
      noteSecret(secret)
      assert.equal(uri.searchParams.get('issuer'), 'keyward')
      await page.getByLabel('Verification code').fill(codeAt(secret, site().clock.now()))
      await visitor.press('Enable 2FA')
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await visitor.signOut()
      await visitor.signIn()
      site().clock.advance({ minutes: 1 })
      await page.getByLabel('Verification code').fill(codeAt(secret, site().clock.now()))
      await visitor.press('Verify')
      assert.match(page.url(), /\/account$/)
    })

    it('register a security key, sign in with it, and confirm with it', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.plug('usb')
      await visitor.go('/account/two-step/security-keys/new')
      await visitor.press('Add security key')
      await page.waitForSelector('text=MFA setup successful')
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await visitor.go('/account/two-step/security-keys/new')
      await visitor.press('Add security key')
      await page.waitForSelector('text=This security key is registered already.')
      await visitor.signOut()
      await visitor.signIn()
      await visitor.press('Use passkey or security key')
      await page.waitForURL(/\/account$/)
      site().clock.advance({ minutes: 11 })
      await visitor.go('/account/tokens/new')
      await page.getByLabel('Name').fill('after a touch')
      await visitor.press('Add Token')
      await visitor.press('Use passkey or security key')
      await page.waitForSelector('#new-secret')
      noteSecret(await page.inputValue('#new-secret'))
      await page.waitForSelector('text=after a touch')
    })

    it('sign in with a passkey that the browser proposes, as one does whose user agrees to everything', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.plug('internal')
      await visitor.go('/account/passkeys/new')
      await visitor.press('Add a passkey')
      await page.waitForSelector('text=MFA setup successful')
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await visitor.signOut()
      await page.waitForURL(/\/account$/)
    })

    it('work without JavaScript, from sign-in to deletion', async () => {
      const page = await open({ javaScriptEnabled: false })
      const problems = problemsOf(page)
      const visitor = await newcomer(site(), page)
      await visitor.go('/account/api-keys')
      await page.getByLabel('User name').fill(visitor.username)
      await page.getByLabel('Password').fill(visitor.password)
      await visitor.press('Sign in')
      await visitor.press('Add Key')
      await page.getByLabel('Name').fill('plain')
      await visitor.press('Add Key')
      noteSecret(await page.inputValue('#new-secret'))
      await visitor.press('Delete plain')
      assert.equal(await page.locator('h1').innerText(), 'Delete “plain”?')
      await visitor.press('Delete API Key')
      assert.match(await page.locator('main').innerText(), /Deleted “plain”/)
      await visitor.go('/account/two-step')
      await visitor.press('Use Authenticator')
      assert.equal(await page.locator('[data-needs-script]:visible').count(), 0)
      await page.getByText('Can’t scan the QR code?').click()
      const secret = (await page.inputValue('#setup-key')).replaceAll(' ', '')
      noteSecret(secret)
      await page.getByLabel('Verification code').fill(codeAt(secret, site().clock.now()))
      await visitor.press('Enable 2FA')
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await page.getByLabel('I have saved my recovery codes').check()
      await visitor.press('Continue')
      assert.match(await page.locator('main').innerText(), /2-Step Verification On/)
      await visitor.go('/account/two-step/security-keys/new')
      assert.match(await page.locator('main').innerText(), /Security keys need JavaScript/)
      assert.deepEqual(problems, [])
    })
  })
}

describe('the check of the account pages', () => {
  const open = chromiumFor()

  it('notices what is wrong', async () => {
    const page = await open({ viewport: { width: 320, height: 800 } })
    const problems = problemsOf(page)
    await page.setContent(
      '<img src="data:," style="width: 400px"><p style="color: #ccc">Pale</p><script>alert(1)</script>',
    )
    const found = (await violationsIn(page)).map((violation) => violation.split(':')[0])
    for (const rule of ['color-contrast', 'html-has-lang', 'image-alt', 'landmark-one-main']) {
      assert.ok(found.includes(rule), `${rule} is not among ${found.join()}`)
    }
    assert.ok((await overflow(page)) > 0)
    assert.deepEqual(problems, ['a script ran: 1'])
  })
})

/** What a page complains of. */
function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    // That is how Chromium tells of a form that was refused, or a page that is not there.
    const itself = /status of 4\d\d/.test(message.text()) && message.location().url === page.url()
    if (!itself) problems.push(`console at ${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`error at ${page.url()}: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`a script ran: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return problems
}

/** What a page and its files weigh, compressed. */
async function weight(page: Page): Promise<number> {
  const files = await page.evaluate<string[]>(
    '[...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href ?? one.src)',
  )
  const texts = await Promise.all(files.map(async (url) => (await page.request.get(url)).body()))
  assert.ok(texts.length >= 2)
  return [await page.content(), ...texts].reduce((sum, text) => sum + gzipSync(text).length, 0)
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

/** What has the focus, by its name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent).replace(/\\s+/g, " ").trim()',
  )
}

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`no way by Tab to ${name}`)
}

/** What the QR code of a screenshot says. */
function decoded(screenshot: Buffer): string {
  return execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', '-'], {
    input: screenshot,
    // It complains of a missing D-Bus.
    stdio: ['pipe', 'pipe', 'ignore'],
    encoding: 'utf8',
  }).trim()
}
