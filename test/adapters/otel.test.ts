import assert from 'node:assert/strict'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { after, afterEach, before, beforeEach, describe, it } from 'mocha'
import { instrument } from '../../adapters/otel.js'
import { channels } from '../../src/index.js'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { plainClient } from '../support/plain-client.js'
import { assertNoSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

describe('keyward/otel', () => {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const tracer = tracerProvider.getTracer('the app')
  let stop: () => void

  before(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
  after(async () => {
    context.disable()
    await meterProvider.shutdown()
  })
  beforeEach(() => {
    exporter.reset()
    stop = instrument({ tracerProvider, meterProvider })
  })
  afterEach(() => stop())

  for (const framework of [expressFramework, koaFramework]) {
    describe(`in an app on ${framework.name}`, () => {
      const app = appFor(framework)

      it('makes a span of a request, and within it of what the request asks of the store', async () => {
        const { id } = await app().user()
        const { key } = await app().keyward.apiKeys.create(id, { name: 'ci' })
        exporter.reset()
        await app().client().get('/credential', { bearer: key.reveal() })
        const request = one('keyward GET /credential')
        assert.deepEqual(request.attributes, {
          'http.request.method': 'GET',
          'http.route': '/credential',
          'http.response.status_code': 200,
        })
        const verification = one('keyward verify')
        assert.equal(verification.parentSpanContext?.spanId, request.spanContext().spanId)
        const read = one('keyward store apiKeys.byDigest')
        assert.equal(read.parentSpanContext?.spanId, verification.spanContext().spanId)
      })

      it('tells of a refused sign-in without saying whose', async () => {
        const { id, username } = await app().user()
        await app().client().post('/session', { username, password: 'not the right one' })
        const { attributes, status } = one('keyward sign-in password')
        assert.equal(attributes['keyward.outcome'], 'refused')
        assert.equal(attributes['keyward.reason'], 'invalid_credentials')
        assert.equal(status.code, 0)
        const all = JSON.stringify(exporter.getFinishedSpans().map(shown))
        assertNoSecret(all, 'a span')
        assert.ok(!all.includes(id) && !all.includes(username))
      })
    })
  }

  describe('around a guard', () => {
    const app = appFor(expressFramework)

    it('makes spans children of the one that is active, of warm and of cold verifications', async () => {
      const { id } = await app().user()
      const { key } = await app().keyward.apiKeys.create(id, { name: 'ci' })
      const client = plainClient({ authorization: [`Bearer ${key.reveal()}`] })
      exporter.reset()
      const outer = tracer.startSpan('the app’s request')
      await context.with(trace.setSpan(context.active(), outer), async () => {
        await app().keyward.adapter.guard()(client)
        await app().keyward.adapter.guard()(client)
      })
      const verifications = exporter.getFinishedSpans().filter(({ name }) => name === 'keyward verify')
      assert.deepEqual(
        verifications.map(({ attributes }) => attributes['keyward.cache']),
        ['miss', 'hit'],
      )
      for (const { parentSpanContext } of verifications)
        assert.equal(parentSpanContext?.spanId, outer.spanContext().spanId)
    })

    it('is nearer to a span of ours than the app’s own around it, unless the app begins one within', async () => {
      const outer = tracer.startSpan('outer')
      const within = channels.request.start
      const message = {
        method: 'GET',
        route: '/x',
        operation: null,
        status: null,
        errorType: null,
        settled: false,
      }
      await context.with(trace.setSpan(context.active(), outer), () =>
        within.runStores(message, async () => {
          const inner = tracer.startSpan('inner')
          await context.with(trace.setSpan(context.active(), inner), () =>
            app().keyward.users.byUsername('nobody'),
          )
          assert.equal(
            one('keyward store users.byUsername').parentSpanContext?.spanId,
            inner.spanContext().spanId,
          )
        }),
      )
    })

    it('counts verifications and sign-ins, and times the store', async () => {
      const { id, username } = await app().user()
      const { key } = await app().keyward.apiKeys.create(id, { name: 'counted' })
      await app().keyward.adapter.guard()(plainClient({ authorization: [`Bearer ${key.reveal()}`] }))
      await app().client().post('/session', { username, password: app().password })
      const points = await metricPoints()
      assert.ok(
        points.some(
          ({ name, attributes }) =>
            name === 'keyward.verifications' && attributes['keyward.cache'] === 'miss',
        ),
      )
      assert.ok(
        points.some(
          ({ name, attributes }) =>
            name === 'keyward.sign_ins' && attributes['keyward.outcome'] === 'signed_in',
        ),
      )
      assert.ok(
        points.some(
          ({ name, attributes }) =>
            name === 'keyward.store.duration' && attributes['keyward.store.operation'] === 'commit',
        ),
      )
      assert.ok(
        points.some(
          ({ name, attributes }) =>
            name === 'keyward.request.duration' && attributes['http.route'] === '/session',
        ),
      )
      assert.ok(!JSON.stringify(points).includes(id))
    })

    it('marks what failed', () => {
      const message = {
        method: 'GET',
        route: '/failing',
        operation: null,
        status: null,
        errorType: 'unavailable',
        settled: true,
      }
      channels.request.start.runStores(message, () => channels.request.end.publish(message))
      const { attributes, status } = one('keyward GET /failing')
      assert.equal(attributes['error.type'], 'unavailable')
      assert.equal(status.code, 2)
    })

    it('makes nothing any more once it is stopped, and then nobody listens', async () => {
      stop()
      await app().keyward.users.byUsername('nobody')
      assert.equal(exporter.getFinishedSpans().length, 0)
      assert.ok(!channels.verify.start.hasSubscribers && !channels.verify.end.hasSubscribers)
    })
  })

  function one(name: string): ReadableSpan {
    const spans = exporter.getFinishedSpans().filter((span) => span.name === name)
    assert.equal(spans.length, 1, `${String(spans.length)} spans ${name}`)
    const [span] = spans
    assert.ok(span)
    return span
  }

  async function metricPoints() {
    await reader.forceFlush()
    const collected = metricExporter.getMetrics().at(-1)
    return (collected?.scopeMetrics ?? []).flatMap(({ metrics }) =>
      metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes }) => ({ name: descriptor.name, attributes })),
      ),
    )
  }
})

function shown({ name, attributes, events }: ReadableSpan) {
  return { name, attributes, events }
}
