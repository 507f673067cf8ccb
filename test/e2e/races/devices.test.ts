import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import { addUser, aList } from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { newConfiguredSecret } from '../../support/app.js'
import type { Served } from '../../support/process.js'
import { startScript } from '../../support/process.js'
import { noteSecret } from '../../support/secrets.js'
import type { Answer, Browser } from './browser.js'
import { browser, expected, tally } from './browser.js'

/** Three tests, and 20 devices that one address may begin. */
const rounds = 6

describeOnEach('devices that sign in at two processes', function (database) {
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
  async function arrived(userId: string): Promise<Browser> {
    const made = browser()
    expected(200, await made.send(url(0), 'POST', `/sign-in/${userId}`))
    return made
  }
  async function begun(): Promise<{ deviceCode: string; path: string }> {
    const answer = await browser().send(url(0), 'POST', '/auth/device/code', { client_id: 'acme-cli' })
    const { device_code: deviceCode, user_code: userCode } = expected(200, answer)
    noteSecret(String(deviceCode))
    return { deviceCode: String(deviceCode), path: `/auth/device/${String(userCode)}` }
  }
  async function poll(i: number, deviceCode: string): Promise<Answer> {
    const answer = await browser().send(url(i), 'POST', '/auth/device/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      client_id: 'acme-cli',
    })
    if (answer.status === 200) noteSecret(String(answer.body.access_token))
    return { ...answer, code: answer.status === 400 ? String(answer.body.error) : answer.code }
  }
  const tokensOf = async (userId: string): Promise<number> => (await store.tokens.list(userId, aList())).total
  async function eachRound(race: () => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round++) await race()
  }

  it('one of twenty that collect by the same code gets a token', () =>
    eachRound(async () => {
      const { id } = await addUser(store)
      const { deviceCode, path } = await begun()
      expected(204, await (await arrived(id)).send(url(1), 'POST', `${path}/approval`, {}))
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => poll(i, deviceCode)))
      assert.deepEqual(tally(answers), { '200': 1, '400 expired_token': 19 })
      assert.equal(await tokensOf(id), 1)
    }))

  it('one of a yes and several noes counts', () =>
    eachRound(async () => {
      const [yes, no] = [await addUser(store), await addUser(store)]
      const [ada, bob] = [await arrived(yes.id), await arrived(no.id)]
      const { deviceCode, path } = await begun()
      const answers = await Promise.all([
        ...[0, 1].map((i) => ada.send(url(i), 'POST', `${path}/approval`, {})),
        ...[0, 1].map((i) => bob.send(url(i), 'POST', `${path}/denial`, {})),
      ])
      assert.deepEqual(tally(answers), { '204': 1, '409 conflict': 3 })
      const isYes = answers.slice(0, 2).some(({ status }) => status === 204)
      assert.deepEqual(tally([await poll(0, deviceCode)]), isYes ? { '200': 1 } : { '400 access_denied': 1 })
      assert.deepEqual([await tokensOf(yes.id), await tokensOf(no.id)], [isYes ? 1 : 0, 0])
    }))

  it('a token that is collected while its owner’s account moves on is there with the old, or not at all', () =>
    eachRound(async () => {
      const { id } = await addUser(store)
      const { deviceCode, path } = await begun()
      expected(204, await (await arrived(id)).send(url(1), 'POST', `${path}/approval`, {}))
      // What disabling does: the epoch moves on, and tokens go.
      const ending = store.commit([store.accounts.advanceEpoch(id, null), store.tokens.removeAll(id)])
      const [answer] = await Promise.all([poll(1, deviceCode), ending])
      const { '200': collected = 0, '400 access_denied': denied = 0 } = tally([answer])
      assert.equal(collected + denied, 1)
      assert.equal(await tokensOf(id), 0)
    }))
})
