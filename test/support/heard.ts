import type { ChannelOf, TraceMessage } from '../../src/index.js'

/** What a channel told while somebody listened: which part of it, and a copy of the message as it was then. */
export interface Heard<Message> {
  readonly part: 'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error'
  readonly message: Message
}

/** Listens to a channel while `work` is done; answers what it told. */
export async function heardOn<Message extends TraceMessage>(
  channel: ChannelOf<Message>,
  work: () => unknown,
): Promise<readonly Heard<Message>[]> {
  const heard: Heard<Message>[] = []
  const note = (part: Heard<Message>['part']) => (message: Message) =>
    void heard.push({ part, message: { ...message } })
  const subscribers = {
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  }
  channel.subscribe(subscribers)
  try {
    await work()
  } finally {
    channel.unsubscribe(subscribers)
  }
  return heard
}
