import type { AuditEvent, Emitter } from './events.js'
import type { Store } from './store.js'
import type { Write } from './store/write.js'

/** A change to store: prepared by one of keyward's ports, or already under way in a host's own user table. */
export type Change = Write | Promise<unknown>

/** Changes with the event that records them. */
export interface RecordedChange {
  readonly changes: readonly Change[]
  readonly event: AuditEvent
}

/** Where changes and the events that record them are written together. */
export interface Journal {
  /**
   * Carries out the changes and appends the events in one transaction, then tells the listeners.
   * Answers `false`, with nothing stored, when a condition of a write did not hold.
   */
  commit(changes: readonly Change[], ...events: readonly AuditEvent[]): Promise<boolean>
}

/** Makes the journal of a store; `emitter` is told of events once they are stored, and `notified` is called once there is a notice to be told. */
export function journal(store: Store, emitter: Emitter, notified: () => void = () => undefined): Journal {
  return Object.freeze({
    async commit(changes, ...events) {
      await Promise.all(changes.filter((change) => change instanceof Promise))
      // It is not known what a host did in its own table, so everything that was remembered is read again.
      const writes = changes.map((change) => (change instanceof Promise ? store.revision.outdate() : change))
      const done = await store.commit([...writes, ...events.map((event) => store.audit.append(event))])
      if (done) for (const event of events) emitter.emit(event)
      if (done && writes.some(({ notifies }) => notifies)) notified()
      return done
    },
  } satisfies Journal)
}
