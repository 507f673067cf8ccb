import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../src/pages/account-pages.js'
import { aList } from '../contract/store/rows.js'
import { violationsIn } from '../support/axe.js'
import { chromiumFor } from '../support/chromium.js'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { serviceAccountTour, serviceKeyPath, servicePaths } from '../support/service-account-tour.js'
import type { Site } from '../support/site.js'
import { siteFor } from '../support/site.js'
import { newKeys } from '../support/ssh-keys.js'

const hostile = `"><img src=x onerror=alert(1)>'\`\${alert(3)} {name} مرحبا`
const long = 'w'.repeat(100)
const widths = [320, 390, 768, 1280]
const schemes = ['light', 'dark'] as const

interface Furnished {
  readonly username: string
  readonly password: string
  readonly id: string
  /** The path of the page of a service account's key. */
  readonly service: string
}

/** What stands in the lists before they are looked at. */
async function furnish({ keyward, store }: Site): Promise<Furnished> {
  const password = newPassword()
  const username = `admin-${String(Math.random()).slice(2)}`
  const { id } = await keyward.users.create({ username, password, admin: true, displayName: hostile })
  await keyward.users.create({
    username: `${'w'.repeat(40)}${username}`.slice(0, 64),
    password: newPassword(),
    displayName: 'w'.repeat(200),
  })
  for (const name of [hostile, long, 'ci-deploy']) {
    noteSecret((await keyward.apiKeys.create(id, { name })).key.reveal())
    const description = `${name} ${'w'.repeat(300)}`
    await keyward.sshPrivateKeys.create(id, { name, generate: 'ed25519', accountName: 'deploy', description })
  }
  await keyward.sshGrants.replace([
    { group: 'w'.repeat(64), userId: id, account: null },
    { group: 'default', organizationId: hostile, account: 'deploy', from: ['10.0.0.0/8'], permit: ['pty'] },
  ])
  assert.ok(await store.users.byId(id))
  return { username, password, id, service: await serviceKeyPath(keyward, hostile) }
}

