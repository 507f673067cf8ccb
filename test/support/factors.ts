import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import type { UserRow } from '../../src/index.js'
import type { App } from './app.js'
import { origin } from './app.js'
import type { Authenticator, AuthenticatorOptions, Tamper } from './authenticator.js'
import { softwareAuthenticator } from './authenticator.js'
import type { Extra, TestClient } from './client.js'
import { codeAt } from './totp.js'

/** An authenticator app that was set up. */
export interface AuthenticatorApp {
  readonly secret: string
  readonly recoveryCodes: readonly string[]
  /** What it shows now; not before the step after the last code it gave. */
  code(): string
}

/** Sets an authenticator app up and confirms it. */
export async function enrolApp({ clock }: App, client: TestClient): Promise<AuthenticatorApp> {
  const offer = await client.post('/mfa/totp')
  assert.equal(offer.status, 201)
  const { secret } = offer.body
  const answer = await client.post('/mfa/totp/confirmation', { code: codeAt(secret, clock.now()) })
  assert.equal(answer.status, 200)
  return {
    secret,
    recoveryCodes: answer.body.recoveryCodes ?? [],
    code() {
      // No step is accepted twice.
      clock.advance({ seconds: 60 })
      return codeAt(secret, clock.now())
    },
  }
}

/** A security key that was registered. */
export interface SecurityKey {
  readonly id: string
  readonly device: Authenticator
  readonly recoveryCodes: readonly string[]
}

/** Registers a security key. */
export async function enrolKey(
  client: TestClient,
  how: AuthenticatorOptions & { readonly passkey?: boolean; readonly name?: string } = {},
): Promise<SecurityKey> {
  const { passkey = false, name = `Key ${String(Math.random())}`, ...options } = how
  const device = softwareAuthenticator({ counts: true, ...options })
  const answer = await registerKey(client, device, { passkey, name })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return { id: answer.body.id, device, recoveryCodes: answer.body.recoveryCodes ?? [] }
}

/** Tries to. */
export async function registerKey(
  client: TestClient,
  device: Authenticator,
  how: { readonly passkey?: boolean; readonly name: string; readonly tamper?: Tamper; readonly from?: Extra },
): Promise<Response> {
  const { passkey, name, tamper, from } = how
  const options = await client.post('/mfa/security-keys/options', { passkey })
  assert.equal(options.status, 200)
  const response = device.register(options.body as object, { origin, tamper })
  return client.post('/mfa/security-keys', { name, response }, from)
}

/** Touches a security key when `path` asks for it. */
export async function touch(
  client: TestClient,
  path: string,
  { device, tamper }: { readonly device: Authenticator; readonly tamper?: Tamper },
): Promise<Response> {
  const options = await client.post(`${path}/options`)
  assert.equal(options.status, 200)
  return client.post(path, { response: device.assert(options.body as object, { origin, tamper }) })
}

/** A browser in which a user's password was right just now, and what that answered. */
export async function passwordStep(
  app: App,
  { username }: Pick<UserRow, 'username'>,
): Promise<{ readonly client: TestClient; readonly answer: Response }> {
  const client = app.client()
  return { client, answer: await client.post('/session', { username, password: app.password }) }
}
