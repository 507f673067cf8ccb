import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { StoredPolicy } from '../../../src/policy/policy.js'
import { organizationScope } from '../../../src/policy/policy.js'
import type { Store } from '../../../src/store.js'
import { newConfiguredSecret } from '../../support/app.js'
import type { Authenticator } from '../../support/authenticator.js'
import { softwareAuthenticator } from '../../support/authenticator.js'
import type { Served } from '../../support/process.js'
import { startScript } from '../../support/process.js'
import { noteSecret } from '../../support/secrets.js'
import { addUser, nextId } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import type { Answer, Browser } from './browser.js'
import { appCode, browser, expected, tally } from './browser.js'

const rounds = 10
const from = { origin: 'http://localhost:3000' }

describeOnEach('the second step in two processes', function (database) {
  let opened: Migrated
  let store: Store
  let hosts: readonly Served[]

  before(async () => {
    opened = await migrated(database)
    store = typeormStore(opened.dataSource)
    const env = { RACES_DATABASE: JSON.stringify(opened.options), RACES_SECRET: newConfiguredSecret() }
    hosts = await Promise.all([1, 2].map(() => startScript('test/e2e/races/host.ts', { env })))
  })
  after(async () => {
    await Promise.all(hosts.map((host) => host.stop()))
    await store.close()
    await opened.close()
  })

  const url = (i: number): string => hosts[i % hosts.length]?.url ?? ''
  const sessionsOf = async (userId: string): Promise<number> =>
    (await store.sessions.list(userId, { now: 0, seenSince: 0 }, { limit: 50, before: null })).rows.length
  /** A browser in which somebody has given their password. */
  async function arrived(userId: string): Promise<Browser> {
    const made = browser()
    expected(200, await made.send(url(0), 'POST', `/sign-in/${userId}`))
    return made
  }
  /** So many browsers, or so many requests of one, at once, every second one to the other process. */
  function atOnce(browsers: readonly Browser[], path: string, body: object): Promise<readonly Answer[]> {
    return Promise.all(browsers.map((one, i) => one.send(url(i), 'POST', path, body)))
  }
  async function eachRound(race: () => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round++) await race()
  }

  async function withApp(): Promise<{ id: string; secret: string; recoveryCodes: readonly string[] }> {
    const { id } = await addUser(store)
    const owner = await arrived(id)
    const { secret } = expected(201, await owner.send(url(0), 'POST', '/auth/mfa/totp', {})) as {
      secret: string
    }
    noteSecret(secret)
    const code = appCode(secret, 0)
    const confirmed = await owner.send(url(0), 'POST', '/auth/mfa/totp/confirmation', { code })
    const { recoveryCodes } = expected(200, confirmed) as { recoveryCodes: readonly string[] }
    recoveryCodes.forEach(noteSecret)
    return { id, secret, recoveryCodes }
  }

  async function addKey(owner: Browser, key: Authenticator): Promise<string> {
    const options = expected(200, await owner.send(url(0), 'POST', '/auth/mfa/security-keys/options', {}))
    const body = { name: nextId(), response: key.register(options, from) }
    const { id } = expected(201, await owner.send(url(0), 'POST', '/auth/mfa/security-keys', body))
    return String(id)
  }

  async function memberUnder(policy: StoredPolicy): Promise<string> {
    const organizationId = nextId()
    const scope = organizationScope(organizationId)
    await store.commit([
      store.policies.put(
        scope,
        { policy, switchedOn: { enforceMfa: 1, enforceSecurityKey: 1 } },
        { version: 0, at: 1 },
      ),
    ])
    return (await addUser(store, { organizationId, createdAt: 1 })).id
  }

  it('take a code once, in whatever sign-in it is typed, and leave none of the others waiting', () =>
    eachRound(async () => {
      const { id, secret } = await withApp()
      const browsers = await Promise.all(Array.from({ length: 20 }, () => arrived(id)))
      const answers = await atOnce(browsers, '/auth/session/totp', { code: appCode(secret, 1) })
      assert.deepEqual(tally(answers), { '201': 1, '401 invalid_code': 19 })
      assert.equal(await sessionsOf(id), 2)
    }))

  it('take a recovery code once, in whatever sign-in it is typed, and leave none of the others waiting', () =>
    eachRound(async () => {
      const { id, recoveryCodes } = await withApp()
      const browsers = await Promise.all(Array.from({ length: 20 }, () => arrived(id)))
      const answers = await atOnce(browsers, '/auth/session/recovery-code', { code: recoveryCodes[3] })
      assert.deepEqual(tally(answers), { '201': 1, '401 invalid_code': 19 })
      assert.equal(await sessionsOf(id), 2)
      assert.equal((await store.factors.of(id)).recoveryCodes, 9)
    }))

  it('several processes take one assertion of a security key once', () =>
    eachRound(async () => {
      const { id } = await addUser(store)
      const key = softwareAuthenticator()
      await addKey(await arrived(id), key)
      const visitor = await arrived(id)
      const options = expected(
        200,
        await visitor.send(url(0), 'POST', '/auth/session/security-key/options', {}),
      )
      const body = { response: key.assert(options, from) }
      const answers = await atOnce(Array<Browser>(10).fill(visitor), '/auth/session/security-key', body)
      const { '201': won, ...lost } = tally(answers)
      assert.equal(won, 1)
      assert.deepEqual(
        Object.keys(lost).filter((one) => !['401 invalid_code', '410 expired'].includes(one)),
        [],
      )
      assert.equal(await sessionsOf(id), 2)
    }))

  it('several processes take one enrolment ticket once', () =>
    eachRound(async () => {
      const id = await memberUnder({ mfa: { enforceSecurityKey: true } })
      const holder = await arrived(id)
      const offers = await atOnce(Array<Browser>(6).fill(holder), '/auth/mfa/security-keys/options', {})
      const responses = offers.map((offer) => softwareAuthenticator().register(expected(200, offer), from))
      const answers = await Promise.all(
        responses.map((response, i) =>
          holder.send(url(i), 'POST', '/auth/mfa/security-keys', { name: `key ${String(i)}`, response }),
        ),
      )
      const { '201': won, ...lost } = tally(answers)
      assert.equal(won, 1)
      assert.deepEqual(
        Object.keys(lost).filter((one) => !['401 unauthenticated', '410 expired'].includes(one)),
        [],
      )
      assert.equal((await store.securityKeys.list(id)).length, 1)
      assert.equal(await sessionsOf(id), 1)
    }))

  it('leave one of the last two keys that policy demands, when each is removed in a session of its own', () =>
    eachRound(async () => {
      const id = await memberUnder({ mfa: { enforceSecurityKey: true } })
      const [one, two] = [softwareAuthenticator(), softwareAuthenticator()]
      const first = await arrived(id)
      const keys = [await addKey(first, one), await addKey(first, two)]
      const second = await arrived(id)
      const options = expected(
        200,
        await second.send(url(1), 'POST', '/auth/session/security-key/options', {}),
      )
      const body = { response: two.assert(options, from) }
      expected(201, await second.send(url(1), 'POST', '/auth/session/security-key', body))
      const answers = await Promise.all(
        [first, second].map((owner, i) =>
          owner.send(url(i), 'DELETE', `/auth/mfa/security-keys/${keys[i] ?? ''}`),
        ),
      )
      assert.equal(tally(answers)['204'], 1)
      assert.equal((await store.securityKeys.list(id)).length, 1)
    }))

  it('evaluate five of fifty codes that are typed into one sign-in', () =>
    eachRound(async () => {
      const { id, secret } = await withApp()
      const visitor = await arrived(id)
      const wrong = appCode(secret, 100)
      const answers = await atOnce(Array<Browser>(50).fill(visitor), '/auth/session/totp', { code: wrong })
      assert.deepEqual(tally(answers), { '401 invalid_code': 5, '410 expired': 45 })
      const late = await visitor.send(url(1), 'POST', '/auth/session/totp', { code: appCode(secret, 1) })
      assert.deepEqual([late.status, late.code], [410, 'expired'])
    }))
})
