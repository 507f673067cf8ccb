import type { Response } from 'supertest'
import type { App } from '../../../support/app.js'
import type { Extra, TestClient } from '../../../support/client.js'

/** A request that was refused, and what the audit must say of it. */
interface Provoked {
  readonly answer: Response
  /** The user whom it concerns; `null` = nobody is known. */
  readonly user: string | null
  /** Default: `request.refused`. */
  readonly type?: string
  /** Default: the code. */
  readonly reason?: string
}

/** Brings a refusal about; the request that is refused is sent with `from`, which says an address. */
export type Provoke = (app: App, from: Extra & { readonly headers: Headers }) => Promise<Provoked>

type Headers = Readonly<Record<string, string>>

/** An API key of a user. */
export async function keyOf(owner: TestClient, more: object = {}): Promise<string> {
  return String((await owner.post('/api-keys', { name: 'a', ...more })).body.key)
}
