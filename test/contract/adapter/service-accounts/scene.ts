import { randomBytes } from 'node:crypto'
import type { App } from '../../../support/app.js'

export const accounts = '/admin/service-accounts'

/** A name that nothing else has. */
export function newName(): string {
  return `robot-${randomBytes(6).toString('hex')}`
}

/** An administrator, and a service account. */
export async function withAccount(app: App, given: object = {}) {
  const admin = await app.admin()
  const { body } = await admin.post(accounts, { name: newName(), ...given })
  return { admin, id: String(body.id), name: String(body.name), path: `${accounts}/${String(body.id)}` }
}

/** The same, and a key of it. */
export async function withServiceKey(
  app: App,
  { key: asked = {}, account = {} }: { readonly key?: object; readonly account?: object } = {},
) {
  const made = await withAccount(app, account)
  const keys = `${made.path}/api-keys`
  const { body } = await made.admin.post(keys, { name: 'ci', scopes: ['reports:read'], ...asked })
  return {
    ...made,
    keys,
    keyId: String(body.id),
    key: String(body.key),
    made: body as Record<string, unknown>,
  }
}
