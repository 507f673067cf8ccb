import type { Emitter } from '../events.js'
import type { AuditEvent } from '../events.js'
import type { Options } from '../options.js'
import type { Redigest } from '../store/held.js'
import type { Write } from '../store/write.js'

/** One use of a stored credential. */
export interface Use {
  readonly at: number
  readonly ip: string | null
  readonly redigest?: Redigest
}

type Kind = 'sessions' | 'apiKeys' | 'tokens' | 'sshKeys' | 'sshHosts'

/** Remembers uses, so that no request waits for a write and each credential is written at most once a minute. */
export interface Usage {
  used(kind: Kind, id: string, use: Use): void
  /** Remembers a refusal; repetitions of the same one within a minute are dropped. */
  refused(event: AuditEvent): void
  /** Writes all that is remembered. */
  flush(): Promise<void>
  /** Stops the timer and flushes. */
  close(): Promise<void>
}

const flushEveryMs = 60_000
const maxRemembered = 20_000
const writesPerCommit = 200

/** Makes the buffer: at most 20,000 entries of a kind, flushed every minute; what is beyond is dropped. Calls `flushed` after each flush. */
export function usage(
  { store }: Pick<Options, 'store'>,
  emitter: Emitter,
  flushed: () => void = () => undefined,
): Usage {
  const uses = {
    sessions: new Map<string, Use>(),
    apiKeys: new Map<string, Use>(),
    tokens: new Map<string, Use>(),
    sshKeys: new Map<string, Use>(),
    sshHosts: new Map<string, Use>(),
  }
  const refusals = new Map<string, AuditEvent>()
  let timer: NodeJS.Timeout | undefined

  return Object.freeze({
    used(kind, id, use) {
      const known = uses[kind]
      const before = known.get(id)
      if (!before && known.size >= maxRemembered) return
      known.set(id, before?.redigest ? { ...use, redigest: use.redigest ?? before.redigest } : use)
      schedule()
    },
    refused(event) {
      const key = `${event.subject?.id ?? ''}:${event.reason ?? ''}`
      if (refusals.size >= maxRemembered || refusals.has(key)) return
      refusals.set(key, event)
      schedule()
    },
    flush,
    async close() {
      clearTimeout(timer)
      await flush()
    },
  } satisfies Usage)

  function schedule(): void {
    timer ??= setTimeout(() => {
      // What could not be written is dropped: it is only when a credential was last seen.
      flush().catch(() => undefined)
    }, flushEveryMs).unref()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const events = [...refusals.values()]
    const writes = [...takeUses(), ...events.map((event) => store.audit.append(event))]
    refusals.clear()
    for (let start = 0; start < writes.length; start += writesPerCommit) {
      await store.commit(writes.slice(start, start + writesPerCommit))
    }
    for (const event of events) emitter.emit(event)
    flushed()
  }

  function takeUses(): Write[] {
    const { sessions, apiKeys, tokens, sshKeys, sshHosts } = uses
    const writes = [
      ...[...sessions].map(([id, { at }]) => store.sessions.seen(id, at)),
      ...[...apiKeys].map(([id, { at, ip, redigest }]) => store.apiKeys.used(id, at, ip, redigest)),
      ...[...tokens].map(([id, { at, ip, redigest }]) => store.tokens.used(id, at, ip, redigest)),
      ...[...sshKeys].map(([id, { at }]) => store.sshKeys.offered(id, at)),
      ...[...sshHosts].map(([id, { at, redigest }]) => store.sshHosts.seen(id, at, redigest)),
    ]
    for (const known of Object.values(uses)) known.clear()
    return writes
  }
}
