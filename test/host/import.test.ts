import assert from 'node:assert/strict'
import { generateKeyPairSync, hash, randomBytes } from 'node:crypto'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import { publicBlobOf, publicHalf } from '../../src/ssh/public-half.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { newConfiguredSecret, origin, startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { passwordStep } from '../support/factors.js'
import { plainClient } from '../support/plain-client.js'
import { refused, unauthenticated } from '../support/problems.js'
import { noteSecret } from '../support/secrets.js'
import { codeAt } from '../support/totp.js'

const dayMs = 86_400_000
/** As many apps gave out: ten bytes. */
const short = 'JBSWY3DPEHPK3PXP'

describeOnEach('keyward.import', (database) => {
  let opened: Migrated
  let app: App
  before(async () => {
    opened = await migrated(database)
    app = await startApp(expressFramework, {
      store: typeormStore(opened.dataSource),
      options: { importedApiKeys: true },
    })
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  it('takes an authenticator app in, which is asked for from then on, and ends what was signed in without it', async () => {
    const owner = await app.signedIn()
    const { user } = owner
    assert.equal((await owner.get('/api/hello')).status, 200)
    const confirmedAt = app.clock.now() - 90 * dayMs
    await app.keyward.import.totp(user.id, short, { confirmedAt })
    unauthenticated(await owner.get('/session'))
    unauthenticated(await owner.get('/api/hello'))
    const { client, answer } = await passwordStep(app, user)
    assert.deepEqual([answer.status, answer.body.status], [202, 'second_factor_required'])
    const code = codeAt(short, app.clock.now())
    assert.equal((await client.post('/session/totp', { code })).status, 201)
    const again = await passwordStep(app, user)
    refused(await again.client.post('/session/totp', { code }), 401, 'invalid_code')
    await assert.rejects(app.keyward.import.totp(user.id, short, { confirmedAt }), { code: 'conflict' })
    const told = app.events.find(({ type, userId }) => type === 'totp.confirmed' && userId === user.id)
    assert.equal(told?.actor?.kind, 'host')
  })

  it('reads a secret as apps show it, and refuses what is none', async () => {
    const confirmedAt = app.clock.now()
    for (const secret of [
      'jbsw y3dp ehpk 3pxp',
      'JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EHPK-3PXP',
      `${'A'.repeat(26)}======`,
      'A'.repeat(103),
    ]) {
      await app.keyward.import.totp((await app.user()).id, secret, { confirmedAt })
    }
    const { id } = await app.user()
    const wrong = { code: 'invalid_input' }
    for (const secret of [
      '',
      'JBSWY3DP',
      `${short}1`,
      `${short}ß`,
      'A'.repeat(17),
      'A'.repeat(106),
      'A'.repeat(300),
    ]) {
      await assert.rejects(app.keyward.import.totp(id, secret, { confirmedAt }), wrong)
    }
    for (const at of [app.clock.now() + 1000, -1, 1.5, '2024-01-01']) {
      await assert.rejects(app.keyward.import.totp(id, short, { confirmedAt: at as number }), wrong)
    }
    await assert.rejects(app.keyward.import.totp('nobody', short, { confirmedAt }), { code: 'not_found' })
    assert.equal((await app.store.factors.of(id)).totp, false)
  })

  it('a code that was overheard: none from before it was confirmed is good again', async () => {
    const user = await app.user()
    const code = codeAt(short, app.clock.now())
    await app.keyward.import.totp(user.id, short, { confirmedAt: app.clock.now() })
    const { client } = await passwordStep(app, user)
    refused(await client.post('/session/totp', { code }), 401, 'invalid_code')
    app.clock.advance({ seconds: 60 })
    const next = codeAt(short, app.clock.now())
    assert.equal((await client.post('/session/totp', { code: next })).status, 201)
  })

  it('takes SSH keys in, each once', async () => {
    const { id } = await app.user()
    const half = publicHalf(publicBlobOf(generateKeyPairSync('ed25519').publicKey) ?? Buffer.alloc(0))
    const key = { name: 'laptop', publicKey: half?.line ?? '' }
    const { fingerprint } = await app.keyward.import.sshKey(id, key)
    assert.match(fingerprint, /^SHA256:/)
    await assert.rejects(app.keyward.import.sshKey(id, { ...key, name: 'b' }), { code: 'key_in_use' })
    await assert.rejects(app.keyward.import.sshKey(id, { ...key, publicKey: 'x' }), { code: 'invalid_input' })
    await assert.rejects(app.keyward.import.sshKey('nobody', key), { code: 'not_found' })
  })

  it('takes API keys in, each once and under a name of its own, and no digest that is none', async () => {
    const { id } = await app.user()
    const text = randomBytes(24).toString('base64url')
    noteSecret(text)
    const key = { name: 'old', sha256: hash('sha256', text), expiresAt: app.clock.now() + dayMs }
    const made = await app.keyward.import.apiKey(id, key)
    assert.deepEqual([made.name, made.hint, made.scopes], ['old', 'imported', ['*']])
    assert.equal(Date.parse(made.expiresAt ?? ''), key.expiresAt)
    assert.equal((await app.client().get('/api/hello', { bearer: text })).status, 200)
    const other = { ...key, sha256: hash('sha256', `${text}x`) }
    await assert.rejects(app.keyward.import.apiKey(id, { ...key, name: 'b' }), { code: 'key_in_use' })
    await assert.rejects(app.keyward.import.apiKey((await app.user()).id, key), { code: 'key_in_use' })
    await assert.rejects(app.keyward.import.apiKey(id, other), { code: 'name_taken' })
    await assert.rejects(app.keyward.import.apiKey('nobody', other), { code: 'not_found' })
    for (const wrong of [
      { sha256: other.sha256.toUpperCase() },
      { sha256: text },
      { sha256: '' },
      { scopes: ['unheard:of'] },
      { scopes: [] },
      { expiresAt: app.clock.now() },
      { expiresAt: Math.floor(app.clock.now() / 1000) },
      { expiresAt: '2030-01-01' as unknown as number },
      // A time that cannot be written: the list of the user's keys would be a 500 from then on.
      { expiresAt: 8_640_000_000_000_001 },
      { name: ' ' },
      { hash: other.sha256 },
    ]) {
      await assert.rejects(app.keyward.import.apiKey(id, { ...other, name: 'c', ...wrong }), {
        code: 'invalid_input',
      })
    }
  })

  it('has API keys move to a newer secret by being used, as any other', async () => {
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    const start = (...secrets: string[]) =>
      createKeyward({
        ...{ store: typeormStore(opened.dataSource), secrets, origins: [origin] },
        ...{ now: app.clock.now, importedApiKeys: true },
      })
    const text = randomBytes(24).toString('base64url')
    noteSecret(text)
    const { id, username } = await app.user()
    const first = start(older)
    await first.import.apiKey(id, { name: 'old', sha256: hash('sha256', text) })
    await first.close()
    const client = plainClient({ authorization: [`Bearer ${text}`] })
    for (const secrets of [[newer, older], [newer]]) {
      const keyward = start(...secrets)
      assert.equal((await keyward.adapter.guard()(client)).user?.username, username)
      // What was used is written down at the end, and where the key stands from then on.
      await keyward.close()
    }
  })

  it('one key that would be two people’s: is in use under an older secret, and after its rotation, too', async () => {
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    const start = (...secrets: string[]) =>
      createKeyward({
        ...{ store: typeormStore(opened.dataSource), secrets, origins: [origin] },
        ...{ now: app.clock.now, importedApiKeys: true },
      })
    const text = randomBytes(24).toString('base64url')
    noteSecret(text)
    const key = { name: 'old', sha256: hash('sha256', text) }
    const [first, second] = [await app.user(), await app.user()]
    const before = start(older)
    const { id } = await before.import.apiKey(first.id, key)
    await before.close()
    const keyward = start(newer, older)
    await assert.rejects(keyward.import.apiKey(second.id, key), { code: 'key_in_use' })
    await keyward.apiKeys.rotate(first.id, id)
    for (const again of [first.id, second.id]) {
      await assert.rejects(keyward.import.apiKey(again, { ...key, name: 'again' }), { code: 'key_in_use' })
    }
    await keyward.close()
  })

  it('refuses more API keys than the policy allows', async () => {
    const { id } = await app.user()
    const key = (i: number) => ({
      name: `old ${String(i)}`,
      sha256: hash('sha256', `key ${id} ${String(i)}`),
    })
    for (let i = 0; i < 50; i++) await app.keyward.import.apiKey(id, key(i))
    await assert.rejects(app.keyward.import.apiKey(id, key(50)), { code: 'limit_reached' })
  })
})
