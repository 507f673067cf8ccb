import type { AuditEvent, Emitter } from './events.js'
import type { Store } from './store.js'
import type { Write } from './store/write.js'

/** A change to store: prepared by one of keyward's ports, or already under way in a host's own user table. */
export type Change = Write | Promise<unknown>

/** Where changes and the events that record them are written together. */
export interface Journal {
  /**
   * Carries out the changes and appends the events in one transaction, then tells the listeners.
   * Answers `false`, with nothing stored, when a condition of a write did not hold.
   */
  commit(changes: readonly Change[], ...events: readonly AuditEvent[]): Promise<boolean>
}

export function journal(store: Store, emitter: Emitter): Journal {
  return Object.freeze({
    async commit(changes: readonly Change[], ...events: readonly AuditEvent[]) {
      await Promise.all(changes.filter((change) => change instanceof Promise))
      const writes = changes.filter((change): change is Write => !(change instanceof Promise))
      const done = await store.commit([...writes, ...events.map((event) => store.audit.append(event))])
      if (done) for (const event of events) emitter.emit(event)
      return done
    },
  })
}
