import type { Response } from 'supertest'
import { hash, randomBytes } from 'node:crypto'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import { noteSecret } from '../../../support/secrets.js'

export const hello = '/api/hello'

/** A key as an app issues them by itself. */
export function foreignKey(form = 'sk_live_'): string {
  const text = `${form}${randomBytes(24).toString('base64url')}`
  noteSecret(text)
  return text
}

export async function imported(
  { keyward, signedIn }: App,
  more: { readonly scopes?: readonly string[]; readonly expiresAt?: number },
  text = foreignKey(),
): Promise<{
  readonly owner: TestClient & { readonly user: { readonly id: string; readonly username: string } }
  readonly text: string
  readonly apiKey: { readonly id: string }
}> {
  const owner = await signedIn()
  const key = { name: 'old', sha256: hash('sha256', text), ...more }
  return { owner, text, apiKey: await keyward.import.apiKey(owner.user.id, key) }
}

export type ImportedScene = ReturnType<typeof importedScene>

/** How an imported API key is used. */
export function importedScene(app: () => App) {
  const use = (bearer: string, path = hello): Promise<Response> => app().client().get(path, { bearer })

  return { use }
}
