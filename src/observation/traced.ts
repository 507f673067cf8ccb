import { KeywardError } from '../errors.js'
import type { ChannelOf } from './channels.js'
import type { TraceMessage } from './message.js'

/**
 * Does something and tells a channel of it as `TracingChannel.tracePromise` does, but for two things: a message holds neither what comes of
 * the work nor what it throws, since both may hold secrets, and what is done at once ends at once. `work` fills in the message.
 */
export function traced<Message extends TraceMessage, T>(
  channel: ChannelOf<Message>,
  message: Message,
  work: () => T | Promise<T>,
): T | Promise<T> {
  const { start, end } = channel
  // What is bound to the start by `bindStore` holds for all that the work does.
  return start.runStores(message, () => {
    try {
      const result = work()
      if (result instanceof Promise) return settled(channel, message, result)
      message.settled = true
      return result
    } catch (error) {
      message.settled = true
      noteFailure(channel, message, error)
      throw error
    } finally {
      end.publish(message)
    }
  })
}

async function settled<Message extends TraceMessage, T>(
  channel: ChannelOf<Message>,
  message: Message,
  result: Promise<T>,
): Promise<T> {
  const { asyncStart, asyncEnd } = channel
  try {
    return await result
  } catch (error) {
    noteFailure(channel, message, error)
    throw error
  } finally {
    message.settled = true
    asyncStart.publish(message)
    asyncEnd.publish(message)
  }
}

function noteFailure<Message extends TraceMessage>(
  { error }: ChannelOf<Message>,
  message: Message,
  thrown: unknown,
): void {
  const type = failureOf(thrown)
  if (type === null) return
  message.errorType = type
  error.publish(message)
}

/** What went wrong, in one word; `null` = nothing did: somebody was refused. */
export function failureOf(error: unknown): string | null {
  if (error instanceof KeywardError) return error.status < 500 ? null : error.code
  return error instanceof Error ? error.name : 'unknown'
}
