import type { Store } from '../store.js'
import { ConflictError } from '../store/write.js'
import { channels, isHeard } from './channels.js'
import type { Counts } from './counts.js'
import type { StoreMessage } from './message.js'
import { storeReads } from './store-reads.js'
import { traced } from './traced.js'

/** A function of a port. */
type Call = (...args: readonly unknown[]) => unknown

/** What counts calls of a store. */
type StoreCounts = Pick<Counts, 'stored'>

/** The same store, of which it is counted and told how long it takes to answer. Whoever asks it need not know. */
export function seenStore(store: Store, counts: StoreCounts): Store {
  const seen = Object.entries(storeReads).map(([name, calls]) => {
    const port = store[name as keyof typeof storeReads]
    return [name, port && seenPort(port, { name, calls: Object.keys(calls), counts })] as const
  })
  // Each port is the same as it was, by its name.
  const ports = Object.fromEntries(seen) as Partial<Store>
  return Object.freeze({
    ...store,
    ...ports,
    commit: (writes) =>
      observed(() => store.commit(writes), {
        message: { operation: 'commit', call: 'commit', writes: writes.length },
        counts,
      }),
  } satisfies Store)
}

function seenPort(
  port: object,
  {
    name,
    calls,
    counts,
  }: { readonly name: string; readonly calls: readonly string[]; readonly counts: StoreCounts },
): object {
  const seen = Object.entries(port).map(([key, part]) => {
    if (typeof part !== 'function' || !calls.includes(key)) return [key, part] as const
    // What a port answers for is said by its type; here only that it is called with the same.
    const call = part as Call
    const message = { operation: 'read', call: `${name}.${key}`, writes: null } as const
    return [key, (...args: readonly unknown[]) => observed(() => call(...args), { message, counts })] as const
  })
  return Object.freeze(Object.fromEntries(seen))
}

async function observed<T>(
  call: () => T | Promise<T>,
  {
    message,
    counts,
  }: { readonly message: Pick<StoreMessage, 'operation' | 'call' | 'writes'>; readonly counts: StoreCounts },
): Promise<T> {
  const began = performance.now()
  let outcome: 'answered' | 'failed' = 'answered'
  try {
    return await (isHeard(channels.store)
      ? traced(channels.store, { ...message, errorType: null, settled: false }, call)
      : call())
  } catch (error) {
    // A name that is taken is an answer.
    if (!(error instanceof ConflictError)) outcome = 'failed'
    throw error
  } finally {
    counts.stored(message.operation, performance.now() - began, outcome)
  }
}
