import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { EventsScene } from './scene.js'

/** The events of everybody, for administrators and for the host. */
export function allEventsContract(app: () => App, { typesOf }: EventsScene): void {
  describe('GET /admin/events', () => {
    it('lists the events of every user, for administrators', async () => {
      const { admin, signedIn } = app()
      const administrator = await admin()
      const client = await signedIn()
      await client.post('/tokens', {})
      await administrator.put('/admin/policies/organizations/a', {})
      const { items } = (await administrator.get('/admin/events?limit=4')).body
      const types = ['policy.changed', 'token.created', 'session.created', 'session.created']
      assert.deepEqual(typesOf(items), types)
      assert.equal(items[0].subject.kind, 'policy')
    })

    it('names a user who is gone', async () => {
      const { admin, user } = app()
      const administrator = await admin()
      const { id, username } = await user()
      await administrator.delete(`/admin/users/${id}`)
      const [event] = (await administrator.get('/admin/events')).body.items
      assert.deepEqual([event.type, event.subject], ['user.deleted', { kind: 'user', id, name: username }])
    })
  })

  describe('listeners', () => {
    it('hear what is listed, and can’t change an outcome', async () => {
      const { keyward, signedIn, events } = app()
      const stop = keyward.events.on('token.created', () => {
        throw new Error('a listener that fails')
      })
      const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
      const client = await signedIn()
      const { status, body } = await client.post('/tokens', {})
      stop()
      assert.equal(status, 201)
      assert.match((await warned).message, /a listener that fails/)
      const heard = events.find(({ subject }) => subject?.id === body.id)
      assert.deepEqual([heard?.type, heard?.userId], ['token.created', client.user.id])
    })
  })
}