for (const framework of [expressFramework, koaFramework]) {
  describe(`the pages for SSH and administration in ${framework.name}, in Chromium`, function () {
    this.timeout(180_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    it('show no console message, no violation and no overflow, whatever stands in them', async () => {
      const page = await open()
      const { id, service, ...credentials } = await furnish(site())
      const problems = problemsOf(page)
      await signIn(page, credentials)
      await emptyAndFilled(page)
      const keys = await site().store.sshPrivateKeys.list(id, aList({ limit: 1 }))
      for (const path of [...pathsFor(id, keys), ...servicePaths(service)]) {
        await page.goto(`${site().origin}/auth/account/${path}`)
        await look(page, path, problems)
      }
      assert.deepEqual(problems, [])
    })

    it('ask in a dialog that holds whatever is asked about', async () => {
      const page = await open({ viewport: { width: 320, height: 800 } })
      const { id: _, ...credentials } = await furnish(site())
      await signIn(page, credentials)
      await page.goto(`${site().origin}/auth/account/ssh-private-keys`)
      const rows = page.locator('.kw-row')
      for (let i = 0; i < (await rows.count()); i++) {
        const name = await rows.nth(i).locator('h2').innerText()
        await rows.nth(i).locator('a[data-dialog]').click()
        const dialog = page.getByRole('dialog')
        assert.equal(await dialog.locator('h2').innerText(), `Delete “${name}”?`)
        assert.equal(await page.evaluate('document.activeElement.textContent.trim()'), 'Cancel')
        await page.keyboard.press('Escape')
      }
    })

    it('set the fields of a filter in rows, each at one height, with nothing between them and what they say', async () => {
      const page = await open()
      const { id: _, ...credentials } = await furnish(site())
      await signIn(page, credentials)
      await page.goto(`${site().origin}/auth/account/admin/credentials`)
      for (const [width, rows] of [
        [1280, 2],
        [390, 3],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        const boxes = await page.locator('.kw-filter .kw-input').evaluateAll((inputs) =>
          inputs.map((input) => {
            const [label, own] = [input.previousElementSibling, input].map((one) =>
              one?.getBoundingClientRect(),
            )
            return { bottom: own?.bottom ?? 0, gap: (own?.top ?? 0) - (label?.bottom ?? 0) }
          }),
        )
        assert.equal(boxes.length, 5)
        assert.equal(new Set(boxes.map(({ bottom }) => Math.round(bottom))).size, rows, JSON.stringify(boxes))
        assert.ok(
          boxes.every(({ gap }) => gap >= 0 && gap < 10),
          JSON.stringify(boxes),
        )
      }
    })

    it('fit in German, too', async () => {
      const page = await open({ locale: 'de-DE', viewport: { width: 320, height: 800 } })
      const problems = problemsOf(page)
      const { id, service, ...credentials } = await furnish(site())
      await signIn(page, credentials, { name: 'Benutzername', password: 'Passwort', button: 'Anmelden' })
      const keys = await site().store.sshPrivateKeys.list(id, aList({ limit: 1 }))
      for (const path of [...pathsFor(id, keys), ...servicePaths(service)]) {
        await page.goto(`${site().origin}/auth/account/${path}`)
        problems.push(...(await violationsIn(page)).map((violation) => `${path}: ${violation}`))
        if ((await overflow(page)) !== 0) problems.push(`${path}: too wide`)
      }
      assert.deepEqual(problems, [])
    })

    async function signIn(
      page: Page,
      { username, password }: { username: string; password: string },
      labels = { name: 'User name', password: 'Password', button: 'Sign in' },
    ): Promise<void> {
      await page.goto(`${site().origin}/auth/sign-in`)
      await page.getByLabel(labels.name).fill(username)
      await page.getByLabel(labels.password).fill(password)
      await page.getByRole('button', { name: labels.button }).click()
      await page.waitForURL(/account/)
      for (const { value } of await page.context().cookies()) noteSecret(value)
    }

    /** The lists that have to be empty first, and a policy on its way. */
    async function emptyAndFilled(page: Page): Promise<void> {
      const problems: string[] = []
      const go = (path: string) => page.goto(`${site().origin}/auth/account/${path}`)
      const press = (name: string) => page.locator('main').getByRole('button', { name, exact: true }).click()
      await go('ssh-keys')
      await look(page, 'no SSH keys', problems)
      await go('ssh-keys/new')
      await page.getByLabel('Name').fill(hostile)
      const { privateKey } = generateKeyPairSync('ed25519')
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      noteSecret(pem.split('\n')[1] ?? '')
      await page.getByLabel('Key', { exact: true }).fill(pem)
      await press('Add Key')
      await look(page, 'a private key, refused', problems)
      await page.getByLabel('Key', { exact: true }).fill(newKeys['ssh-ed25519']())
      await press('Add Key')
      await page.locator('[data-passing]').waitFor()
      await go('admin/hosts/new')
      await page.getByLabel('Name').fill(hostile)
      await page.getByLabel('Groups').fill('web eu')
      await press('Add host')
      noteSecret(await page.locator('#new-secret').inputValue())
      await look(page, 'a credential', problems)
      await go('admin/users/new')
      await page.getByLabel('User name').fill(`user-${String(Math.random()).slice(2)}`)
      await press('Add user')
      noteSecret((await page.locator('#new-secret').inputValue()).split('#')[1] ?? '')
      await look(page, 'an invitation', problems)
      await go('admin/users/new')
      await page.getByLabel('User name').fill(`user-${String(Math.random()).slice(2)}`)
      await page.getByLabel('Temporary password').check()
      await press('Add user')
      noteSecret(await page.locator('#new-secret').inputValue())
      await look(page, 'a temporary password', problems)
      await serviceAccountTour(page, { go, press, look: (name) => look(page, name, problems) })
      await go('admin/policies/edit')
      await page.getByLabel('Longest life', { exact: true }).selectOption('90')
      await press('Review changes')
      await look(page, 'review', problems)
      await press('Save policy')
      await page.locator('[data-passing]').waitFor()
      await go('admin/policies?organization=acme')
      await look(page, 'policy of an organisation', problems)
      assert.deepEqual(problems, [])
    }
  })
}

function pathsFor(
  id: string,
  keys: { readonly rows: readonly { readonly id: string }[] },
): readonly string[] {
  const own = `admin/users/${id}`
  return [
    ...['ssh-keys', 'ssh-keys/new', 'ssh-private-keys', 'ssh-private-keys/new'],
    ...keys.rows.flatMap((key) => [`ssh-private-keys/${key.id}`, `ssh-private-keys/${key.id}/deletion`]),
    ...['admin/users', 'admin/users/new', own, `${own}/mfa-reset`, `${own}/disable`],
    ...[
      'admin/policies',
      'admin/policies/edit',
      'admin/hosts',
      'admin/hosts/new',
      'admin/grants',
      'admin/grants/new',
    ],
    ...['admin/credentials', 'admin/activity'],
  ]
}

async function look(page: Page, name: string, problems: string[]): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const over = await overflow(page)
      if (over !== 0) problems.push(`${name}, ${String(width)}: ${String(over)} px too wide`)
    }
    problems.push(...(await violationsIn(page)).map((violation) => `${name}, ${colorScheme}: ${violation}`))
  }
}

async function overflow(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
}

function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    // That is how Chromium tells of a form that was refused.
    const itself = /status of 4\d\d/.test(message.text()) && message.location().url === page.url()
    if (!itself) problems.push(`console at ${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return problems
}
