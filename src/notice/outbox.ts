import { newId } from '../crypto/id.js'
import type { Sealer } from '../crypto/seal.js'
import type { Journal } from '../journal.js'
import type { Options } from '../options.js'
import type { Store } from '../store.js'
import type { Write } from '../store/write.js'
import { deliveries } from './delivery.js'
import type { NewNotice, NoticeKind } from './notice.js'
import { placeOf, telling } from './telling.js'

/** Where notices wait for the app to take them. Each is told at least once, whatever ends meanwhile, and never on a request's time. */
export interface Outbox {
  /** Prepares a notice: what it answers goes into the commit of what the notice tells of. It is nothing where the app takes no notices. */
  write(notice: NewNotice): Promise<readonly Write[]>
  /** Tells what is due, soon. The journal calls it after a commit with a notice. */
  wake(): void
  /** Stops telling, and waits 2 s at most for what is under way; what is unfinished by then is told again. */
  close(): Promise<void>
}

/** What the outbox is made of. */
interface OutboxParts {
  readonly options: Pick<Options, 'notify' | 'now'>
  readonly store: Store
  readonly sealer: Sealer
  readonly journal: Journal
}

/** Whether what a kind tells is a secret. */
const isSecret: Readonly<Record<NoticeKind, boolean>> = {
  'password_reset.requested': true,
  'invitation.created': true,
}

const nothing: readonly Write[] = Object.freeze([])

/** Makes the outbox; without `notify` it takes nothing. */
export function outbox(parts: OutboxParts): Outbox {
  const { store, sealer } = parts
  const { notify, now } = parts.options
  if (!notify) return none
  const { wake, close } = deliveries(parts, telling(parts, notify))
  return Object.freeze({
    async write({ kind, user, facts }) {
      const at = now()
      const named = { id: newId(at), userId: user.id }
      const plain = JSON.stringify(facts)
      const sealed = isSecret[kind] ? await sealer.seal(Buffer.from(plain), placeOf(named)) : null
      const kept = sealed ? { facts: sealed.text, keyId: sealed.keyId } : { facts: plain, keyId: null }
      // The row stands under the account, which a user of the host's may not have yet.
      return [
        store.accounts.ensure(user.id),
        store.notices.insert({ ...named, kind, at, ...kept, tries: 0, nextAt: at }),
      ]
    },
    wake,
    close,
  } satisfies Outbox)
}

const none: Outbox = Object.freeze({
  write: () => Promise.resolve(nothing),
  wake: () => undefined,
  close: () => Promise.resolve(),
})
