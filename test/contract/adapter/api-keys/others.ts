import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, withoutRequestId } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** An API key that is not there, or not one’s own. */
export function othersApiKeysContract(app: () => App): void {
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
        (path: string) => thief.get(`${path}/events`),
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
