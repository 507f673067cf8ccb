import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Keyward } from '../../src/index.js'
import { noteSecret } from './secrets.js'

/** What an administrator does at pages. */
interface Ways {
  /** Opens a page by its path in the account. */
  readonly go: (path: string) => Promise<unknown>
  /** Presses the button of that name. */
  readonly press: (name: string) => Promise<void>
  readonly look: (name: string) => Promise<void>
}

/** Sees what becomes of a service account and of a key of it, from the forms that make them on. */
export async function serviceAccountTour(page: Page, { go, press, look }: Ways): Promise<void> {
  const follow = (name: string) => page.locator('main').getByRole('link', { name, exact: true }).click()
  const shown = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  await go('admin/service-accounts/new')
  await page.getByLabel('Name').fill(' ')
  await press('Add service account')
  await look('new service account, refused')
  await page.getByLabel('Name').fill('nightly builds')
  await press('Add service account')
  await shown('nightly builds')
  await look('service account without keys')
  await follow('Add Key')
  await shown('New API key')
  await page.getByLabel('Key Name').fill('ci')
  await page.getByLabel('Allowed addresses').fill('office')
  await page.getByLabel('Requests', { exact: true }).fill('none')
  await press('Add Key')
  await look('new key of a service account, refused')
  await page.getByLabel('reports:read').check()
  await page.getByLabel('Allowed addresses').fill('10.0.0.0/8')
  await page.getByLabel('Requests', { exact: true }).fill('5')
  await page.getByLabel('Seconds', { exact: true }).fill('60')
  await press('Add Key')
  noteSecret(await page.locator('#new-secret').inputValue())
  await look('key of a service account, made')
  await follow('ci')
  await shown('ci')
  await press('Disable API Key')
  await page.locator('[data-passing]').waitFor()
  await look('key of a service account, disabled')
  await follow('Renew')
  await press('Renew API Key')
  noteSecret(await page.locator('#new-secret').inputValue())
  await look('key of a service account, renewed')
}

/** A service account of which there is much to say, and a key of it; answers the path of the key's page. */
export async function serviceKeyPath({ serviceAccounts }: Keyward, text: string): Promise<string> {
  const organizationId = 'w'.repeat(64)
  const own = `${randomBytes(4).toString('hex')} ${text}`
  const account = { name: own, description: `${text} ${'w'.repeat(300)}`, organizationId }
  const { id } = await serviceAccounts.create(account)
  const limit = { requests: 999_999_999, perSeconds: 86_400 }
  const bounds = { limit, allowedAddresses: ['2001:db8:1234:5678:9abc:def0:1234:5678', '10.0.0.0/8'] }
  const scopes = ['reports:read', 'reports:write']
  const made = await Promise.all(
    [text, 'w'.repeat(100)].map((name) => serviceAccounts.keys.create(id, { name, scopes, ...bounds })),
  )
  for (const { key } of made) noteSecret(key.reveal())
  return `admin/service-accounts/${id}/api-keys/${made[1]?.apiKey.id ?? ''}`
}

/** The pages about a service account and one of its keys, by the path of the key's. */
export function servicePaths(key: string): readonly string[] {
  const [account = '', keyId = ''] = key.split('/api-keys/')
  return [
    ...['admin/service-accounts', 'admin/service-accounts/new', account, `${account}/deletion`],
    ...[`${account}/api-keys/new`, key, `${key}/renewal`, `${key}/deletion`],
    `admin/credentials/${keyId}/limit`,
  ]
}
