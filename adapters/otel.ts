import { AsyncLocalStorage } from 'node:async_hooks'
import type { Attributes, MeterProvider, Span, TracerProvider } from '@opentelemetry/api'
import { context, metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import type {
  ChannelOf,
  RequestMessage,
  SignInMessage,
  StoreMessage,
  TraceMessage,
  VerifyMessage,
} from '../src/index.js'
import { channels } from '../src/index.js'

/** Where spans and metrics go. */
export interface InstrumentOptions {
  /** Makes the spans. Default: the global one. */
  readonly tracerProvider?: TracerProvider
  /** Makes the counters and histograms. Default: the global one. */
  readonly meterProvider?: MeterProvider
}

/** A span of ours that has begun, and the app's that was active then. */
interface Held {
  readonly span: Span
  readonly outer: Span | undefined
  readonly began: number
}

/** How the messages of a channel are shown. */
interface Shown<Message> {
  name(message: Message): string
  /** What is known from the start. */
  before(message: Message): Attributes
  /** What is known at the end. */
  after(message: Message): Attributes
  count(message: Message, seconds: number): void
}

const scope = 'keyward'
/** As the semantic conventions advise for durations of HTTP and databases. */
const advice = {
  explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
}

/**
 * Makes spans and metrics of what every keyward in this process does, until the function that it answers is called. A span is a child of the one
 * that is active. None of them tells who somebody is, which key they have, or what they sent.
 *
 * @example
 * const stop = instrument()
 */
export function instrument({ tracerProvider, meterProvider }: InstrumentOptions = {}): () => void {
  const tracer = (tracerProvider ?? trace).getTracer(scope)
  const meter = (meterProvider ?? metrics).getMeter(scope)
  const holding = new AsyncLocalStorage<Held | undefined>()
  const verifications = meter.createCounter('keyward.verifications', { unit: '{verification}' })
  const signIns = meter.createCounter('keyward.sign_ins', { unit: '{sign_in}' })
  const requests = meter.createHistogram('keyward.request.duration', { unit: 's', advice })
  const calls = meter.createHistogram('keyward.store.duration', { unit: 's', advice })

  const stops = [
    follow(channels.verify, {
      name: () => 'keyward verify',
      before: ({ kind }) => ({ 'keyward.credential.kind': kind }),
      after: verified,
      count: (message) =>
        verifications.add(1, { 'keyward.credential.kind': message.kind, ...verified(message) }),
    }),
    follow(channels.signIn, {
      name: ({ method }) => `keyward sign-in ${method}`,
      before: ({ method }) => ({ 'keyward.sign_in.method': method }),
      after: signedIn,
      count: (message) => signIns.add(1, { 'keyward.sign_in.method': message.method, ...signedIn(message) }),
    }),
    follow<StoreMessage>(channels.store, {
      name: ({ call }) => `keyward store ${call}`,
      before: ({ call, writes }) => ({
        'keyward.store.call': call,
        ...(writes !== null && { 'keyward.store.writes': writes }),
      }),
      after: failed,
      count: (message, seconds) =>
        calls.record(seconds, { 'keyward.store.operation': message.operation, ...failed(message) }),
    }),
    follow(channels.request, {
      name: ({ method, route }) => `keyward ${method} ${route}`,
      before: requested,
      after: answered,
      count: (message, seconds) => requests.record(seconds, { ...requested(message), ...answered(message) }),
    }),
  ]
  return () => {
    for (const stop of stops.splice(0)) stop()
  }

  function follow<Message extends TraceMessage>(
    channel: ChannelOf<Message>,
    shown: Shown<Message>,
  ): () => void {
    const open = new WeakMap<Message, Held>()
    const finish = (message: Message): void => {
      if (message.settled) end(open, message, shown)
    }
    const nothing = (): void => undefined
    const subscribers = { start: nothing, end: finish, asyncStart: nothing, asyncEnd: finish, error: nothing }
    // What is begun within a piece of work is a child of it: the store binds the span to all that the work does.
    channel.start.bindStore(holding, (message) => {
      const held = begin(shown.name(message), shown.before(message))
      open.set(message, held)
      return held
    })
    channel.subscribe(subscribers)
    return () => {
      channel.start.unbindStore(holding)
      channel.unsubscribe(subscribers)
    }
  }

  function begin(name: string, attributes: Attributes): Held {
    const active = context.active()
    const outer = trace.getSpan(active)
    const held = holding.getStore()
    // A span that the app has begun within ours is nearer than ours.
    const parent = held && held.outer === outer ? trace.setSpan(active, held.span) : active
    return { span: tracer.startSpan(name, { attributes }, parent), outer, began: performance.now() }
  }
}

function end<Message extends TraceMessage>(
  open: WeakMap<Message, Held>,
  message: Message,
  shown: Shown<Message>,
): void {
  const held = open.get(message)
  // It began before anybody listened.
  if (!held) return
  open.delete(message)
  const { span, began } = held
  span.setAttributes(shown.after(message))
  if (message.errorType !== null) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
  shown.count(message, (performance.now() - began) / 1000)
}

function verified(message: VerifyMessage): Attributes {
  const { cache, outcome, reason } = message
  return {
    'keyward.outcome': outcome ?? undefined,
    'keyward.cache': cache ?? undefined,
    'keyward.reason': reason ?? undefined,
    ...failed(message),
  }
}

function signedIn(message: SignInMessage): Attributes {
  const { outcome, reason } = message
  return {
    'keyward.outcome': outcome ?? undefined,
    'keyward.reason': reason ?? undefined,
    ...failed(message),
  }
}

function requested({ method, route }: RequestMessage): Attributes {
  return { 'http.request.method': method, 'http.route': route }
}

function answered(message: RequestMessage): Attributes {
  return { 'http.response.status_code': message.status ?? undefined, ...failed(message) }
}

function failed({ errorType }: TraceMessage): Attributes {
  return errorType === null ? {} : { 'error.type': errorType }
}
