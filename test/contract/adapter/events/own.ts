import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import type { EventsScene } from './scene.js'

const fields = [
  'actor',
  'at',
  'count',
  'id',
  'ip',
  'note',
  'outcome',
  'reason',
  'subject',
  'type',
  'userAgent',
]

export function ownEventsContract(app: () => App, { typesOf }: EventsScene): void {
  describe('GET /events', () => {
    it('lists what happened to one’s own account, newest first', async () => {
      const client = await app().signedIn()
      const { id } = (await client.post('/api-keys', { name: 'a' })).body
      await client.patch(`/api-keys/${id}`, { name: 'b' })
      await client.post(`/api-keys/${id}/rotation`, {})
      await client.delete(`/api-keys/${id}`)
      const token = (await client.post('/tokens', {})).body
      await client.delete(`/tokens/${token.id}`)
      await client.post('/session/reauthentication', { password: newPassword() })
      await client.post('/session/reauthentication', { password: app().password })
      await client.put('/password', { currentPassword: app().password, newPassword: newPassword() })
      const { status, body } = await client.get('/events')
      assert.equal(status, 200)
      assert.deepEqual(typesOf(body.items), [
        'password.changed',
        'session.reauthenticated',
        'password.refused',
        'token.deleted',
        'token.created',
        'api_key.deleted',
        'api_key.rotated',
        'api_key.updated',
        'api_key.created',
        'session.created',
      ])
      for (const event of body.items) assert.deepEqual(Object.keys(event as object).sort(), fields)
    })

    it('keeps a tombstone of a deleted key: id, name, hint, who, when, from where', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      const { id, hint } = (await client.post('/api-keys', { name: 'gone' })).body
      await client.delete(`/api-keys/${id}`, { headers: { 'User-Agent': 'curl/8' } })
      const at = new Date(clock.now()).toISOString()
      const [event] = (await client.get('/events?type=api_key.deleted')).body.items
      assert.match(event.ip, /127\.0\.0\.1$/)
      assert.deepEqual(
        { ...event, id: '', ip: '' },
        {
          id: '',
          type: 'api_key.deleted',
          at,
          actor: { kind: 'user', id: client.user.id, name: client.user.username },
          subject: { kind: 'api_key', id, name: 'gone', hint },
          ip: '',
          userAgent: 'curl/8',
          outcome: 'success',
          reason: null,
          note: null,
          count: 1,
        },
      )
    })

    it('shows a user no event of anybody else’s', async () => {
      const { signedIn } = app()
      const [client, other] = [await signedIn(), await signedIn()]
      await other.post('/api-keys', { name: 'a' })
      assert.deepEqual(typesOf((await client.get('/events')).body.items), ['session.created'])
    })

    it('shows a user called host nothing of what the app itself did', async () => {
      const { signedIn, user, keyward } = app()
      const client = await signedIn(await user({ id: 'host', username: 'host' }))
      await keyward.users.disable((await user()).id)
      const { items } = (await client.get('/events')).body
      assert.deepEqual(typesOf(items), ['session.created'])
      assert.equal(items[0].actor.kind, 'user')
    })

    it('shows what an administrator did to the account', async () => {
      const { admin, signedIn } = app()
      const [client, administrator] = [await signedIn(), await admin()]
      await administrator.patch(`/admin/users/${client.user.id}`, { displayName: 'x' })
      const [event] = (await client.get('/events')).body.items
      assert.deepEqual([event.type, event.actor.id], ['user.updated', administrator.user.id])
    })

    it('shows the refusals of a credential that is known, with the reason', async () => {
      const { signedIn, client, keyward } = app()
      const owner = await signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a' })).body
      await owner.patch(`/api-keys/${id}`, { disabled: true })
      for (let i = 0; i < 3; i++) await client().get('/api/hello', { bearer: key })
      // What is buffered is written by any list of credentials.
      await owner.get('/api-keys')
      const events = (await owner.get('/events?type=credential.refused')).body.items
      assert.equal(events.length, 1)
      const [{ outcome, reason, subject, actor, count }] = events
      assert.equal(count, 3)
      assert.deepEqual([outcome, reason, subject.id, actor], ['refused', 'disabled', id, null])
      await keyward.ready()
    })

    it('is filtered by type and time', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      await client.post('/tokens', {})
      const between = new Date(clock.now() + 1).toISOString()
      clock.advance({ minutes: 1 })
      await client.post('/tokens', {})
      const get = async (query: string) => typesOf((await client.get(`/events?${query}`)).body.items)
      assert.deepEqual(await get('type=token.created'), ['token.created', 'token.created'])
      assert.deepEqual(await get(`after=${between}`), ['token.created'])
      assert.deepEqual(await get(`before=${between}`), ['token.created', 'session.created'])
      assert.deepEqual(await get(`type=token.created&before=${between}`), ['token.created'])
      const offset = encodeURIComponent(between.replace('Z', '+00:00'))
      assert.deepEqual(await get(`after=${offset}`), ['token.created'])
    })

    it('refuses filters that make no sense', async () => {
      const client = await app().signedIn()
      for (const [query, field] of [
        ['type=nonsense', 'type'],
        ['type=', 'type'],
        ['before=yesterday', 'before'],
        ['after=2026-01-01', 'after'],
        ['before=1', 'before'],
        ['after=2026-02-30T00:00:00Z', 'after'],
      ] as const) {
        const answer = await client.get(`/events?${query}`)
        refused(answer, 422, 'invalid_input')
        assert.equal(answer.body.errors[0].field, field)
      }
      refusedFields(await client.get('/events?userId=x&subject=y'), {
        userId: 'unknown_field',
        subject: 'unknown_field',
      })
    })

    it('sends lines to whoever asks for them', async () => {
      const client = await app().signedIn()
      await client.post('/api-keys', { name: 'a "quoted" näme' })
      await client.post('/tokens', {})
      const headers = { Accept: 'application/x-ndjson' }
      const answer = await client.get('/events?type=api_key.created', { headers })
      assert.equal(answer.status, 200)
      assert.match(String(answer.headers['content-type']), /^application\/x-ndjson/)
      const text = answer.text ?? String(answer.body)
      const lines = text.split('\n')
      assert.equal(lines.pop(), '')
      assert.deepEqual(
        lines.map((line) => JSON.parse(line)),
        (await client.get('/events?type=api_key.created')).body.items,
      )
    })
  })
}
