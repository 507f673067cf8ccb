import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { noteSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

const nothing = { id: null, name: null, hint: null, owner: null, ended: false }

describe('secrets that have leaked', () => {
  const app = appFor(expressFramework)
  const revoke = (...texts: readonly string[]) => app().keyward.secrets.revoke(texts)
  const lastEvent = () => app().events.at(-1)

  it('of API keys, of users and service accounts, and of tokens end them, and are said to be what they were', async () => {
    const { keyward, user } = app()
    const { id, username } = await user()
    const account = await keyward.serviceAccounts.create({ name: `builds of ${username}` })
    const mine = await keyward.apiKeys.create(id, { name: 'ci' })
    const builds = await keyward.serviceAccounts.keys.create(account.id, {
      ...{ name: 'nightly', scopes: ['keyward:introspect'] },
    })
    const { info, token } = await keyward.tokens.create(id)
    const texts = [mine.key, builds.key, token].map((one) => one.reveal())
    texts.forEach(noteSecret)
    const owner = { id, username, kind: 'user' }
    const of = account.name
    assert.deepEqual(await revoke(...texts), [
      { kind: 'api_key', id: mine.apiKey.id, name: 'ci', hint: mine.apiKey.hint, owner, ended: true },
      {
        ...{ kind: 'api_key', id: builds.apiKey.id, name: 'nightly', hint: builds.apiKey.hint },
        ...{ owner: { id: account.id, username: of, kind: 'service' }, ended: true },
      },
      { kind: 'token', id: info.id, name: null, hint: info.hint, owner, ended: true },
    ])
    const ends = app().events.slice(-3)
    assert.deepEqual(
      ends.map(({ type, reason, note }) => [type, reason, note]),
      [
        ['api_key.deleted', 'leaked', null],
        ['api_key.deleted', 'leaked', null],
        ['token.deleted', 'leaked', null],
      ],
    )
    assert.deepEqual(
      (await revoke(...texts)).map(({ kind }) => kind),
      ['unknown', 'unknown', 'unknown'],
    )
  })

  it('of sessions end them', async () => {
    const browser = await app().signedIn()
    const [secret = ''] = browser.cookies.values()
    assert.equal((await browser.get('/session')).status, 200)
    const [revoked] = await revoke(secret)
    assert.deepEqual([revoked?.kind, revoked?.owner?.id, revoked?.ended], ['session', browser.user.id, true])
    assert.deepEqual([lastEvent()?.type, lastEvent()?.reason], ['session.ended', 'leaked'])
    assert.equal((await browser.get('/session')).status, 401)
  })

  it('of SSH hosts end, and the host stays as it is', async () => {
    const { keyward, client } = app()
    const { host, credential } = await keyward.sshHosts.create({ name: 'web-1', groups: ['web'] })
    const secret = credential.reveal()
    noteSecret(secret)
    const ask = async () => (await client().get('/ssh/authorized_keys/root', { bearer: secret })).status
    assert.equal(await ask(), 200)
    assert.deepEqual(await revoke(secret), [
      { ...nothing, kind: 'ssh_host', id: host.id, name: 'web-1', ended: true },
    ])
    assert.deepEqual([lastEvent()?.type, lastEvent()?.reason], ['ssh_host.rotated', 'leaked'])
    assert.equal(await ask(), 401)
    assert.deepEqual((await keyward.sshHosts.get(host.id)).groups, ['web'])
  })

  it('of one-time links end them before anybody has used them', async () => {
    const { keyward, user, client, clock } = app()
    const { id, username } = await user()
    const [first, second] = [
      await keyward.users.passwordResetLink(id),
      await keyward.users.passwordResetLink(id),
    ]
    const [code = '', later = ''] = [first, second].map(({ url }) => url.reveal().split('#')[1])
    for (const one of [code, later]) noteSecret(one)
    const [revoked] = await revoke(code)
    assert.deepEqual(
      { ...revoked, id: null },
      {
        ...{ ...nothing, kind: 'one_time_link', name: 'password_reset', ended: true },
        owner: { id, username, kind: 'user' },
      },
    )
    assert.equal(lastEvent()?.type, 'one_time_link.ended')
    const used = await client().post('/one-time-links/password_reset', {
      ...{ code, newPassword: 'a password that nobody else has' },
    })
    assert.ok(used.status >= 400)
    clock.advance({ hours: 1 })
    assert.deepEqual((await revoke(later))[0]?.ended, false)
  })

  it('that are none, or too long to be one, are unknown, and each is answered where it stood', async () => {
    const { keyward, user } = app()
    const { id } = await user()
    const secret = (await keyward.apiKeys.create(id, { name: 'twice' })).key.reveal()
    noteSecret(secret)
    const seen = app().events.length
    const revoked = await revoke('', secret, 'x'.repeat(100_000), secret, 'kwk_no', `${secret}0`)
    assert.deepEqual(
      revoked.map(({ kind, ended }) => [kind, ended]),
      [
        ...[
          ['unknown', false],
          ['api_key', true],
          ['unknown', false],
          ['api_key', true],
        ],
        ...[
          ['unknown', false],
          ['unknown', false],
        ],
      ],
    )
    assert.equal(app().events.length, seen + 1)
  })

  it('that do not count any more end nothing', async () => {
    const { keyward, user } = app()
    const { id } = await user()
    const { apiKey, key } = await keyward.apiKeys.create(id, { name: 'renewed' })
    noteSecret(key.reveal())
    noteSecret((await keyward.apiKeys.rotate(id, apiKey.id, { overlapSeconds: 0 })).key.reveal())
    const [revoked] = await revoke(key.reveal())
    assert.deepEqual([revoked?.id, revoked?.ended], [apiKey.id, false])
    assert.equal((await keyward.apiKeys.get(id, apiKey.id)).name, 'renewed')
  })

  it('are ended by an operator for a reason, which the audit keeps', async () => {
    const { keyward, user } = app()
    const { id } = await user()
    const secret = (await keyward.apiKeys.create(id, { name: 'ci' })).key.reveal()
    noteSecret(secret)
    await keyward.asOperator({ name: 'root', reason: 'in a gist' }).secrets.revoke([secret])
    const { actor, reason, note } = lastEvent() ?? {}
    assert.deepEqual([actor?.kind, reason, note], ['operator', 'leaked', 'in a gist'])
  })
})
