import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** What may be chosen for an API key, and how many there may be. */
export function chosenApiKeyContract(app: () => App): void {
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
}
