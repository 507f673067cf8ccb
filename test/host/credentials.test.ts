import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'
import { newScene } from './calls.js'

const errorsOf = (field: string, code: string) => (error: unknown) => {
  const { errors = [] } = error as { errors?: readonly { field: string; code: string }[] }
  assert.deepEqual(
    errors.map((one) => [one.field, one.code]),
    [[field, code]],
  )
  return true
}

describe('what users hold, in the hands of the app', () => {
  const app = appFor(expressFramework)

  it('is theirs alone: with another user’s id it is not found', async () => {
    const { keyward } = app()
    const [mine, other] = [await newScene(keyward), await newScene(keyward)]
    for (const attempt of [
      keyward.apiKeys.get(other.user, mine.apiKey),
      keyward.apiKeys.rotate(other.user, mine.apiKey),
      keyward.apiKeys.remove(other.user, mine.apiKey),
      keyward.tokens.get(other.user, mine.token),
      keyward.tokens.remove(other.user, mine.token),
      keyward.sessions.end(other.user, mine.session),
      keyward.sshKeys.update(other.user, mine.sshKey, { name: 'a' }),
      keyward.sshKeys.remove(other.user, mine.sshKey),
      keyward.sshPrivateKeys.get(other.user, mine.sshPrivateKey),
      keyward.sshPrivateKeys.remove(other.user, mine.sshPrivateKey),
    ]) {
      await assert.rejects(attempt, { code: 'not_found' })
    }
  })

  it('meets the rules of the routes', async () => {
    const { keyward } = app()
    const { user, apiKey, sshHost } = await newScene(keyward)
    const { apiKeys, tokens, sshKeys, sshPrivateKeys, sshHosts } = keyward
    for (const [attempt, field, code] of [
      [apiKeys.create(user, { name: 'a\u202eb' }), 'name', 'invalid_characters'],
      [apiKeys.create(user, { name: 'a'.repeat(101) }), 'name', 'too_long'],
      [apiKeys.create(user, { name: 'a', expiresInDays: 8 }), 'expiresInDays', 'expiry_not_allowed'],
      [apiKeys.create(user, { name: 'a', scopes: [] }), 'scopes', 'required'],
      [apiKeys.create(user, { name: 'a', scopes: ['*'] }), 'scopes', 'unknown_scope'],
      [apiKeys.rotate(user, apiKey, { overlapSeconds: -1 }), 'overlapSeconds', 'out_of_range'],
      [apiKeys.rotate(user, apiKey, { overlapSeconds: 1e9 }), 'overlapSeconds', 'out_of_range'],
      [tokens.create(user, { expiresInHours: 25 }), 'expiresInHours', 'lifetime_not_allowed'],
      [sshKeys.create(user, { name: 'a', publicKey: 'ssh-rsa x' }), 'publicKey', 'malformed_key'],
      [sshPrivateKeys.create(user, { name: 'a' }), 'privateKey', 'required'],
      [sshHosts.create({ name: 'a', cidrs: ['10.0.0.1/8'] }), 'cidrs.0', 'malformed'],
      [sshHosts.update(sshHost, { groups: ['two words'] }), 'groups.0', 'malformed'],
      [sshHosts.rotate(sshHost, { overlapSeconds: 604_801 }), 'overlapSeconds', 'out_of_range'],
    ] as const) {
      await assert.rejects(attempt, errorsOf(field, code))
    }
  })

  it('is listed a page at a time', async () => {
    const { keyward } = app()
    const { user } = await newScene(keyward)
    for (const name of ['second', 'third']) {
      app().clock.advance({ ms: 1 })
      await keyward.apiKeys.create(user, { name })
    }
    const first = await keyward.apiKeys.list(user, { limit: 2 })
    assert.deepEqual([first.rows.map(({ name }) => name), first.more], [['third', 'second'], true])
    const rest = await keyward.apiKeys.list(user, { before: first.rows.at(-1)?.id })
    assert.deepEqual([rest.rows.map(({ name }) => name), rest.more], [['ci'], false])
  })

  it('is searched, sorted and counted', async () => {
    const { keyward } = app()
    const { user } = await newScene(keyward)
    for (const name of ['Beta', 'alpha']) await keyward.apiKeys.create(user, { name })
    const first = await keyward.apiKeys.list(user, { sort: 'name', limit: 1 })
    assert.deepEqual([first.rows[0]?.name, first.more, first.total, first.preceding], ['alpha', true, 3, 0])
    assert.ok(first.last)
    const at = { ...first.last, side: 'after' as const }
    const next = await keyward.apiKeys.list(user, { sort: 'name', limit: 1, at })
    assert.deepEqual([next.rows[0]?.name, next.preceding], ['Beta', 1])
    const { rows } = await keyward.apiKeys.list(user, { q: 'ALPH', status: 'active' })
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['alpha'],
    )
    for (const wrong of [
      { sort: 'name', before: rows[0]?.id },
      { sort: 'name', at: { side: 'after', value: 5, id: 'x' } },
      { at: { side: 'after', value: 'a\0b', id: 'x' } },
      { status: 'old' },
      { sort: 'size' },
    ]) {
      await assert.rejects(keyward.apiKeys.list(user, wrong as object), { code: 'invalid_input' })
    }
    await assert.rejects(keyward.tokens.list(user, { status: 'disabled' }), { code: 'invalid_input' })
  })

  it('loses all its tokens in one call, each told of', async () => {
    const { keyward, events } = app()
    const { user } = await newScene(keyward)
    await keyward.tokens.create(user, { name: 'second' })
    const seen = events.length
    await keyward.tokens.removeAll(user)
    const { rows, total } = await keyward.tokens.list(user)
    assert.deepEqual([rows, total], [[], 0])
    const told = events.slice(seen)
    assert.deepEqual(new Set(told.map(({ type }) => type)), new Set(['token.deleted']))
    assert.deepEqual(new Set(told.map(({ subject }) => subject?.name)), new Set([null, 'second']))
  })

  it('leaves a rotated secret its overlap, and none where none is asked for', async () => {
    const { keyward } = app()
    const { user, apiKey, sshHost } = await newScene(keyward)
    const { key } = await keyward.apiKeys.rotate(user, apiKey, { overlapSeconds: 60 })
    const { key: last } = await keyward.apiKeys.rotate(user, apiKey)
    const ask = (bearer: string) => app().client().get('/api/hello', { bearer })
    assert.deepEqual([(await ask(key.reveal())).status, (await ask(last.reveal())).status], [401, 200])
    const { credential } = await keyward.sshHosts.rotate(sshHost)
    const { credential: newest } = await keyward.sshHosts.rotate(sshHost)
    for (const one of [credential, newest]) {
      const { status } = await app().client().get('/ssh/authorized_keys/ada', { bearer: one.reveal() })
      assert.equal(status, 200)
    }
  })
})
