import type { TracingChannel } from 'node:diagnostics_channel'
import { tracingChannel } from 'node:diagnostics_channel'
import type { RequestMessage, SignInMessage, StoreMessage, TraceMessage, VerifyMessage } from './message.js'

/** A tracing channel of Node's with the messages that it carries. */
export type ChannelOf<Message extends TraceMessage> = TracingChannel<unknown, Message>

/** The channels by which a process sees what keyward does; Node keeps one of each name. */
export const channels: {
  readonly verify: ChannelOf<VerifyMessage>
  readonly signIn: ChannelOf<SignInMessage>
  readonly store: ChannelOf<StoreMessage>
  readonly request: ChannelOf<RequestMessage>
} = Object.freeze({
  verify: tracingChannel<unknown, VerifyMessage>('keyward:verify'),
  signIn: tracingChannel<unknown, SignInMessage>('keyward:sign-in'),
  store: tracingChannel<unknown, StoreMessage>('keyward:store'),
  request: tracingChannel<unknown, RequestMessage>('keyward:request'),
})

/** Whether anybody listens to any part of a channel: older lines of Node.js 20 do not tell of all together. */
export function isHeard<Message extends TraceMessage>(channel: ChannelOf<Message>): boolean {
  const { start, end, asyncStart, asyncEnd, error } = channel
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  )
}
