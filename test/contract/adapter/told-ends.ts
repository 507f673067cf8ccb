import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { hostHeader } from '../../support/host.js'
import { appFor } from '../../support/suite.js'

const header = 'keyward-credential-expires'

/** That a credential ends soon is said with each answer to it. */
export function toldEndsContract(framework: Framework): void {
  describe('Keyward-Credential-Expires', () => {
    const app = appFor(framework)
    const told = async (bearer: string, path = '/api/hello') => {
      const answer = await app().client().get(path, { bearer })
      assert.equal(answer.status, 200, path)
      return answer.headers[header]
    }
    const newKey = async (body: object = {}) => {
      const owner = await app().signedIn()
      const made = (await owner.post('/api-keys', { name: 'a', ...body })).body
      return { owner, ...(made as { id: string; key: string; createdAt: string; expiresAt: string | null }) }
    }

    it('is there from 14 days before the end of a key, on whichever route', async () => {
      const { key, expiresAt } = await newKey({ expiresInDays: 30 })
      assert.equal(await told(key), undefined)
      app().clock.advance({ days: 16, seconds: -1 })
      assert.equal(await told(key), undefined)
      app().clock.advance({ seconds: 1 })
      for (const path of ['/api/hello', '/api/optional', '/api/reports', '/api/limited', '/api/hello']) {
        assert.equal(await told(key, path), expiresAt)
      }
      assert.equal(await told(key, '/credential'), expiresAt)
    })

    it('is there for a key that was made to live no longer, and not for one that never ends', async () => {
      const [short, endless] = [await newKey({ expiresInDays: 7 }), await newKey({ expiresInDays: null })]
      assert.equal(await told(short.key), short.expiresAt)
      assert.equal(await told(endless.key), undefined)
      assert.equal(await told(endless.key, '/credential'), undefined)
    })

    it('is there from an hour before the end of a token', async () => {
      const owner = await app().signedIn()
      const { token, expiresAt } = (await owner.post('/tokens', { expiresInHours: 2 })).body
      assert.equal(await told(token as string), undefined)
      app().clock.advance({ hours: 1 })
      assert.equal(await told(token as string), expiresAt)
      assert.equal(await told(token as string, '/credential'), expiresAt)
    })

    it('stays with an answer that has headers of its own', async () => {
      const { key, expiresAt } = await newKey({ expiresInDays: 7 })
      const { status, headers, body } = await app().client().get('/api/twice', { bearer: key })
      assert.deepEqual([status, headers[header], headers[hostHeader.toLowerCase()]], [200, expiresAt, 'host'])
      assert.equal(body.authInfo.credential.expiresAt, expiresAt)
    })

    it('says when a former secret ends, sooner than its key does', async () => {
      const { owner, id, key } = await newKey({ expiresInDays: 90 })
      const overlap = { overlapSeconds: 3600 }
      const before = app().clock.now()
      const rotated = (await owner.post(`/api-keys/${id}/rotation`, overlap)).body.key as string
      const after = app().clock.now()
      assert.equal(await told(rotated), undefined)
      const until = Date.parse((await told(key)) ?? '') - 3_600_000
      assert.ok(before <= until && until <= after)
    })

    it('follows the policy, and is gone after a rotation', async () => {
      const { owner, id, key, createdAt } = await newKey({ expiresInDays: 90 })
      const { keyward } = app()
      await keyward.policies.replace({ kind: 'platform' }, { apiKeys: { allowedDays: [7], defaultDays: 7 } })
      try {
        assert.equal(await told(key), new Date(Date.parse(createdAt) + 7 * 86_400_000).toISOString())
      } finally {
        await keyward.policies.replace({ kind: 'platform' }, {})
      }
      assert.equal(await told(key), undefined)
      app().clock.advance({ days: 80 })
      const again = await app().signedIn(owner.user)
      assert.notEqual(await told(key), undefined)
      const rotated = (await again.post(`/api-keys/${id}/rotation`)).body.key as string
      assert.equal(await told(rotated), undefined)
    })

    it('is nowhere else: for no session, no refusal and nobody', async () => {
      const { owner, key } = await newKey({ expiresInDays: 7, scopes: ['reports:read'] })
      const answers = [
        await owner.get('/api/hello'),
        await owner.get('/credential'),
        await owner.get('/api-keys'),
        await app().client().get('/api/optional'),
        await app().client().get('/api/both-scopes', { bearer: key }),
        await app().client().get('/api/plain', { bearer: key }),
      ]
      for (const { headers } of answers) assert.equal(headers[header], undefined)
    })
  })
}
