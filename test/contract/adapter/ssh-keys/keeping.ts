import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields, withoutRequestId } from '../../../support/problems.js'
import { aKey } from './scene.js'
import type { App } from '../../../support/app.js'

/** Renaming and removing an SSH key, one’s own or another’s. */
export function sshKeyKeepingContract(app: () => App): void {
  describe('PATCH and DELETE /ssh-keys/:id', () => {
    it('the owner of an SSH key renames and removes it', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-keys', { name: 'old', publicKey: aKey() })).body
      await client.post('/ssh-keys', { name: 'taken', publicKey: aKey() })
      const answer = await client.patch(`/ssh-keys/${made.id}`, { name: ' new ' })
      assert.deepEqual([answer.status, answer.body], [200, { ...made, name: 'new' }])
      refused(await client.patch(`/ssh-keys/${made.id}`, { name: 'TAKEN' }), 409, 'name_taken')
      refusedFields(await client.patch(`/ssh-keys/${made.id}`, {}), { name: 'required' })
      refusedFields(await client.patch(`/ssh-keys/${made.id}`, { name: 'a', publicKey: aKey() }), {
        publicKey: 'unknown_field',
      })
      const gone = await client.delete(`/ssh-keys/${made.id}`)
      assert.deepEqual([gone.status, gone.text], [204, ''])
      refused(await client.get(`/ssh-keys/${made.id}`), 404, 'not_found')
      refused(await client.delete(`/ssh-keys/${made.id}`), 404, 'not_found')
    })

    it('record what happened, with the fingerprint', async () => {
      const { signedIn, events } = app()
      const client = await signedIn()
      const { id, fingerprint } = (await client.post('/ssh-keys', { name: 'a', publicKey: aKey() })).body
      await client.patch(`/ssh-keys/${id}`, { name: 'b' })
      await client.delete(`/ssh-keys/${id}`)
      const about = events.filter(({ subject }) => subject?.id === id)
      assert.deepEqual(
        about.map(({ type, subject, actor }) => [type, subject?.name, subject?.hint, actor?.id]),
        [
          ['ssh_key.created', 'a', fingerprint, client.user.id],
          ['ssh_key.updated', 'b', fingerprint, client.user.id],
          ['ssh_key.deleted', 'b', fingerprint, client.user.id],
        ],
      )
      const { items } = (await client.get('/events?type=ssh_key.deleted')).body
      assert.equal(items[0].subject.id, id)
    })
  })

  describe('another user’s SSH key', () => {
    it('GHSA-4vcf-q4xf-f48m: is a 404 like one that never was, for every verb', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { id } = (await owner.post('/ssh-keys', { name: 'mine', publicKey: aKey() })).body
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (path: string) => thief.get(path),
        (path: string) => thief.patch(path, { name: 'theirs' }),
        (path: string) => thief.delete(path),
      ]) {
        const answers = [await send(`/ssh-keys/${id}`), await send(`/ssh-keys/${unknown}`)]
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.equal((await owner.get(`/ssh-keys/${id}`)).body.name, 'mine')
    })
  })
}
