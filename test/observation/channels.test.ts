import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { channels, StoreUnavailableError } from '../../src/index.js'
import type { Client, Store } from '../../src/index.js'
import { expressFramework } from '../support/express-host.js'
import type { Heard } from '../support/heard.js'
import { heardOn } from '../support/heard.js'
import { plainClient } from '../support/plain-client.js'
import { assertNoSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

const bearer = (text: string): Client => plainClient({ authorization: [`Bearer ${text}`] })
const unless = { errorType: null, settled: true }

describe('the tracing channels', () => {
  const away = { now: false }
  const app = appFor(expressFramework, { over: (store) => failing(store, away) })

  async function issue(): Promise<{ id: string; userId: string; text: string }> {
    const { id } = await app().user()
    const { apiKey, key } = await app().keyward.apiKeys.create(id, { name: 'ci' })
    return { id: apiKey.id, userId: id, text: key.reveal() }
  }

  it('tell of a verification that reads, and at once of one that does not', async () => {
    const guard = app().keyward.adapter.guard()
    const { text } = await issue()
    const read = await heardOn(channels.verify, () => guard(bearer(text)))
    assert.deepEqual(parts(read), ['start', 'end', 'asyncStart', 'asyncEnd'])
    assert.deepEqual(read[1]?.message.settled, false)
    assert.deepEqual(last(read), {
      kind: 'api_key',
      cache: 'miss',
      outcome: 'accepted',
      reason: null,
      ...unless,
    })
    const warm = await heardOn(channels.verify, () => guard(bearer(text)))
    assert.deepEqual(parts(warm), ['start', 'end'])
    assert.deepEqual(last(warm), {
      kind: 'api_key',
      cache: 'hit',
      outcome: 'accepted',
      reason: null,
      ...unless,
    })
  })

  it('tell why a known credential is refused, and that another is nobody’s', async () => {
    const guard = app().keyward.adapter.guard()
    const { id, userId, text } = await issue()
    await app().keyward.apiKeys.update(userId, id, { disabled: true })
    const refused = await heardOn(channels.verify, () => assert.rejects(async () => guard(bearer(text))))
    assert.deepEqual(last(refused), {
      kind: 'api_key',
      cache: 'miss',
      outcome: 'refused',
      reason: 'disabled',
      ...unless,
    })
    const nobodys = await heardOn(channels.verify, () => assert.rejects(async () => guard(bearer('rubbish'))))
    assert.deepEqual(last(nobodys), {
      kind: 'other',
      cache: 'hit',
      outcome: 'unknown',
      reason: null,
      ...unless,
    })
    assertNoSecret(JSON.stringify([refused, nobodys]), 'a message')
  })

  it('tell of sign-ins, whether they lead somewhere or are refused', async () => {
    const { username } = await app().user()
    const right = await heardOn(channels.signIn, () =>
      app().client().post('/session', { username, password: app().password }),
    )
    assert.deepEqual(last(right), { method: 'password', outcome: 'signed_in', reason: null, ...unless })
    const wrong = await heardOn(channels.signIn, () =>
      app().client().post('/session', { username, password: 'not the right one' }),
    )
    assert.deepEqual(last(wrong), {
      method: 'password',
      outcome: 'refused',
      reason: 'invalid_credentials',
      ...unless,
    })
    assert.deepEqual(parts(wrong), ['start', 'end', 'asyncStart', 'asyncEnd'])
    assertNoSecret(JSON.stringify([right, wrong]), 'a message')
    assert.ok(!JSON.stringify([right, wrong]).includes(username))
  })

  it('tell of reads and commits of the store, and of prepared writes nothing', async () => {
    const heard = await heardOn(channels.store, async () => {
      await app().keyward.users.byUsername('nobody')
      await app().keyward.users.create({ username: 'told', password: app().password })
    })
    const ended = heard.filter(({ part }) => part === 'asyncEnd').map(({ message }) => message)
    assert.ok(
      ended.some(
        ({ call, operation, writes }) =>
          call === 'users.byUsername' && operation === 'read' && writes === null,
      ),
    )
    assert.ok(
      ended.some(
        ({ call, operation, writes }) => call === 'commit' && operation === 'commit' && Number(writes) > 1,
      ),
    )
    assert.ok(!ended.some(({ call }) => call === 'audit.append'))
  })

  it('tell of a request by its route, never by what was asked for', async () => {
    const heard = await heardOn(channels.request, () =>
      app().client().get('/api-keys/an-id-of-somebody?q=words'),
    )
    assert.deepEqual(last(heard), {
      method: 'GET',
      route: '/api-keys/:id',
      operation: 'getApiKey',
      status: 401,
      ...unless,
    })
  })

  it('tell of an outage as an error, by its code', async () => {
    const { text } = await issue()
    const guard = app().keyward.adapter.guard()
    away.now = true
    const heard = await heardOn(channels.verify, () =>
      assert.rejects(async () => guard(bearer(text)), { code: 'unavailable' }),
    ).finally(() => (away.now = false))
    assert.deepEqual(parts(heard), ['start', 'end', 'error', 'asyncStart', 'asyncEnd'])
    assert.deepEqual([last(heard).outcome, last(heard).errorType], ['failed', 'unavailable'])
  })

  it('are told of whichever part somebody listens to alone', async () => {
    const { text } = await issue()
    const outcomes: unknown[] = []
    const note = (message: unknown): void => void outcomes.push(message)
    channels.verify.asyncEnd.subscribe(note)
    await app().keyward.adapter.guard()(bearer(text))
    channels.verify.asyncEnd.unsubscribe(note)
    await app().keyward.adapter.guard()(bearer(text))
    assert.equal(outcomes.length, 1)
  })
})

function parts(heard: readonly Heard<unknown>[]): readonly string[] {
  return heard.map(({ part }) => part)
}

function last<Message>(heard: readonly Heard<Message>[]): Message {
  const { message } = heard.at(-1) ?? {}
  assert.ok(message)
  return message
}

/** The same store, which finds no API key while it is away. */
function failing(store: Store, away: { readonly now: boolean }): Store {
  const byDigest: Store['apiKeys']['byDigest'] = (digests) =>
    away.now ? Promise.reject(new StoreUnavailableError()) : store.apiKeys.byDigest(digests)
  return { ...store, apiKeys: { ...store.apiKeys, byDigest } }
}
