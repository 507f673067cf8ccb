import assert from 'node:assert/strict'
import type { UserRow } from '../../../../src/index.js'
import type { TestClient } from '../../../support/client.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'

export type AdminCredentialsScene = ReturnType<typeof adminCredentialsScene>

/** People who hold a credential of each kind. */
export function adminCredentialsScene(app: () => App) {
  /** A user with one of each kind. */
  async function holder(given: Partial<UserRow> = {}) {
    const client = await app().signedIn(await app().user(given))
    const { body: key } = await client.post('/api-keys', { name: 'a key' })
    const { body: token } = await client.post('/tokens', {})
    const { body: sshKey } = await client.post('/ssh-keys', {
      name: 'an SSH key',
      publicKey: newKeys['ssh-ed25519'](),
    })
    const { body: session } = await client.get('/session')
    return { client, user: client.user, key, token, sshKey, session: session.session }
  }

  async function ids(
    client: TestClient,
    query: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> {
    const answer = await client.get(`/admin/credentials?${new URLSearchParams(query).toString()}`)
    assert.equal(answer.status, 200)
    return answer.body.items.map(({ id }: { id: string }) => id)
  }

  return { holder, ids }
}
