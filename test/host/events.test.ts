import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { KeywardError } from '../../src/index.js'
import { expressFramework } from '../support/express-host.js'
import { plainClient } from '../support/plain-client.js'
import { noteSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

describe('keyward.events.list', () => {
  const app = appFor(expressFramework)

  it('lists what happened to one user, newest first, and a page at a time', async () => {
    const { keyward } = app()
    const [ada, bob] = [
      await keyward.users.create({ username: 'ada' }),
      await keyward.users.create({ username: 'bob' }),
    ]
    // So that their order is told from their ids.
    app().clock.advance({ ms: 1 })
    await keyward.apiKeys.create(ada.id, { name: 'ci' })
    await keyward.apiKeys.create(bob.id, { name: 'ci' })
    const first = await keyward.events.list({ userId: ada.id }, { limit: 1 })
    assert.deepEqual([first.rows.map(({ type }) => type), first.more], [['api_key.created'], true])
    const before = first.rows[0]?.id ?? ''
    const second = await keyward.events.list({ userId: ada.id }, { limit: 1, before })
    assert.deepEqual([second.rows.map(({ type }) => type), second.more], [['user.created'], false])
  })

  it('lists what happened to anybody, by type and by time', async () => {
    const { keyward, clock } = app()
    const type = 'user.disabled' as const
    const { id } = await keyward.users.create({ username: 'eve' })
    const start = clock.now()
    clock.advance({ ms: 1000 })
    await keyward.users.disable(id)
    const idsIn = async (filter: { before?: number; after?: number }): Promise<readonly unknown[]> =>
      (await keyward.events.list({ type, ...filter })).rows.map(({ userId }) => userId)
    assert.deepEqual(await idsIn({ after: start }), [id])
    assert.deepEqual(await idsIn({ after: start + 1000 }), [])
    assert.deepEqual(await idsIn({ after: start, before: start + 1000 }), [])
    assert.deepEqual(await idsIn({ after: start, before: start + 1001 }), [id])
  })

  it('lists a refusal of a moment ago, which waits to be written', async () => {
    const { keyward } = app()
    const { id } = await keyward.users.create({ username: 'mallory' })
    const { key } = await keyward.apiKeys.create(id, { name: 'ci' })
    noteSecret(key.reveal())
    const client = plainClient({ authorization: [`Bearer ${key.reveal()}`] })
    const guard = keyward.adapter.guard({ credentials: ['session'] })
    await assert.rejects(async () => guard(client), { code: 'interactive_session_required' })
    const { rows } = await keyward.events.list({ userId: id, type: 'request.refused' })
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      ['interactive_session_required'],
    )
  })

  it('refuses a filter that is none', async () => {
    const { keyward } = app()
    for (const wrong of [{ type: 'unheard.of' }, { before: 'today' }, { userID: 'x' }]) {
      await assert.rejects(keyward.events.list(wrong as object), ({ status }: KeywardError) => status === 422)
    }
  })
})
