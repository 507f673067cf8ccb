/** The part of an ioredis client that keyward uses: a `Redis` or a `Cluster` of the host's. */
export interface RedisClient {
  readonly status: string
  eval(script: string, numberOfKeys: number, ...keysAndValues: (string | number)[]): Promise<unknown>
  publish(channel: string, message: string): Promise<unknown>
  duplicate(override?: object): Subscriber
}

/** A connection of keyward's own, on which it listens. */
export interface Subscriber {
  connect(): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  on(event: string, listener: (...values: unknown[]) => void): unknown
  disconnect(): void
}

/** Tells whether a command would go out now: one that waits in the client's queue comes too late to be of use. */
export function canSend({ status }: Pick<RedisClient, 'status'>): boolean {
  // A client made with `lazyConnect` connects at its first command.
  return status === 'ready' || status === 'wait'
}
