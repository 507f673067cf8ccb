import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { StoreUnavailableError } from '../../src/index.js'
import type { Client, Store } from '../../src/index.js'
import { metrics } from '../../src/observation/metric.js'
import { readExposition } from '../support/exposition.js'
import { expressFramework } from '../support/express-host.js'
import { plainClient } from '../support/plain-client.js'
import { appFor } from '../support/suite.js'

const bearer = (text: string): Client => plainClient({ authorization: [`Bearer ${text}`] })

describe('keyward.metrics', () => {
  const away = { now: false }
  const app = appFor(expressFramework, { over: (store) => failing(store, away) })

  async function valueOf(
    name: string,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<number | undefined> {
    const read = readExposition(await app().keyward.metrics())
    const samples = [...read.values()].flatMap((metric) => metric.samples)
    return samples.find(
      (sample) =>
        sample.name === name &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )?.value
  }

  async function grows(
    [name, labels]: readonly [string, Readonly<Record<string, string>>],
    work: () => unknown,
  ): Promise<number> {
    const before = (await valueOf(name, labels)) ?? 0
    await work()
    return ((await valueOf(name, labels)) ?? 0) - before
  }

  it('is text that Prometheus reads, with every metric that is described and no other', async () => {
    const read = readExposition(await app().keyward.metrics())
    assert.deepEqual([...read.keys()].toSorted(), Object.keys(metrics).toSorted())
    for (const [name, { samples, type }] of read) {
      const labels: readonly string[] = metrics[name as keyof typeof metrics].labels
      const own = type === 'histogram' ? ['le'] : []
      for (const sample of samples)
        assert.ok(
          Object.keys(sample.labels).every((label) => [...labels, ...own].includes(label)),
          name,
        )
    }
  })

  it('says which version runs', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    assert.equal(await valueOf('keyward_build_info', { version, node: process.versions.node }), 1)
  })

  it('counts verifications by kind, outcome and cache', async () => {
    const { id } = await app().user()
    const { key } = await app().keyward.apiKeys.create(id, { name: 'ci' })
    const guard = app().keyward.adapter.guard()
    const of = (cache: string, outcome = 'accepted', kind = 'api_key') =>
      ['keyward_verifications_total', { kind, outcome, cache }] as const
    assert.equal(await grows(of('miss'), () => guard(bearer(key.reveal()))), 1)
    assert.equal(await grows(of('hit'), () => guard(bearer(key.reveal()))), 1)
    const own = () => app().client().get('/credential', { bearer: key.reveal() })
    assert.equal(await grows(of('bypass'), own), 1)
    const nobodys = () => assert.rejects(async () => guard(bearer('rubbish')))
    assert.equal(await grows(of('hit', 'unknown', 'other'), nobodys), 1)
  })

  it('counts sign-ins by outcome, and refusals by reason', async () => {
    const { username } = await app().user()
    const signIn = (password: string) => () => app().client().post('/session', { username, password })
    const of = (outcome: string) => ['keyward_sign_ins_total', { method: 'password', outcome }] as const
    assert.equal(await grows(of('signed_in'), signIn(app().password)), 1)
    assert.equal(await grows(of('refused'), signIn('not the right one')), 1)
    const refusal = [
      'keyward_refusals_total',
      { type: 'session.refused', reason: 'invalid_credentials' },
    ] as const
    assert.equal(await grows(refusal, signIn('not the right one')), 1)
  })

  it('counts what was too much', async () => {
    const { id } = await app().user()
    const { key } = await app().keyward.apiKeys.create(id, {
      name: 'limited',
      limit: { requests: 1, perSeconds: 60 },
    })
    const guard = app().keyward.adapter.guard()
    await guard(bearer(key.reveal()))
    const beyond = () => assert.rejects(async () => guard(bearer(key.reveal())), { code: 'rate_limited' })
    assert.equal(await grows(['keyward_throttled_total', { reason: 'rate_limited' }], beyond), 1)
  })

  it('times the store, and tells how things stand', async () => {
    const reads = ['keyward_store_seconds_count', { operation: 'read' }] as const
    assert.ok((await grows(reads, () => app().keyward.users.byUsername('nobody'))) >= 1)
    const commits = ['keyward_store_seconds_count', { operation: 'commit' }] as const
    assert.ok((await grows(commits, () => app().user())) >= 0)
    assert.ok(Number(await valueOf('keyward_audit_rows_unsealed')) > 0)
    for (const [name, value] of [
      ['keyward_notices_waiting', 0],
      ['keyward_revision_known', 1],
      ['keyward_revision_age_seconds', 0],
      ['keyward_store_up', 1],
      ['keyward_password_hashes_waiting', 0],
    ] as const)
      assert.equal(await valueOf(name), value, name)
  })

  it('counts refusals that wait to be written', async () => {
    const looks: Client = bearer('rubbish')
    const waiting = ['keyward_refusals_waiting', {}] as const
    const guard = app().keyward.adapter.guard()
    assert.equal(
      await grows(waiting, () => assert.rejects(async () => guard({ ...looks, method: 'GET' }))),
      1,
    )
  })

  it('answers while the store does not, without what only that knows', async () => {
    const { id } = await app().user()
    const { key } = await app().keyward.apiKeys.create(id, { name: 'outage' })
    away.now = true
    try {
      const lost = () =>
        assert.rejects(async () => app().keyward.adapter.guard()(bearer(key.reveal())), {
          code: 'unavailable',
        })
      assert.ok((await grows(['keyward_store_errors_total', { operation: 'read' }], lost)) >= 1)
      assert.equal(await valueOf('keyward_store_up'), 0)
      assert.equal(await valueOf('keyward_notices_waiting'), undefined)
      assert.equal(await valueOf('keyward_build_info'), 1)
    } finally {
      away.now = false
    }
  })

  it('has no more series after a flood of odd inputs than after one of each', async () => {
    const guard = app().keyward.adapter.guard()
    const flood = async (i: number): Promise<void> => {
      const odd = `${'é"\\{}'[i % 5] ?? ''}${String(i)}`
      for (const text of [`kwk_${odd}`, odd, `Bearer${odd}`, `kws_${'0'.repeat(i % 40)}`])
        await assert.rejects(async () => guard(bearer(text)))
      await app()
        .client()
        .post('/session', { username: `name ${odd}`, password: `a long password ${odd}` })
      await app()
        .client()
        .get(`/api-keys/${encodeURIComponent(odd)}`, { bearer: `kwk_${String(i)}` })
    }
    for (let i = 0; i < 5; i++) await flood(i)
    const before = await seriesOf(app().keyward.metrics())
    for (let i = 5; i < 20; i++) await flood(i)
    assert.deepEqual(await seriesOf(app().keyward.metrics()), before)
  })
})

async function seriesOf(scraped: Promise<string>): Promise<readonly string[]> {
  const read = readExposition(await scraped)
  return [...read.values()].flatMap(({ samples }) =>
    samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`),
  )
}

/** The same store, two of whose ports find nothing while it is away. */
function failing(store: Store, away: { readonly now: boolean }): Store {
  const unless = <T>(read: () => Promise<T>): Promise<T> =>
    away.now ? Promise.reject(new StoreUnavailableError()) : read()
  return {
    ...store,
    apiKeys: { ...store.apiKeys, byDigest: (digests) => unless(() => store.apiKeys.byDigest(digests)) },
    notices: { ...store.notices, waiting: () => unless(() => store.notices.waiting()) },
  }
}
