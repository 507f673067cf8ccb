import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields, withoutRequestId } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const fields = [
  'createdAt',
  'disabled',
  'expiresAt',
  'hint',
  'id',
  'lastUsedAt',
  'lastUsedIp',
  'name',
  'scopes',
]
const day = 24 * 3_600_000

export function apiKeysContract(framework: Framework): void {
  const app = appFor(framework)

  describe('POST /api-keys', () => {
    it('answers 201 with the key, once, and where it is found', async () => {
      const { signedIn, clock, mounting } = app()
      const client = await signedIn()
      const made = await client.post('/api-keys', { name: '  laptop  ' })
      assert.equal(made.status, 201)
      assert.deepEqual(Object.keys(made.body as object).sort(), [...fields, 'key'].sort())
      assert.match(made.body.key, /^kwk_[0-9A-Za-z]{36}$/)
      const { key, ...shown } = made.body
      assert.deepEqual(shown, {
        id: shown.id,
        name: 'laptop',
        hint: `${key.slice(0, 8)}…${key.slice(-4)}`,
        scopes: ['*'],
        createdAt: new Date(clock.now()).toISOString(),
        expiresAt: new Date(clock.now() + 30 * day).toISOString(),
        lastUsedAt: null,
        lastUsedIp: null,
        disabled: false,
      })
      const { location = '' } = made.headers
      assert.equal(location, `${mounting.path}/api-keys/${shown.id}`)
      const found = await client.get(location.slice(mounting.path.length))
      assert.deepEqual([found.status, found.body], [200, shown])
      assert.deepEqual((await client.get('/api-keys')).body, { items: [shown], nextCursor: null })
    })

    it('lasts as long as was chosen', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      for (const expiresInDays of [7, 30, 60, 90, null]) {
        const { status, body } = await client.post('/api-keys', {
          name: `for ${expiresInDays}`,
          expiresInDays,
        })
        assert.equal(status, 201)
        const end = expiresInDays === null ? null : new Date(clock.now() + expiresInDays * day).toISOString()
        assert.equal(body.expiresAt, end)
      }
    })

    it('refuses every other life', async () => {
      const client = await app().signedIn()
      for (const expiresInDays of [0, 1, -7, 8, 7.5, 91, 365, 1e308]) {
        const answer = await client.post('/api-keys', { name: 'a', expiresInDays })
        refusedFields(answer, { expiresInDays: 'expiry_not_allowed' })
      }
      for (const expiresInDays of ['30', 'none', true, [30], { $gt: 0 }]) {
        refusedFields(await client.post('/api-keys', { name: 'a', expiresInDays }), {
          expiresInDays: 'wrong_type',
        })
      }
    })

    it('ends on time', async () => {
      const { signedIn, client, clock } = app()
      const { key } = (await (await signedIn()).post('/api-keys', { name: 'a', expiresInDays: 7 })).body
      clock.advance({ days: 6, hours: 23, minutes: 59 })
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
      clock.advance({ minutes: 1 })
      invalidToken(await client().get('/api/hello', { bearer: key }))
    })

    it('carries the chosen scopes, each once', async () => {
      const client = await app().signedIn()
      const chosen = ['reports:write', 'reports:read', 'reports:read']
      const { body } = await client.post('/api-keys', { name: 'a', scopes: chosen })
      assert.deepEqual(body.scopes, ['reports:read', 'reports:write'])
    })

    it('refuses scopes that do not exist, and an empty choice', async () => {
      const client = await app().signedIn()
      for (const scopes of [['reports:delete'], ['*'], ['reports:read', '__proto__'], ['constructor']]) {
        refusedFields(await client.post('/api-keys', { name: 'a', scopes }), { scopes: 'unknown_scope' })
      }
      refusedFields(await client.post('/api-keys', { name: 'a', scopes: [] }), { scopes: 'required' })
      refusedFields(await client.post('/api-keys', { name: 'a', scopes: 'reports:read' }), {
        scopes: 'wrong_type',
      })
      refusedFields(await client.post('/api-keys', { name: 'a', scopes: [1] }), { 'scopes.0': 'wrong_type' })
      const many = Array<string>(101).fill('reports:read')
      refusedFields(await client.post('/api-keys', { name: 'a', scopes: many }), { scopes: 'out_of_range' })
    })

    it('refuses a name that is taken, in any guise', async () => {
      const client = await app().signedIn()
      assert.equal((await client.post('/api-keys', { name: 'Straße' })).status, 201)
      for (const name of ['Straße', 'STRASSE', ' strasse ', 'Ｓtraße']) {
        refused(await client.post('/api-keys', { name }), 409, 'name_taken')
      }
      assert.equal((await (await app().signedIn()).post('/api-keys', { name: 'Straße' })).status, 201)
    })

    it('takes names of 1 to 100 characters, without control or format characters', async () => {
      const client = await app().signedIn()
      for (const name of ['a', '🔑'.repeat(100), 'Ĳ & <b>"quoted"</b> \'); DROP TABLE --']) {
        const { status, body } = await client.post('/api-keys', { name })
        assert.deepEqual([status, body.name], [201, name])
      }
      refusedFields(await client.post('/api-keys', {}), { name: 'required' })
      for (const name of ['', '   '])
        refusedFields(await client.post('/api-keys', { name }), { name: 'required' })
      for (const name of ['a'.repeat(101), 'a'.repeat(5000)]) {
        refusedFields(await client.post('/api-keys', { name }), { name: 'too_long' })
      }
      for (const name of ['a\nb', 'a\u0000b', 'a\u202eb', 'a\u200bb', 'a\u2028b', '\ud800', 'a\u007fb']) {
        refusedFields(await client.post('/api-keys', { name }), { name: 'invalid_characters' })
      }
      for (const name of [1, null, ['a'], { a: 1 }, true]) {
        refusedFields(await client.post('/api-keys', { name }), { name: 'wrong_type' })
      }
    })

    it('stops at 50 keys, expired ones not counted, and not past it when many are made at once', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      const client = await signedIn(owner)
      const make = (name: string) => client.post('/api-keys', { name, expiresInDays: 7 })
      for (let i = 0; i < 44; i++) assert.equal((await make(`key ${i}`)).status, 201)
      const rush = await Promise.all(Array.from({ length: 12 }, (_, i) => make(`rush ${i}`)))
      assert.equal(rush.filter(({ status }) => status === 201).length, 6)
      for (const answer of rush) if (answer.status !== 201) refused(answer, 403, 'limit_reached')
      refused(await make('one more'), 403, 'limit_reached')
      clock.advance({ days: 7 })
      assert.equal((await (await signedIn(owner)).post('/api-keys', { name: 'later' })).status, 201)
    })

    it('CVE-2025-61928: a userId in the body mints no key', async () => {
      const { client, signedIn, user } = app()
      const victim = await user()
      const anonymous = await client().post('/api-keys', { name: 'a', userId: victim.id })
      refused(anonymous, 401, 'unauthenticated')
      for (const field of ['userId', 'user', 'ownerId', 'id', 'createdAt', 'expiresAt', 'disabled', 'key']) {
        const answer = await (await signedIn()).post('/api-keys', { name: 'a', [field]: victim.id })
        refusedFields(answer, { [field]: 'unknown_field' })
      }
      assert.deepEqual((await (await signedIn(victim)).get('/api-keys')).body.items, [])
    })
  })

  describe('GET /api-keys/options', () => {
    it('answers what a form may offer', async () => {
      const { status, body } = await (await app().signedIn()).get('/api-keys/options')
      assert.equal(status, 200)
      assert.deepEqual(body, {
        expiryChoice: true,
        allowedDays: [7, 30, 60, 90, null],
        defaultDays: 30,
        scopes: [
          { name: 'reports:read', description: 'read reports' },
          { name: 'reports:write', description: 'write reports' },
        ],
      })
    })
  })

  describe('GET /api-keys', () => {
    it('shows when and from where a key was last used', async () => {
      const { signedIn, client, clock } = app()
      const owner = await signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a' })).body
      clock.advance({ minutes: 5 })
      await client().get('/api/hello', { bearer: key })
      const at = clock.now()
      const { lastUsedAt, lastUsedIp } = (await owner.get(`/api-keys/${id}`)).body
      assert.equal(Date.parse(lastUsedAt), at)
      assert.match(lastUsedIp, /127\.0\.0\.1$/)
    })

    it('lists an expired key for 30 days', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      await (await signedIn(owner)).post('/api-keys', { name: 'a', expiresInDays: 7 })
      clock.advance({ days: 37, minutes: -1 })
      assert.equal((await (await signedIn(owner)).get('/api-keys')).body.items.length, 1)
      clock.advance({ minutes: 2 })
      assert.equal((await (await signedIn(owner)).get('/api-keys')).body.items.length, 0)
    })
  })

  describe('PATCH /api-keys/:id', () => {
    it('renames, and says what the key is now', async () => {
      const client = await app().signedIn()
      const { key, ...made } = (await client.post('/api-keys', { name: 'old' })).body
      const answer = await client.patch(`/api-keys/${made.id}`, { name: ' new ' })
      assert.deepEqual([answer.status, answer.body], [200, { ...made, name: 'new' }])
      assert.equal((await client.patch(`/api-keys/${made.id}`, { name: 'NEW' })).body.name, 'NEW')
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('disables at once and enables again', async () => {
      const client = await app().signedIn()
      const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
      assert.equal((await client.patch(`/api-keys/${id}`, { disabled: true })).body.disabled, true)
      invalidToken(await app().client().get('/api/hello', { bearer: key }))
      assert.equal((await client.patch(`/api-keys/${id}`, { disabled: false })).body.disabled, false)
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('changes nothing when nothing is given', async () => {
      const client = await app().signedIn()
      const { key: _, ...made } = (await client.post('/api-keys', { name: 'a' })).body
      const answer = await client.patch(`/api-keys/${made.id}`, {})
      assert.deepEqual([answer.status, answer.body], [200, made])
    })

    it('refuses a taken name, bad values and what can’t be changed', async () => {
      const client = await app().signedIn()
      await client.post('/api-keys', { name: 'taken' })
      const { id } = (await client.post('/api-keys', { name: 'a' })).body
      refused(await client.patch(`/api-keys/${id}`, { name: 'TAKEN' }), 409, 'name_taken')
      refusedFields(await client.patch(`/api-keys/${id}`, { name: '' }), { name: 'required' })
      refusedFields(await client.patch(`/api-keys/${id}`, { disabled: 'yes' }), { disabled: 'wrong_type' })
      refusedFields(await client.patch(`/api-keys/${id}`, { scopes: ['*'], expiresAt: null, userId: '1' }), {
        scopes: 'unknown_field',
        expiresAt: 'unknown_field',
        userId: 'unknown_field',
      })
    })
  })

  describe('DELETE /api-keys/:id', () => {
    it('ends the key at once and for good', async () => {
      const client = await app().signedIn()
      const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
      const answer = await client.delete(`/api-keys/${id}`)
      assert.deepEqual([answer.status, answer.text], [204, ''])
      invalidToken(await app().client().get('/api/hello', { bearer: key }))
      for (const gone of [await client.get(`/api-keys/${id}`), await client.delete(`/api-keys/${id}`)]) {
        refused(gone, 404, 'not_found')
      }
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })
  })

  describe('an id that is none', () => {
    it('CVE-2022-31093: is refused, however it is spelled', async () => {
      const client = await app().signedIn()
      for (const id of ['%zz', '%00', '%ff', '..%2f..', '%27', '%F0%9F%94%91', 'x'.repeat(5000)]) {
        for (const answer of [await client.get(`/api-keys/${id}`), await client.delete(`/tokens/${id}`)]) {
          assert.ok(answer.status === 404 || answer.status === 400, `${answer.status} to ${id}`)
        }
      }
    })
  })

  describe('another user’s API key', () => {
    it('GHSA-4vcf-q4xf-f48m: is a 404 like one that never was, for every verb', async () => {
      const { signedIn, client } = app()
      const [owner, thief] = [await signedIn(), await signedIn()]
      const { id, key } = (await owner.post('/api-keys', { name: 'mine' })).body
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (path: string) => thief.get(path),
        (path: string) => thief.patch(path, { name: 'theirs' }),
        (path: string) => thief.patch(path, {}),
        (path: string) => thief.post(`${path}/rotation`, {}),
        (path: string) => thief.delete(path),
      ]) {
        const answers = [await send(`/api-keys/${id}`), await send(`/api-keys/${unknown}`)]
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.equal((await owner.get(`/api-keys/${id}`)).body.name, 'mine')
      assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
    })
  })
}
