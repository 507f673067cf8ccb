import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../src/index.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const day = 24 * 3_600_000

export function adminCredentialsContract(framework: Framework): void {
  const app = appFor(framework)

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

  describe('GET /admin/credentials', () => {
    it('lists what anybody holds, newest first, and no secret', async () => {
      const { user, key, token, sshKey, session } = await holder()
      const admin = await app().admin()
      const { body } = await admin.get(`/admin/credentials?user=${user.id}`)
      assert.match(body.items[3].lastUsedAt, /Z$/)
      const owner = { id: user.id, username: user.username }
      const shown = (
        kind: string,
        { id, name = null, hint = null, createdAt, expiresAt, lastUsedAt = null }: Record<string, unknown>,
      ) => ({ id, kind, user: owner, name, hint, createdAt, expiresAt, lastUsedAt })
      assert.deepEqual(body, {
        items: [
          shown('ssh_key', { ...sshKey, hint: sshKey.fingerprint }),
          shown('token', token),
          shown('api_key', key),
          shown('session', {
            ...session,
            lastUsedAt: body.items[3].lastUsedAt,
            expiresAt: body.items[3].expiresAt,
          }),
        ],
        nextCursor: null,
      })
    })

    it('lists by kind and by user, whose id or name is given in any case', async () => {
      const { user, key, token, sshKey, session } = await holder()
      const admin = await app().admin()
      const mine = { user: user.username.toUpperCase() }
      assert.deepEqual(await ids(admin, mine), [sshKey.id, token.id, key.id, session.id])
      for (const [kind, { id }] of [
        ['api_key', key],
        ['token', token],
        ['ssh_key', sshKey],
        ['session', session],
      ] as const) {
        assert.deepEqual(await ids(admin, { ...mine, kind }), [id])
      }
      assert.deepEqual(await ids(admin, { user: 'nobody-of-that-name' }), [])
    })

    it('lists page by page, over all kinds', async () => {
      const { user } = await holder()
      const admin = await app().admin()
      const all = await ids(admin, { user: user.id })
      const found: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: Record<string, string> = { user: user.id, limit: '3', ...(cursor !== '' && { cursor }) }
        const { body } = await admin.get(`/admin/credentials?${new URLSearchParams(query).toString()}`)
        found.push(...body.items.map(({ id }: { id: string }) => id))
        cursor = body.nextCursor
      }
      assert.deepEqual(found, all)
    })

    it('finds what ends soon, as the present policy has it', async () => {
      const organizationId = `inventory-${Math.random()}`
      const { user, key, token, sshKey } = await holder({ organizationId })
      const admin = await app().admin()
      const before = (days: number) => new Date(app().clock.now() + days * day).toISOString()
      const endingIn = (days: number) => ids(admin, { user: user.id, expiresBefore: before(days) })
      assert.deepEqual((await endingIn(2)).includes(token.id), true)
      assert.deepEqual((await endingIn(29)).includes(key.id), false)
      assert.deepEqual((await endingIn(31)).includes(key.id), true)
      // It has no end of its own.
      assert.deepEqual((await endingIn(5000)).includes(sshKey.id), false)
      const policy = { apiKeys: { allowedDays: [7], defaultDays: 7 }, sshKeys: { maxDays: 3 } }
      assert.equal((await admin.put(`/admin/policies/organizations/${organizationId}`, policy)).status, 200)
      assert.deepEqual((await endingIn(8)).includes(key.id), true)
      const { body } = await admin.get(`/admin/credentials?user=${user.id}&kind=ssh_key`)
      assert.equal(body.items[0].expiresAt, new Date(Date.parse(sshKey.createdAt) + 3 * day).toISOString())
      assert.deepEqual((await endingIn(4)).includes(sshKey.id), true)
    })

    it('finds what was not used for long', async () => {
      const { user, client, key, token, sshKey } = await holder()
      const made = app().clock.now()
      app().clock.advance({ days: 3 })
      const admin = await app().admin()
      assert.equal((await client.get('/credential', { bearer: key.key })).status, 200)
      const unused = (since: number) =>
        ids(admin, { user: user.id, unusedSince: new Date(since).toISOString() })
      // The token has ended, and is listed as its owner sees it.
      assert.deepEqual(await unused(made + day), [sshKey.id, token.id])
      assert.deepEqual(await unused(made - day), [])
    })

    it('refuses filters that are none', async () => {
      const admin = await app().admin()
      for (const [query, fields] of [
        ['kind=password', { kind: 'not_allowed' }],
        ['expiresBefore=soon', { expiresBefore: 'malformed' }],
        ['unusedSince=2026-01-01', { unusedSince: 'malformed' }],
        ['user=', { user: 'required' }],
        ['q=x', { q: 'unknown_field' }],
      ] as const) {
        refusedFields(await admin.get(`/admin/credentials?${query}`), fields)
      }
    })
  })

  describe('DELETE /admin/credentials/:id', () => {
    it('removes one of any kind as its owner would, at once', async () => {
      const { user, client, key, token, sshKey, session } = await holder()
      const admin = await app().admin()
      for (const [{ id }, type] of [
        [key, 'api_key.deleted'],
        [token, 'token.deleted'],
        [sshKey, 'ssh_key.deleted'],
        [session, 'session.ended'],
      ] as const) {
        assert.equal((await admin.delete(`/admin/credentials/${id}`)).status, 204)
        const event = app().events.findLast((one) => one.subject?.id === id)
        assert.deepEqual([event?.type, event?.actor?.id, event?.userId], [type, admin.user.id, user.id])
        refused(await admin.delete(`/admin/credentials/${id}`), 404, 'not_found')
      }
      for (const bearer of [key.key, token.token]) {
        invalidToken(await app().client().get('/credential', { bearer }))
      }
      unauthenticated(await client.get('/session'))
      assert.deepEqual(await ids(admin, { user: user.id }), [])
      assert.equal(await app().store.sshKeys.byId(user.id, sshKey.id), null)
    })
  })
}
