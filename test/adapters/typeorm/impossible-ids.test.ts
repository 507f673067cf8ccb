import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import { expressFramework } from '../../support/express-host.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { refused } from '../../support/problems.js'
import { KeywardError } from '../../../src/index.js'
import { calls, invoke, newScene } from '../../host/calls.js'

/** What no id can be: not ASCII, NUL, half a character, too long, another table's wildcard, what a collation would take for `x`. */
const impossible = [
  ...['é', 'ｘ', '🔑', '\u0000', 'a\u0000b', '\ufffd', 'x'.repeat(40), 'x'.repeat(3000), "'", '%', '_', '\\'],
  ...['\u200b', ' ', '\u00a0', 'ß'.repeat(36), '019bc187-4001-75d8-b6ed-c855352ea27é'],
]
/** Encoded: half a character is no URL. */
const paths = impossible.map(encodeURIComponent)

/** Bodies that are right, so that nothing but the id decides. */
const bodies: Readonly<Record<string, object>> = {
  'patch /api-keys/:id': { name: 'a' },
  'patch /ssh-keys/:id': { name: 'a' },
  'patch /ssh-private-keys/:id': { name: 'a' },
  'patch /mfa/security-keys/:id': { name: 'a' },
  'patch /admin/hosts/:id': { name: 'a' },
  'patch /admin/users/:id': { displayName: 'a' },
  'post /admin/users/:id/mfa-reset': { reason: 'a' },
  'patch /admin/credentials/:id': { limit: null },
  'post /admin/service-accounts/:id/api-keys': { name: 'a', scopes: ['reports:read'] },
}

describeOnEach('an id that cannot be', (database) => {
  let opened: Migrated
  let app: App
  let admin: TestClient

  before(async () => {
    opened = await migrated(database)
    const options = { importedApiKeys: true }
    app = await startApp(expressFramework, { store: typeormStore(opened.dataSource), options })
    admin = await app.admin()
  })
  after(async () => {
    await app?.close()
    await opened?.close()
  })

  it('is a 404 on every route that takes one, as an id that nobody has', async () => {
    const taking = app.keyward.adapter
      .routes()
      .filter(
        ({ method, path }) => method !== 'all' && path.includes('/:id') && !path.includes('organizations'),
      )
    assert.ok(taking.length > 20)
    for (const { method, path } of taking) {
      for (const id of paths) {
        const body = bodies[`${method} ${path}`] ?? (method === 'get' ? undefined : {})
        const answer = await admin.send(method === 'all' ? 'get' : method, path.replace(':id', id), body)
        assert.equal(answer.status, 404, `${method} ${path} with ${id}: ${answer.text}`)
        refused(answer, 404, 'not_found')
      }
    }
  })

  it('an id that the database cannot store names no organisation either', async () => {
    for (const id of ['%00', 'a%00b']) {
      const path = `/admin/policies/organizations/${id}`
      refused(await admin.get(path), 404, 'not_found')
      refused(await admin.put(path, {}), 404, 'not_found')
      refused(await admin.put(`${path}?dryRun=1`, {}), 404, 'not_found')
    }
  })

  it('finds nobody and nothing in a query', async () => {
    for (const id of paths.filter((text) => text.length <= 255)) {
      const { status, body } = await admin.get(`/admin/credentials?user=${id}`)
      assert.deepEqual([status, body.items], [200, []], id)
    }
    const lists = ['/api-keys', '/tokens', '/ssh-keys', '/ssh-private-keys', '/sessions', '/events']
    for (const list of [
      ...lists,
      ...['users', 'hosts', 'credentials', 'events'].map((one) => `/admin/${one}`),
    ]) {
      for (const id of impossible) {
        const cursor = Buffer.from(id).toString('base64url')
        const { status } = await admin.get(`${list}?cursor=${cursor}`)
        assert.ok(status === 422 || status === 200, `${list} after ${id}: ${String(status)}`)
      }
    }
  })

  it('is nobody and nothing to the host’s own calls', async () => {
    const { keyward } = app
    const scene = await newScene(keyward)
    for (const [path, { args, ids }] of Object.entries(calls)) {
      const right = args(scene)
      for (const [i, id] of ids.flatMap((i) => [...impossible, '\ud800'].map((id) => [i, id] as const))) {
        const given = [...right.slice(0, i), id, ...right.slice(i + 1)]
        await assert.rejects(invoke(keyward, path, given), { code: 'not_found' }, `${path} of ${id}`)
      }
    }
    for (const id of [...impossible, '\ud800']) {
      await keyward.users.changed(id)
      await keyward.users.removed(id)
      assert.equal(await keyward.users.byUsername(id), null)
      for (const list of ['users', 'sshHosts'] as const) {
        const page = await keyward[list].list({ before: id }).catch((error: unknown) => error)
        assert.ok(!(page instanceof Error) || page instanceof KeywardError, `${list} before ${id}`)
      }
    }
  })

  it('an id that the database cannot store costs no connection', async () => {
    // Asked of the store at once, as many as the pool has: each answers.
    const { store } = app
    const asked = Array.from({ length: 30 }, (_, i) => store.apiKeys.byId('é', impossible[i % 16] ?? ''))
    assert.deepEqual(new Set(await Promise.all(asked)), new Set([null]))
  })
})
