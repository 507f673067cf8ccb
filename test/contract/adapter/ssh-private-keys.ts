import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { refused, withoutRequestId } from '../../support/problems.js'
import { newPassphrase } from '../../support/private-key-files.js'
import { appFor } from '../../support/suite.js'
import { acceptedPrivateKeyContract } from './ssh-private-keys/accepted.js'
import { privateKeyLimitsContract } from './ssh-private-keys/limits.js'
import { generate, newKey } from './ssh-private-keys/scene.js'
import { privateKeyKeepingContract } from './ssh-private-keys/keeping.js'

export function sshPrivateKeysContract(framework: Framework): void {
  const app = appFor(framework)
  const passphrase = newPassphrase()
  describe('POST /ssh-private-keys', () => {
    acceptedPrivateKeyContract(app, passphrase)
    privateKeyLimitsContract(app, passphrase)
  })
  privateKeyKeepingContract(app)
  describe('another user’s SSH private key', () => {
    it('is a 404 like one that never was, for every verb', async () => {
      const { signedIn } = app()
      const [owner, thief] = [await signedIn(), await signedIn()]
      const { id } = (await owner.post('/ssh-private-keys', { name: 'mine', generate })).body
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (path: string) => thief.get(path),
        (path: string) => thief.patch(path, { name: 'theirs' }),
        (path: string) => thief.delete(path),
      ]) {
        const answers = [await send(`/ssh-private-keys/${id}`), await send(`/ssh-private-keys/${unknown}`)]
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.equal((await owner.get(`/ssh-private-keys/${id}`)).body.name, 'mine')
    })
  })
  describe('while the key provider gives no key', () => {
    const asleep = () => Promise.reject(new Error('the key provider is asleep'))
    const without = appFor(framework, { options: { keyProvider: { wrap: asleep, unwrap: asleep } } })

    it('no SSH private key is kept: 503', async () => {
      const client = await without().signedIn()
      const { privateKey } = newKey()
      for (const body of [{ generate }, { privateKey }]) {
        const answer = await client.post('/ssh-private-keys', { name: 'a', ...body })
        refused(answer, 503, 'unavailable')
        assert.ok(Number(answer.headers['retry-after']) >= 1)
      }
      assert.deepEqual((await client.get('/ssh-private-keys')).body.items, [])
    })
  })
}
