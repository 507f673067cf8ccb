import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { eventGroups, eventTypes } from '../../../../src/index.js'
import { typesIn } from '../../../../src/event-group.js'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { EventsScene } from './scene.js'

/** What lists of events can be narrowed by. */
export function eventFiltersContract(app: () => App, { typesOf }: EventsScene): void {
  describe('filters of events', () => {
    it('put each type into one of four groups', () => {
      const all = eventGroups.flatMap(typesIn)
      assert.deepEqual(all.toSorted(), eventTypes.toSorted())
    })

    it('list one’s own by group and by outcome', async () => {
      const client = await app().signedIn()
      await client.post('/tokens', {})
      await client.post('/session/reauthentication', { password: 'not this one, surely' })
      const get = async (query: string) => typesOf((await client.get(`/events?${query}`)).body.items)
      assert.deepEqual(await get('group=credentials'), ['token.created'])
      assert.deepEqual(await get('group=sign_in'), ['password.refused', 'session.created'])
      assert.deepEqual(await get('group=sign_in&outcome=refused'), ['password.refused'])
      assert.deepEqual(await get('group=two_step'), [])
      assert.deepEqual(await get('group=credentials&type=session.created'), [])
      assert.deepEqual(await get('outcome=success'), ['token.created', 'session.created'])
    })

    it('list everybody’s by user, by name or id, and by address in any spelling', async () => {
      const { admin, signedIn } = app()
      const [administrator, client] = [await admin(), await signedIn()]
      await administrator.patch(`/admin/users/${client.user.id}`, { displayName: 'x' })
      const get = async (query: string) =>
        typesOf((await administrator.get(`/admin/events?${query}`)).body.items)
      const own = ['user.updated', 'session.created']
      for (const user of [client.user.id, client.user.username, client.user.username.toUpperCase()]) {
        assert.deepEqual(await get(`user=${user}&type=user.updated`), ['user.updated'])
        assert.deepEqual((await get(`user=${user}`)).slice(0, 2), own)
      }
      assert.deepEqual(await get('user=nobody-at-all'), [])
      const address = (await administrator.get('/admin/events?limit=1')).body.items[0].ip
      for (const ip of [address, `::ffff:${address}`]) {
        assert.deepEqual((await get(`user=${client.user.id}&ip=${ip}`)).slice(0, 2), own)
      }
      assert.deepEqual(await get('ip=192.0.2.77'), [])
    })

    it('name a user who is gone by their id', async () => {
      const { admin, user } = app()
      const administrator = await admin()
      const { id } = await user()
      await administrator.delete(`/admin/users/${id}`)
      const { items } = (await administrator.get(`/admin/events?user=${id}`)).body
      assert.equal(items[0].type, 'user.deleted')
    })

    it('an account named as another one’s id hides what happened to that one: is told, and neither is shown', async () => {
      const { admin, user, signedIn, keyward, password } = app()
      const [administrator, { user: victim }, gone] = [await admin(), await signedIn(), await user()]
      const account = await keyward.serviceAccounts.create({ name: `ci-${victim.username}` })
      await administrator.delete(`/admin/users/${gone.id}`)
      for (const username of [victim.id, gone.id, account.id, account.name]) {
        const list = (word: string) => administrator.get(`/admin/events?user=${word}`)
        assert.equal((await list(username)).status, 200)
        const { id } = await keyward.users.create({ username, password })
        refusedFields(await list(username), { user: 'ambiguous' })
        const { items } = (await list(id)).body
        assert.deepEqual(typesOf(items), ['user.created'])
      }
      assert.ok((await administrator.get(`/admin/events?user=${victim.username}`)).body.items.length > 0)
      const credentials = await administrator.get(`/admin/credentials?user=${victim.id}`)
      refusedFields(credentials, { user: 'ambiguous' })
    })

    it('refuse what is none of them, and a user or an address in one’s own list', async () => {
      const { admin, signedIn } = app()
      const [administrator, client] = [await admin(), await signedIn()]
      refusedFields(await client.get('/events?user=x&ip=::1'), { user: 'unknown_field', ip: 'unknown_field' })
      for (const [query, field] of [
        ['group=keys', 'group'],
        ['outcome=maybe', 'outcome'],
        ['ip=everywhere', 'ip'],
        ['user=', 'user'],
      ] as const) {
        const answer = await administrator.get(`/admin/events?${query}`)
        refused(answer, 422, 'invalid_input')
        assert.equal(answer.body.errors[0].field, field)
      }
    })
  })
}
