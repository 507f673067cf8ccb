import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function limitsContract(framework: Framework): void {
  describe('a guard with a limit', () => {
    const app = appFor(framework)
    const get = (bearer: string | undefined, path = '/api/limited') => app().client().get(path, { bearer })
    const statuses = async (times: number, one: () => Promise<{ readonly status: number }>) => {
      const found: number[] = []
      for (let i = 0; i < times; i++) found.push((await one()).status)
      return found
    }
    const newKey = async (): Promise<string> => {
      const owner = await app().signedIn()
      return (await owner.post('/api-keys', { name: 'a' })).body.key as string
    }
    // Each test begins with a window.
    beforeEach(() => {
      app().clock.advance({ ms: 60_000 - (app().clock.now() % 60_000) })
    })

    it('lets so many requests of a key pass, and answers the next 429 until the window ends', async () => {
      const key = await newKey()
      app().clock.advance({ ms: 500 })
      assert.deepEqual(await statuses(3, () => get(key)), [200, 200, 200])
      app().clock.advance({ seconds: 20 })
      const answer = await get(key)
      refused(answer, 429, 'rate_limited')
      const wait = Number(answer.headers['retry-after'])
      assert.equal(wait, Math.ceil((60_000 - (app().clock.now() % 60_000)) / 1000))
      app().clock.advance({ seconds: wait })
      assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 429])
    })

    it('counts each credential for itself, also those of one user', async () => {
      const owner = await app().signedIn()
      const made = [
        await owner.post('/api-keys', { name: 'a' }),
        await owner.post('/api-keys', { name: 'b' }),
        await owner.post('/tokens', {}),
      ]
      for (const { body } of made) {
        const bearer = (body.key ?? body.token) as string
        assert.deepEqual(await statuses(4, () => get(bearer)), [200, 200, 200, 429])
      }
      assert.deepEqual(await statuses(4, () => owner.get('/api/limited')), [200, 200, 200, 429])
      const again = await app().signedIn(owner.user)
      assert.equal((await again.get('/api/limited')).status, 200)
    })

    it('counts a key as one before and after its rotation', async () => {
      const owner = await app().signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a' })).body
      assert.deepEqual(await statuses(3, () => get(key as string)), [200, 200, 200])
      const rotated = (await owner.post(`/api-keys/${String(id)}/rotation`)).body
      assert.equal((await get(rotated.key as string)).status, 429)
    })

    it('counts for itself: neither other guards nor other routes', async () => {
      const key = await newKey()
      assert.deepEqual(await statuses(4, () => get(key)), [200, 200, 200, 429])
      const post = () => app().client().post('/api/limited', {}, { bearer: key })
      assert.deepEqual(await statuses(4, post), [200, 200, 200, 429])
      assert.equal((await get(key, '/api/hello')).status, 200)
    })

    it('leaves a refusal what it is, and does not count it', async () => {
      const key = await newKey()
      assert.deepEqual(await statuses(4, () => get('rubbish')), [401, 401, 401, 401])
      assert.deepEqual(await statuses(4, () => get(undefined)), [401, 401, 401, 401])
      const owner = await app().signedIn()
      assert.deepEqual(await statuses(2, () => owner.get('/api/limited-keys')), [403, 403])
      assert.deepEqual(await statuses(2, () => get(key, '/api/limited-keys')), [200, 429])
      assert.equal((await get('rubbish', '/api/limited-keys')).status, 401)
    })

    it('does not count callers without a credential, where it lets them pass', async () => {
      assert.deepEqual(await statuses(3, () => get(undefined, '/api/limited-keys')), [200, 200, 200])
    })

    it('refuses a key that is deleted with 401, also at its limit', async () => {
      const owner = await app().signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a' })).body
      assert.deepEqual(await statuses(4, () => get(key as string)), [200, 200, 200, 429])
      await owner.delete(`/api-keys/${String(id)}`)
      assert.equal((await get(key as string)).status, 401)
    })

    it('lets exactly as many of many at once pass', async () => {
      const key = await newKey()
      const answers = await Promise.all(Array.from({ length: 20 }, () => get(key)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 3)
      assert.equal(answers.filter(({ status }) => status === 429).length, 17)
    })
  })

  describe(`a guard’s limit, as ${framework.name} answers it by itself`, () => {
    let host: App
    before(async () => {
      host = await startApp(framework, { errors: 'default' })
    })
    after(() => host.close())

    it('has the status and says when to come back', async () => {
      const owner = await host.signedIn()
      for (let i = 0; i < 3; i++) assert.equal((await owner.get('/api/limited')).status, 200)
      const answer = await owner.get('/api/limited')
      assert.equal(answer.status, 429)
      assert.match(String(answer.headers['retry-after']), /^[1-6]?\d$/)
    })
  })
}
