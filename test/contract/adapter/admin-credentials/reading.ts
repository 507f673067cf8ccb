import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import type { AdminCredentialsScene } from './scene.js'

const day = 24 * 3_600_000

export function credentialReadingContract(app: () => App, { holder, ids }: AdminCredentialsScene): void {
  describe('GET /admin/credentials', () => {
    it('lists what anybody holds, newest first, and no secret', async () => {
      const { user, key, token, sshKey, session } = await holder()
      const admin = await app().admin()
      const { body } = await admin.get(`/admin/credentials?user=${user.id}`)
      assert.match(body.items[3].lastUsedAt, /Z$/)
      const owner = { id: user.id, username: user.username, kind: 'user' }
      const shown = (
        kind: string,
        {
          id,
          name = null,
          hint = null,
          createdAt,
          expiresAt,
          lastUsedAt = null,
          ip = null,
          userAgent = null,
        }: Record<string, unknown>,
      ) => ({ id, kind, user: owner, name, hint, createdAt, expiresAt, lastUsedAt, ip, userAgent })
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

    it('finds who has registered an SSH key, so that its right owner can have it', async () => {
      const [squatter, owner] = [await app().signedIn(), await app().signedIn()]
      const publicKey = newKeys['ssh-ed25519']()
      const { id, fingerprint } = (await squatter.post('/ssh-keys', { name: 'x', publicKey })).body
      const add = () => owner.post('/ssh-keys', { name: 'mine', publicKey })
      refused(await add(), 409, 'key_in_use')
      const admin = await app().admin()
      const { body } = await admin.get(`/admin/credentials?fingerprint=${encodeURIComponent(fingerprint)}`)
      assert.deepEqual(
        body.items.map((one: { id: string; user: { id: string } }) => [one.id, one.user.id]),
        [[id, squatter.user.id]],
      )
      assert.deepEqual(await ids(admin, { fingerprint, kind: 'api_key' }), [])
      assert.deepEqual(await ids(admin, { fingerprint: `SHA256:${'A'.repeat(43)}` }), [])
      assert.equal((await admin.delete(`/admin/credentials/${id}`)).status, 204)
      assert.equal((await add()).status, 201)
      assert.deepEqual((await squatter.get('/ssh-keys')).body.items, [])
      const told = (await squatter.get('/events?type=ssh_key.deleted')).body.items[0]
      assert.deepEqual([told.subject.id, told.actor.id], [id, admin.user.id])
    })

    it('refuses a filter that is unknown, empty or not of its form', async () => {
      const admin = await app().admin()
      for (const [query, fields] of [
        ['kind=password', { kind: 'not_allowed' }],
        ['expiresBefore=soon', { expiresBefore: 'malformed' }],
        ['unusedSince=2026-01-01', { unusedSince: 'malformed' }],
        ['user=', { user: 'required' }],
        ['fingerprint=MD5:aa', { fingerprint: 'malformed' }],
        ['q=x', { q: 'unknown_field' }],
      ] as const) {
        refusedFields(await admin.get(`/admin/credentials?${query}`), fields)
      }
    })
  })
}
