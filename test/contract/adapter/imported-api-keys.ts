import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'
import { importedEndContract } from './imported-api-keys/end.js'
import { importedScene } from './imported-api-keys/scene.js'
import { hello, foreignKey, imported } from './imported-api-keys/scene.js'

export function importedApiKeysContract(framework: Framework): void {
  describe('API keys from before keyward', () => {
    let reads = 0
    const app = appFor(framework, {
      options: { importedApiKeys: true, carriers: { basic: true, apiKeyHeader: true } },
      over: (store) => ({
        ...store,
        apiKeys: {
          ...store.apiKeys,
          byDigest(digests) {
            reads++
            return store.apiKeys.byDigest(digests)
          },
        },
      }),
    })
    it('open the guards that their scopes open, as their owner, by every carrier', async () => {
      const { owner, text } = await imported(app(), { scopes: ['reports:read'] })
      const answer = await use(text)
      assert.deepEqual([answer.status, answer.body.hello], [200, owner.user.username])
      assert.deepEqual(answer.body.authInfo.scopes, ['reports:read'])
      assert.equal(answer.body.authInfo.credential.kind, 'api_key')
      assert.equal((await use(text, '/api/reports')).status, 200)
      refused(await use(text, '/api/both-scopes'), 403, 'insufficient_scope')
      const Authorization = `Basic ${Buffer.from(`${text}:`).toString('base64')}`
      for (const headers of [{ Authorization }, { 'X-API-Key': text }]) {
        assert.equal((await app().client().get(hello, { headers })).status, 200)
      }
      const credential = await app().client().get('/credential', { bearer: text })
      assert.deepEqual([credential.status, credential.body.name], [200, 'old'])
    })
    it('may have every character of a b64token, and none besides', async () => {
      for (const form of ['a', 'a.b-c_d~e+f/g', 'AKIA', '0', '.', '/']) {
        const { text } = await imported(app(), {}, `${foreignKey(form)}==`)
        assert.equal((await use(text)).status, 200)
      }
      for (const form of ['a$', 'a:', 'a=b', 'a{', '"a']) {
        const { text } = await imported(app(), {}, foreignKey(form))
        const before = reads
        invalidToken(await use(text))
        assert.equal(reads, before)
      }
    })
    it('are listed, used, renamed, disabled and deleted as any other, and refused at once', async () => {
      const { owner, text } = await imported(app(), {})
      await use(text)
      const [key] = (await owner.get('/api-keys')).body.items
      assert.deepEqual([key.name, key.hint, key.expiresAt], ['old', 'imported', null])
      assert.notEqual(key.lastUsedAt, null)
      assert.equal((await owner.patch(`/api-keys/${key.id}`, { disabled: true })).status, 200)
      invalidToken(await use(text))
      assert.equal((await owner.patch(`/api-keys/${key.id}`, { disabled: false, name: 'new' })).status, 200)
      assert.equal((await use(text)).status, 200)
      assert.equal((await owner.delete(`/api-keys/${key.id}`)).status, 204)
      invalidToken(await use(text))
      const { items } = (await owner.get('/events')).body as {
        items: { type: string; actor: { kind: string } }[]
      }
      const told = items.filter(({ type }) => type.startsWith('api_key.'))
      assert.deepEqual(
        told.map(({ type, actor }) => `${type} ${actor.kind}`),
        [...['api_key.deleted user', 'api_key.updated user', 'api_key.updated user'], 'api_key.created host'],
      )
    })
    const scene = importedScene(app)
    const { use } = scene
    importedEndContract(app, scene)
    it('a thief of the database: neither the SHA-256 of a key nor what is stored of it opens anything', async () => {
      const { text } = await imported(app(), {})
      const sha256 = hash('sha256', text)
      const dumped = JSON.stringify(await app().database.dump())
      assert.ok(!dumped.includes(sha256))
      assert.ok(!dumped.includes(text))
      const rows = (await app().database.dump()).keyward_api_key ?? []
      for (const stolen of [sha256, ...rows.map(({ digest }) => String(digest))])
        invalidToken(await use(stolen))
    })
    it('junk costs one look-up and is remembered; what claims to be keyward’s own costs none', async () => {
      const junk = foreignKey()
      const start = reads
      for (let i = 0; i < 5; i++) invalidToken(await use(junk))
      assert.equal(reads - start, 1)
      for (const own of [`kwk_${'a'.repeat(36)}`, 'kwt_', 'kws_x', 'kwh_x', 'kwp_x'])
        invalidToken(await use(own))
      for (const text of ['x'.repeat(520), 'ключ', 'a=b']) {
        await app()
          .client()
          .get(hello, { headers: { Authorization: `Bearer ${encodeURI(text)}` } })
      }
      assert.equal(reads - start, 1)
    })
    it('a flood of junk: no more than a thousand texts are remembered', async () => {
      const junk = Array.from({ length: 1500 }, () => foreignKey())
      const guard = app().keyward.adapter.guard()
      const ask = async (text: string) =>
        assert.rejects(async () => guard(bearerOf(text)), { code: 'invalid_token' })
      for (const text of junk) await ask(text)
      const before = reads
      for (const text of junk) await ask(text)
      assert.ok(reads - before >= 500, `${String(reads - before)} look-ups`)
    })
  })

  describe('API keys from before keyward, which nobody asked to be accepted', () => {
    let reads = 0
    const app = appFor(framework, {
      over: (store) => ({
        ...store,
        apiKeys: {
          ...store.apiKeys,
          byDigest(digests) {
            reads++
            return store.apiKeys.byDigest(digests)
          },
        },
      }),
    })

    it('cost no look-up, and cannot be imported', async () => {
      const text = foreignKey()
      invalidToken(await app().client().get(hello, { bearer: text }))
      assert.equal(reads, 0)
      await assert.rejects(imported(app(), {}, text), TypeError)
    })
  })
}

function bearerOf(text: string) {
  return {
    method: 'GET',
    ip: () => '127.0.0.1',
    socketAddress: () => '127.0.0.1',
    header: (name: string) => (name === 'authorization' ? [`Bearer ${text}`] : []),
  }
}
