import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { deviceTour } from './device-tour.js'
import { oneOfEach } from './one-of-each.js'
import { newPassword, noteSecret } from './secrets.js'
import type { Site } from './site.js'
import { codeAt } from './totp.js'
import { virtualAuthenticators } from './virtual-authenticator.js'
import type { AuthenticatorKind, VirtualAuthenticator } from './virtual-authenticator.js'

/** Somebody who goes through the account pages in a browser. */
export interface Visitor {
  readonly username: string
  readonly password: string
  /** Opens a page by its path under the mount. */
  go(path: string): Promise<void>
  /** Presses the button, or follows the link, of that name. */
  press(name: string): Promise<void>
  signIn(): Promise<void>
  /** Opens the menu with the user's name, and signs out. */
  signOut(): Promise<void>
  plug(kind: AuthenticatorKind): Promise<VirtualAuthenticator>
  /** Sees every page there is, one after the other. */
  tour(look: (name: string) => Promise<void>): Promise<void>
}

/** Makes a user of the site's, in front of a page. */
export async function newcomer({ origin, keyward, store, clock }: Site, page: Page): Promise<Visitor> {
  const organizationId = `organization-${randomBytes(4).toString('hex')}`
  const username = `user-${randomBytes(4).toString('hex')}`
  const password = newPassword()
  const { id } = await keyward.users.create({ username, password, organizationId })
  const plug = await virtualAuthenticators(page)
  return { username, password, go, press, signIn, signOut, plug, tour }

  async function go(path: string): Promise<void> {
    await page.goto(`${origin}/auth${path}`)
  }

  async function press(name: string): Promise<void> {
    const control = page.locator('main').getByRole('button', { name, exact: true })
    const link = page.locator('main').getByRole('link', { name, exact: true })
    await control.or(link).first().click()
    await page.waitForLoadState()
    await noteCookies()
  }

  async function signIn(): Promise<void> {
    await go('/sign-in')
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill(password)
    await press('Sign in')
  }

  async function signOut(): Promise<void> {
    await page.locator('header summary').filter({ hasText: username }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  }

  async function noteCookies(): Promise<void> {
    for (const { value } of await page.context().cookies()) noteSecret(value)
  }

  async function tour(look: (name: string) => Promise<void>): Promise<void> {
    await go('/sign-in')
    await look('sign-in')
    await signIn()
    await go('/account')
    await look('overview, with a nudge')
    await keysAndTokens()
    await ownPages()
    await deviceTour(origin, page, { go, press, look })
    await factors()
    await secondStep()
    await enforcement()

    async function keysAndTokens(): Promise<void> {
      await go('/account/api-keys')
      await look('no API keys')
      await press('Add Key')
      await look('new API key')
      await page.getByLabel('Name').fill(' ')
      await page.getByLabel('Only these').check()
      await press('Add Key')
      await look('new API key, refused')
      await page.getByLabel('Name').fill('ci')
      await page.getByLabel('reports:read').check()
      await press('Add Key')
      await noteShown()
      await look('API key made')
      await press('Delete ci')
      await look('deletion dialog')
      await go('/account/tokens')
      await look('no tokens')
      await press('Generate Token')
      await look('new token')
      await press('Add Token')
      await noteShown()
      await look('token made')
      await page.evaluate(`document.querySelector('a[data-dialog]').removeAttribute('data-dialog')`)
      await press('Revoke Token')
      await look('revocation page')
      for (const path of ['sessions', 'sessions/others', 'activity', 'password', 'reauthentication']) {
        await go(`/account/${path}`)
        await look(path)
      }
    }

    /** The page of a credential of each kind, and what becomes of an API key on its own. */
    async function ownPages(): Promise<void> {
      const paths = await oneOfEach(keyward, id, 'nightly-build')
      for (const path of paths) {
        const list = path.slice(0, path.lastIndexOf('/'))
        await go(`${list}?q=night&status=active`)
        await look(`${list}, searched`)
        await go(`${list}?q=nothing+like+it`)
        await look(`${list}, nothing found`)
        await go(path)
        await look(`own page in ${list}`)
      }
      const [key = ''] = paths
      // Two keys of one moment are in any order, and a menu hides the buttons of a row below.
      await go('/account/api-keys?q=night')
      await page.locator('summary', { hasText: 'More actions for nightly-build' }).click()
      await look('menu of an API key')
      await go(key)
      await press('Disable API Key')
      await look('API key, disabled')
      await press('Renew')
      await look('renewal')
      await press('Renew API Key')
      await noteShown()
      await look('API key, renewed')
      await page.reload()
      await look('API key, after a refresh')
    }

    async function factors(): Promise<void> {
      await go('/account/two-step')
      await look('2-step verification, off')
      await press('Use Authenticator')
      const secret = (await page.locator('#setup-key').inputValue()).replaceAll(' ', '')
      noteSecret(secret)
      await look('QR code')
      await page.getByLabel('Verification code').fill(codeAt(secret, clock.now()))
      await press('Enable 2FA')
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await look('recovery codes')
      await page.getByLabel('I have saved my recovery codes').check()
      await press('Continue')
      await look('2-step verification, with an app')
      await plug('usb')
      await press('Add security key')
      await look('new security key')
      await press('Add security key')
      await page.waitForURL(/done=|two-step$/)
      await noteCookies()
      await look('2-step verification, with both')
      await press('Rename Security key')
      await look('rename')
      await go('/account/passkeys')
      await look('no passkeys')
      await press('Add a passkey')
      await look('new passkey')
      for (const path of ['authenticator/removal', 'off', 'recovery-codes']) {
        await go(`/account/two-step/${path}`)
        await look(path)
      }
      clock.advance({ minutes: 11 })
      await press('Make new codes')
      await look('confirmation in place, security key')
      await press('Use a recovery code')
      await look('confirmation in place, recovery code')
    }

    async function secondStep(): Promise<void> {
      await go('/account/api-keys/unknown/deletion')
      await look('gone')
      await go('/account/unknown')
      await look('not found')
      await signOut()
      await page.waitForURL(/sign-in/)
      await look('signed out')
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill('not this one, surely')
      await press('Sign in')
      await look('sign-in, refused')
      await signIn()
      await look('second step, security key')
      await press('Use your authenticator app')
      await look('second step, app')
      await press('Use a recovery code')
      await look('second step, recovery code')
    }

    /** As a newcomer under a policy that demands a factor and leaves no choice of expiry. */
    async function enforcement(): Promise<void> {
      const policy = {
        mfa: { enforceMfa: true },
        apiKeys: { expiryChoice: false },
        tokens: { lifetimeChoice: false },
      }
      await store.commit([
        store.policies.put(
          `organization:${organizationId}`,
          { policy, switchedOn: {} },
          { version: 0, at: clock.now() },
        ),
        store.totp.remove(id),
        store.securityKeys.removeAll(id),
      ])
      await signIn()
      await look('enrolment at sign-in')
      await press('Add security key')
      await look('security key at sign-in')
      await press('Add security key')
      await page.getByLabel('I have saved my recovery codes').check()
      for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
      await look('recovery codes at sign-in')
      await press('Continue')
      await noteCookies()
      for (const path of ['api-keys/new', 'tokens/new']) {
        await go(`/account/${path}`)
        await look(`${path}, without a choice`)
      }
      await store.commit([store.recoveryCodes.replace(id, [])])
      await go('/account')
      await look('overview, with a banner')
    }
  }

  async function noteShown(): Promise<void> {
    noteSecret(await page.locator('#new-secret').inputValue())
  }
}
