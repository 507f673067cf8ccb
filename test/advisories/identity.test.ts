import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../support/app.js'
import { refused, refusedFields, unauthenticated, withoutRequestId } from '../support/problems.js'
import { newKeys } from '../support/ssh-keys.js'
import type { TestClient } from '../support/client.js'
import { enrolKey } from '../support/factors.js'
import { deviceScene, refusedByOAuth } from '../contract/adapter/devices/scene.js'
import { onBoth } from './on-both.js'

/** Objects that belong to one user, and where they are. */
const things: Readonly<Record<string, (owner: TestClient) => Promise<{ path: string; id: string }>>> = {
  'API key': made('/api-keys', () => ({ name: 'a' })),
  token: made('/tokens', () => ({})),
  'SSH key': made('/ssh-keys', () => ({ name: 'a', publicKey: newKeys['ssh-ed25519']() })),
  session: async (owner) => ({ path: '/sessions', id: (await owner.get('/session')).body.session.id }),
  'security key': async (owner) => ({ path: '/mfa/security-keys', id: (await enrolKey(owner)).id }),
}

onBoth('whose it is', (app) => {
  it('CVE-2025-61928: no route makes or changes anything for a user who is named in the request', async () => {
    const victim = await app().user()
    const client = app().client()
    const changing = routesFor(app(), [
      'limited',
      'limitedOrTicket',
      'enrolling',
      'passwordChange',
      'session',
      'recent',
      'admin',
    ])
    assert.ok(changing.length > 30)
    for (const { method, path } of changing) {
      const named = { name: 'a', userId: victim.id, user: { id: victim.id }, ownerId: victim.id }
      unauthenticated(await client.send(method, `${path}?userId=${victim.id}`, named))
    }
    assert.deepEqual((await (await app().signedIn(victim)).get('/api-keys')).body.items, [])
  })

  it('CVE-2025-61928, CVE-2026-27946, CVE-2012-2055: somebody signed in makes nothing for another, and gives themselves no right', async () => {
    const victim = await app().user()
    const client = await app().signedIn()
    for (const [path, body] of [
      ['/api-keys', { name: 'a' }],
      ['/tokens', {}],
      ['/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() }],
    ] as const) {
      for (const field of ['userId', 'ownerId', 'user', 'id', 'verified', 'admin', 'createdAt', 'digest']) {
        const answer = await client.post(path, { ...body, [field]: victim.id })
        refusedFields(answer, { [field]: 'unknown_field' })
      }
    }
    const made = (await client.post('/api-keys', { name: 'a' })).body
    for (const field of [
      'userId',
      'verified',
      'key',
      'expiresAt',
      'lastUsedAt',
      '__proto__',
      'constructor',
    ]) {
      const raw = JSON.stringify({ name: 'b' }).replace('{', `{${JSON.stringify(field)}:true,`)
      const answer = await client.patch(`/api-keys/${made.id}`, undefined, { raw })
      refusedFields(answer, { [field]: 'unknown_field' })
    }
    assert.equal((await client.get('/session')).body.user.admin ?? false, false)
    refused(await client.get('/admin/users'), 403, 'forbidden')
  })

  for (const [what, make] of Object.entries(things)) {
    it(`GHSA-4vcf-q4xf-f48m: somebody else’s ${what} is a 404 as one that is not there, and stays`, async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { path, id } = await make(owner)
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (at: string) => thief.delete(at),
        (at: string) => thief.patch(at, { name: 'theirs' }),
      ]) {
        const answers = [await send(`${path}/${id}`), await send(`${path}/${unknown}`)]
        // Not everything has a name to be changed.
        if (answers[0]?.status === 405) continue
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.ok((await ids(owner, path)).includes(id))
    })
  }

  it('CVE-2026-45337: only who said yes to a device is signed in on it, and nobody says it for another', async () => {
    const { begin, poll, approve } = deviceScene(app)
    const [owner, thief] = [await app().signedIn(), await app().signedIn()]
    const device = await begin()
    const named = await thief.post(`/device/${device.userCode}/approval`, { userId: owner.user.id })
    refusedFields(named, { userId: 'unknown_field' })
    unauthenticated(await app().client().post(`/device/${device.userCode}/approval`, {}))
    refusedByOAuth(await poll(device), 'authorization_pending')
    await approve(owner, device)
    // Who comes second neither takes it over nor takes it back.
    refused(await thief.post(`/device/${device.userCode}/approval`, {}), 409, 'conflict')
    refused(await thief.post(`/device/${device.userCode}/denial`, {}), 409, 'conflict')
    refused(await thief.get(`/device/${device.userCode}`), 404, 'not_found')
    const bearer = (await poll(device)).body.access_token
    assert.equal((await app().client().get('/credential', { bearer })).body.user.id, owner.user.id)
  })

  it('CVE-2026-58422: signing in makes nobody enabled again', async () => {
    const { id, username } = await app().user({ disabled: true })
    for (let i = 0; i < 2; i++) {
      const answer = await app().client().post('/session', { username, password: app().password })
      refused(answer, 401, 'invalid_credentials')
    }
    const byHost = await app().client().post(`/api/sso/${id}`)
    refused(byHost, 401, 'invalid_credentials')
    assert.equal((await app().store.users.byId(id))?.disabled, true)
  })
})

function made(path: string, body: () => object) {
  return async (owner: TestClient): Promise<{ path: string; id: string }> => {
    const { status, body: made } = await owner.post(path, body())
    assert.equal(status, 201)
    return { path, id: made.id }
  }
}

async function ids(owner: TestClient, path: string): Promise<readonly string[]> {
  const { body } = await owner.get(path === '/mfa/security-keys' ? '/mfa' : path)
  return ((body.items ?? body.securityKeys) as { id: string }[]).map(({ id }) => id)
}

/** The routes of these levels that change something, with a text for each parameter. */
function routesFor({ keyward }: App, levels: readonly string[]) {
  return keyward.adapter
    .routes()
    .filter(({ method, level }) => method !== 'get' && method !== 'all' && levels.includes(level))
    .map(({ method, path }) => ({ method: method as 'post', path: path.replaceAll(/:\w+/g, 'x') }))
}
