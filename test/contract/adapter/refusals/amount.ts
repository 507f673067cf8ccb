import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { RefusalsScene } from './scene.js'
import type { Told } from './scene.js'
import { foreign, sumOf } from './scene.js'

/** What is not recorded, and how a flood is counted. */
export function refusalAmountContract(app: () => App, { from, reasons }: RefusalsScene): void {
  /** Of everybody, from an address. */
  const toldFrom = async (ip: string): Promise<readonly Told[]> => {
    await (await app().signedIn()).get('/events')
    return (app().events as unknown as readonly Told[]).filter((event) => event.ip === ip)
  }

  it('has no word of what is only not acceptable, not there, or asked for by nobody', async () => {
    const owner = await app().signedIn()
    refused(await owner.post('/api-keys', { name: '' }), 422, 'invalid_input')
    refused(await owner.get('/api-keys/00000000-0000-7000-8000-000000000000'), 404, 'not_found')
    await owner.put('/tokens', {})
    await owner.post('/api-keys', { name: 'a' })
    refused(await owner.post('/api-keys', { name: 'a' }), 409, 'name_taken')
    await app().client().get('/api-keys', from('192.0.2.9'))
    assert.deepEqual(await reasons(owner), [])
    assert.deepEqual(await toldFrom('192.0.2.9'), [])
  })

  it('has what the host’s own guards refuse', async () => {
    const owner = await app().signedIn()
    const { key } = (await owner.post('/api-keys', { name: 'a', scopes: ['reports:read'] })).body as {
      key: string
    }
    refused(await app().client().get('/api/both-scopes', { bearer: key }), 403, 'insufficient_scope')
    await app()
      .client()
      .get('/api/hello', { bearer: `${key.slice(0, -1)}!`, ...from('192.0.2.10') })
    assert.deepEqual(await reasons(owner), ['insufficient_scope'])
    assert.deepEqual(
      (await toldFrom('192.0.2.10')).map(({ reason, actor }) => [reason, actor]),
      [['invalid_token', null]],
    )
  })

  it('counts a flood from one address: few rows, and none of it lost', async () => {
    const owner = await app().signedIn()
    const rounds = 100
    for (let i = 0; i < rounds; i++) {
      await Promise.all([
        owner.post('/tokens', {}, from(`2001:db8:1:2::${i.toString(16)}`, foreign)),
        app()
          .client()
          .post('/session', { username: `nobody-${String(i)}`, password: 'x' }, from('2001:db8:1:2:3::')),
      ])
    }
    await owner.get('/events')
    const rows = app().events.filter(({ ip }) => ip?.startsWith('2001:db8:1:2:'))
    assert.ok(rows.length <= 20, `${String(rows.length)} rows`)
    assert.equal(sumOf(rows), 2 * rounds)
  })

  it('has the end of sessions that the host brought about', async () => {
    const owner = await app().signedIn()
    const { store, keyward, events } = app()
    const disabling = store.users.update?.(owner.user.id, { disabled: true })
    assert.ok(disabling && 'affects' in disabling)
    await store.commit([disabling])
    await keyward.users.changed(owner.user.id)
    await keyward.users.changed(owner.user.id)
    const ended = events.filter(({ userId, type }) => userId === owner.user.id && type === 'sessions.ended')
    assert.deepEqual(
      ended.map(({ actor }) => actor?.kind),
      ['host'],
    )
  })
}
