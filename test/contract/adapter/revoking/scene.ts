import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import { newPassword } from '../../../support/secrets.js'

/** A caller whom a guard knows, what is done then, and what the guard must say to the same request afterwards. */
interface Scene {
  /** Sends the guarded request. */
  ask(): Promise<Response>
  act(): Promise<unknown>
  /** Whether the answer is right; default: a 401. `done` = what `act` answered. */
  isRight?(answer: Response, done: unknown): boolean
}

/** By route, or by call of the host's: the ways in which it takes away or changes what a guard may do. */
export type Scenes = Readonly<Record<string, readonly ((app: App) => Promise<Scene>)[]>>

/** Whose policies the scenes change. */
export const organization = 'acme'

/** Of everybody in the organisation, and of their API keys. */
export async function demandSecurityKey({ store }: App): Promise<void> {
  const scope = `organization:${organization}`
  const policy = { mfa: { enforceSecurityKey: true }, enforcement: { blockCredentials: true } }
  const { version } = await store.policies.read(scope)
  await store.commit([store.policies.put(scope, { policy, switchedOn: {} }, { version, at: 0 })])
}

/** A browser that is signed in, with its cookie as a thief would have it. */
export async function remembered(app: App) {
  const client = await app.signedIn()
  return { client, cookie: cookieOf(client), user: client.user }
}

/** A browser, and the cookie of another in which the same user is signed in. */
export async function twoSessions(app: App) {
  const { client, user } = await remembered(app)
  const second = await app.signedIn(user)
  return { client, other: cookieOf(second), otherId: await sessionIdOf(second) }
}

/** A browser in which the app has signed a user in by its own means. */
export async function signedInByHost(app: App, userId: string): Promise<TestClient> {
  const client = app.client()
  assert.equal((await client.post(`/api/sso/${userId}`)).body.status, 'signed_in')
  return client
}

/** A browser whose user has an API key. */
export async function withKey(app: App) {
  const { client, user } = await remembered(app)
  const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
  return { client, user, id: String(id), key: String(key) }
}

/** The text of a new API key. */
export async function aKey(client: TestClient, body: object = {}): Promise<string> {
  return String((await client.post('/api-keys', { name: 'a', ...body })).body.key)
}

/** The text of a new token. */
export async function aToken(client: TestClient): Promise<string> {
  return String((await client.post('/tokens', {})).body.token)
}

/** The id of the session in a browser. */
export async function sessionIdOf(client: TestClient): Promise<string> {
  return String((await client.get('/session')).body.session.id)
}

/** The secret of the session in a browser. */
export function cookieOf(client: TestClient): string {
  return client.cookies.get('keyward') ?? ''
}

/** Asks a guard by a session. */
export function bySession(app: App, cookie: string): () => Promise<Response> {
  return () => app.client().get('/api/hello', { headers: { Cookie: `keyward=${cookie}` } })
}

/** Asks a guard by a key or a token. */
export function byBearer(app: App, bearer: string, path = '/api/hello'): () => Promise<Response> {
  return () => app.client().get(path, { bearer })
}

/** Changes the password of whoever is signed in. */
export function changePassword(app: App, client: TestClient): Promise<Response> {
  return client.put('/password', { currentPassword: app.password, newPassword: newPassword() })
}

/** Types the password again. */
export async function reauthenticate(app: App, client: TestClient, cookie?: string): Promise<Response> {
  const headers = cookie === undefined ? {} : { Cookie: `keyward=${cookie}` }
  const done = await client.post('/session/reauthentication', { password: app.password }, { headers })
  assert.equal(done.status, 200)
  return done
}
