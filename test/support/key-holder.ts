import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { newPassword, noteSecret } from './secrets.js'
import type { Site } from './site.js'
import { virtualAuthenticators } from './virtual-authenticator.js'
import type { AuthenticatorKind, VirtualAuthenticator } from './virtual-authenticator.js'

/** What the page was answered, or `failed`: the code of a refusal, or the name of the browser's own error. */
export interface Answer {
  readonly failed?: string
  readonly status?: string
  readonly methods?: readonly string[]
  readonly session?: { readonly amr: readonly string[] }
  readonly id?: string
  readonly name?: string
  readonly synced?: boolean
  readonly recoveryCodes?: readonly string[]
  readonly secret?: string
  readonly securityKeys?: readonly { readonly name: string; readonly suspect: boolean }[]
}

/** Somebody at a browser, with security keys at hand; what is done is done by the page's own script. */
export interface KeyHolder {
  readonly credentials: { readonly username: string; readonly password: string }
  plug(kind: AuthenticatorKind): Promise<VirtualAuthenticator>
  /** Signs in with the password, and a key where one is asked for. */
  signIn(): Promise<Answer>
  signOut(): Promise<Answer>
  register(name: string, as?: { readonly passkey: true }): Promise<Answer>
  /** Has a key touched for `/session/passkey` and the like. */
  touch(path: string): Promise<Answer>
  /** Any other request of the page's. */
  send(method: string, path: string, body?: object): Promise<Answer>
}

/** Opens the page of a site that serves the example's files; the user is new. */
export async function keyHolder(site: Site, page: Page, organizationId?: string): Promise<KeyHolder> {
  const credentials = { username: `user-${randomBytes(4).toString('hex')}`, password: newPassword() }
  await site.keyward.users.create({ ...credentials, organizationId })
  await page.goto(site.origin)
  return {
    credentials,
    plug: await virtualAuthenticators(page),
    signIn: () => call('signIn', credentials),
    signOut: () => call('signOut'),
    register: (name, as) => call('register', { name, ...as }),
    touch: (path) => call('touch', path),
    send: (method, path, body) => call('send', method, path, body),
  }

  async function call(name: string, ...given: unknown[]): Promise<Answer> {
    const script = '/security-key.js'
    const answer: Answer = await page.evaluate(
      async ({ script, name, given }) => {
        const functions = await import(script)
        try {
          return await functions[name](...given)
        } catch (error) {
          const { name, cause } = error as Error & { cause?: { code: string } }
          return { failed: cause?.code ?? name }
        }
      },
      { script, name, given },
    )
    const cookies = (await page.context().cookies()).map(({ value }) => value)
    for (const made of [answer.recoveryCodes, answer.secret, cookies].flat()) {
      if (typeof made === 'string') noteSecret(made)
    }
    return answer
  }
}
