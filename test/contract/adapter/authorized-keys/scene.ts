import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import { newKeys } from '../../../support/ssh-keys.js'

export const nothing = '# keyward:end\n'

export const aKey = newKeys['ssh-ed25519']

export interface SshKeyJson {
  readonly id: string
  readonly publicKey: string
  readonly fingerprint: string
}

interface Asked {
  readonly fingerprint?: string
  readonly sshd?: string
  readonly etag?: string
}

let made = 0

/** A name that is nobody's yet and may be an account's. */
function newName(): string {
  return `user_${String(made++)}-x`
}

/** A host in `default`, and the ways to make others, users and grants. */
export async function setting(app: App) {
  const hostIn = async (...groups: readonly string[]) => {
    const { body } = await (await app.admin()).post('/admin/hosts', { name: newName(), groups })
    return {
      ask: (account: string, asked: Asked = {}): Promise<Response> =>
        ask(app.client(), body.credential, account, asked),
    }
  }
  const grant = async (items: readonly object[]) => {
    assert.equal((await (await app.admin()).put('/admin/ssh-grants', { items })).status, 200)
  }
  const person = async (given: { username?: string; organizationId?: string } = {}) => {
    const user = await app.user({ username: newName(), ...given })
    const client = await app.signedIn(user)
    const add = async (expiresInDays: number | null = null): Promise<SshKeyJson> => {
      const { status, body } = await client.post('/ssh-keys', {
        name: newName(),
        publicKey: aKey(),
        expiresInDays,
      })
      assert.equal(status, 201)
      return body
    }
    return { ...user, client, add }
  }
  return { host: await hostIn(), hostIn, grant, person }
}

function ask(
  client: TestClient,
  bearer: string,
  account: string,
  { fingerprint, sshd, etag }: Asked,
): Promise<Response> {
  const query = fingerprint === undefined ? '' : `?fingerprint=${encodeURIComponent(fingerprint)}`
  const headers = { 'Keyward-Sshd': sshd, 'If-None-Match': etag }
  return client.get(`/ssh/authorized_keys/${account}${query}`, { bearer, headers })
}

export function lineFor({ id, publicKey }: SshKeyJson, options = 'restrict,pty'): string {
  return `${options} ${publicKey} keyward:${id}`
}
