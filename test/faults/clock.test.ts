import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import type { App } from '../support/app.js'
import { newConfiguredSecret, origin, startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { fakeClock } from '../support/clock.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'
import { expressFramework } from '../support/express-host.js'
import { enrolApp, enrolKey, passwordStep } from '../support/factors.js'
import { refused } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { codeAt } from '../support/totp.js'
import { linkOf } from './scene.js'

const ahead = { hours: 1 }
const back = { hours: -1 }
const link = '/one-time-links/password-reset'

describe('a clock that leaps an hour ahead, and back again', () => {
  let app: App
  before(async () => {
    app = await startApp(expressFramework, { throttled: true, options: { passkeys: true } })
  })
  after(() => app.close())

  const use = async (code: string): Promise<number> =>
    (await app.client().post(link, { code, newPassword: newPassword() })).status
  const hello = async (bearer: string): Promise<number> =>
    (await app.client().get('/api/hello', { bearer })).status

  it('has each link used once, whenever it was made and used', async () => {
    const links: string[] = []
    const add = async () => links.push((await linkOf(app.keyward, (await app.user()).id)).code)
    await add()
    app.clock.advance(ahead)
    for (let n = 0; n < 2; n++) await add()
    const [before = '', used = '', made = ''] = links
    assert.deepEqual([await use(before), await use(used)], [401, 204])
    app.clock.advance(back)
    for (const code of [before, made]) assert.equal(await use(code), 204)
    for (const code of [before, made, used]) assert.equal(await use(code), 401)
  })

  it('leaves a recovery code that was used meanwhile used', async () => {
    const owner = await app.signedIn()
    const { recoveryCodes } = await enrolApp(app, owner)
    const [code] = recoveryCodes
    app.clock.advance(ahead)
    const first = await passwordStep(app, owner.user)
    assert.equal((await first.client.post('/session/recovery-code', { code })).status, 201)
    app.clock.advance(back)
    const second = await passwordStep(app, owner.user)
    refused(await second.client.post('/session/recovery-code', { code }), 401, 'invalid_code')
  })

  it('a replay: takes no answer to a challenge twice, and none while its time is over', async () => {
    const owner = await app.signedIn()
    const { device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
    const [used, late] = [app.client(), app.client()]
    const answers = []
    for (const client of [used, late]) {
      const options = await client.post('/session/passkey/options')
      answers.push({ response: device.assert(options.body as object, { origin }) })
    }
    const [Cookie, lateCookie] = [used, late].map(cookieOf)
    assert.equal((await used.post('/session/passkey', answers[0])).status, 201)
    app.clock.advance(ahead)
    refused(await late.post('/session/passkey', answers[1]), 401, 'invalid_code')
    app.clock.advance(back)
    const replayed = await app.client().post('/session/passkey', answers[0], { headers: { Cookie } })
    refused(replayed, 401, 'invalid_code')
    assert.equal((await late.post('/session/passkey', answers[1])).status, 201)
    const again = await app.client().post('/session/passkey', answers[1], { headers: { Cookie: lateCookie } })
    refused(again, 401, 'invalid_code')
  })

  it('keeps revoked what was revoked meanwhile, and in force what was not', async () => {
    const { id: userId } = await app.user()
    const make = async (name: string, expiresInDays: number | null) => {
      const { apiKey, key } = await app.keyward.apiKeys.create(userId, { name, expiresInDays })
      return { id: apiKey.id, text: key.reveal() }
    }
    const short = await make('short', 7)
    app.clock.advance({ days: 7, minutes: -30 })
    const [kept, gone] = [await make('kept', null), await make('gone', null)]
    app.clock.advance(ahead)
    const meanwhile = await make('meanwhile', null)
    await app.keyward.apiKeys.remove(userId, gone.id)
    const statuses = async (): Promise<readonly number[]> => {
      const found = []
      for (const { text } of [kept, meanwhile, gone, short]) found.push(await hello(text))
      return found
    }
    assert.deepEqual(await statuses(), [200, 200, 401, 401])
    app.clock.advance(back)
    assert.deepEqual(await statuses(), [200, 200, 401, 200])
    app.clock.advance({ minutes: 30 })
    assert.deepEqual(await statuses(), [200, 200, 401, 401])
  })

  it('keeps nobody out who guessed meanwhile for longer than it was ahead, beside the time that a lock lasts', async () => {
    const { username } = await app.user()
    const signIn = async (password: string): Promise<number> =>
      (await app.client().post('/session', { username, password })).status
    app.clock.advance(ahead)
    for (let n = 0; n < 10; n++) assert.equal(await signIn(newPassword()), 401)
    app.clock.advance(back)
    assert.equal(await signIn(app.password), 429)
    app.clock.advance({ hours: 1, minutes: 15 })
    assert.equal(await signIn(app.password), 201)
  })

  it('locks nobody out by failures that lie behind it, and lets nobody begin to guess anew by going back', async () => {
    const { username } = await app.user()
    const guess = async (): Promise<number> =>
      (await app.client().post('/session', { username, password: newPassword() })).status
    for (let n = 0; n < 10; n++) assert.equal(await guess(), 401)
    app.clock.advance(ahead)
    for (let n = 0; n < 10; n++) assert.equal(await guess(), 401)
    for (const leap of [back, ahead, back, ahead]) {
      app.clock.advance(leap)
      assert.equal(await guess(), 429)
    }
  })

  it('holds up no request under a limit for longer than its window', async () => {
    const owner = await app.signedIn()
    const limit = { requests: 1, perSeconds: 60 }
    const { key } = await app.keyward.apiKeys.create(owner.user.id, { name: 'limited', limit })
    const text = key.reveal()
    app.clock.advance(ahead)
    assert.deepEqual([await hello(text), await hello(text)], [200, 429])
    app.clock.advance(back)
    const answers = [await hello(text), await hello(text)]
    app.clock.advance({ minutes: 1 })
    assert.deepEqual([...answers, await hello(text)], [200, 429, 200])
  })
})

describe('two processes whose clocks are an hour apart', () => {
  let database: Database
  let apps: readonly [App, App]

  before(async () => {
    database = await sqliteDatabase()
    const options = { secrets: [newConfiguredSecret()] }
    const started = (at: number) =>
      startApp(expressFramework, {
        store: typeormStore(database.dataSource),
        clock: fakeClock(at),
        throttled: true,
        options,
      })
    const now = Date.UTC(2026, 0, 15, 12)
    apps = [await started(now), await started(now + 3_600_000)]
  })
  after(async () => {
    for (const app of apps) await app.close()
    await database.close()
  })

  it('take a link once, whichever of them is asked first', async () => {
    const { id } = await apps[0].user()
    for (const [first, second] of [apps, apps.toReversed() as [App, App]]) {
      const { code } = await linkOf(first.keyward, id)
      const answers = await Promise.all(
        [first, second, first, second].map((app) =>
          app.client().post(link, { code, newPassword: newPassword() }),
        ),
      )
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 401, 401, 401])
    }
  })

  it('a replay: take no code of an app that the other one took', async () => {
    const [onTime, early] = apps
    const owner = await onTime.signedIn()
    const phone = await enrolApp(onTime, owner)
    const inApp = async (app: App, code: string) =>
      (await passwordStep(app, owner.user)).client.post('/session/totp', { code })
    const code = phone.code()
    assert.equal((await inApp(onTime, code)).status, 201)
    for (const app of apps) refused(await inApp(app, code), 401, 'invalid_code')
    const later = codeAt(phone.secret, early.clock.now())
    assert.equal((await inApp(early, later)).status, 201)
    for (const app of apps) refused(await inApp(app, later), 401, 'invalid_code')
  })

  it('call no proof recent that the other one took in the future, and none that is an hour old', async () => {
    const [onTime, early] = apps
    const vault = async (signedIn: App, asked: App): Promise<number> => {
      const Cookie = cookieOf(await signedIn.signedIn())
      const client = asked.client()
      assert.equal((await client.get('/api/hello', { headers: { Cookie } })).status, 200)
      return (await client.get('/api/vault', { headers: { Cookie } })).status
    }
    assert.deepEqual(
      [
        await vault(onTime, onTime),
        await vault(early, early),
        await vault(early, onTime),
        await vault(onTime, early),
      ],
      [200, 200, 403, 403],
    )
  })

  it('refuse at once what the other one revoked', async () => {
    for (const [maker, ender] of [apps, apps.toReversed() as [App, App]]) {
      const { id } = await maker.user()
      const { apiKey, key } = await maker.keyward.apiKeys.create(id, { name: 'a' })
      const bearer = key.reveal()
      for (const app of apps) assert.equal((await app.client().get('/api/hello', { bearer })).status, 200)
      await ender.keyward.apiKeys.remove(id, apiKey.id)
      for (const app of apps) assert.equal((await app.client().get('/api/hello', { bearer })).status, 401)
    }
  })
})

function cookieOf({ cookies }: TestClient): string {
  return [...cookies].map((pair) => pair.join('=')).join('; ')
}
