import { newId } from '../crypto/id.js'
import type { Sealer } from '../crypto/seal.js'
import type { Journal } from '../journal.js'
import type { Options } from '../options.js'
import type { Store } from '../store.js'
import type { NewNoticeRow } from '../store/notice.js'
import type { Write } from '../store/write.js'
import { deliveries } from './delivery.js'
import type { NewNotice } from './new-notice.js'
import { factsOf } from './new-notice.js'
import type { NoticeKind } from './notice.js'
import { placeOf, telling } from './telling.js'

/** Where notices wait for the app to take them. Each is told at least once, whatever ends meanwhile, and never on a request's time. */
export interface Outbox {
  /** Whether the app takes notices: without it nothing is written, and nothing that is only there to be told of need be found out. */
  readonly isOpen: boolean
  /**
   * Prepares a notice: what it answers goes into the commit of what the notice tells of. It is nothing where the app takes no notices. The
   * user must have an account by then, since the row stands under it.
   */
  write(notice: NewNotice): Promise<readonly Write[]>
  /** As `write`, but nothing comes of it if the browser with this digest is known by then. */
  writeUnlessKnown(notice: NewNotice, browser: string): Promise<readonly Write[]>
  /** Tells what is due, soon. The journal calls it after a commit with a notice. */
  wake(): void
  /** Stops telling, and waits 2 s at most for what is under way; what is unfinished by then is told again. */
  close(): Promise<void>
}

/** What the outbox is made of. */
interface OutboxParts {
  readonly options: Pick<Options, 'notify' | 'now' | 'origins'>
  readonly store: Store
  readonly sealer: Sealer
  readonly journal: Journal
}

/** Whether what a kind tells is a secret. */
const isSecret: Readonly<Record<NoticeKind, boolean>> = {
  'password_reset.requested': true,
  'invitation.created': true,
  'sign_in.new_device': false,
  'password.changed': false,
  'two_step.turned_on': false,
  'two_step.turned_off': false,
  'two_step.changed': false,
  'recovery_code.used': false,
  'recovery_codes.low': false,
  'api_key.created': false,
  'api_key.expiring': false,
  'ssh_key.created': false,
  'ssh_key.expiring': false,
  'security_key.suspect': false,
  'sessions.ended_by_administrator': false,
}

const nothing: readonly Write[] = Object.freeze([])

/** Makes the outbox; without `notify` it takes nothing. */
export function outbox(parts: OutboxParts): Outbox {
  const { store, sealer } = parts
  const { notify, now, origins } = parts.options
  if (!notify) return none
  const { wake, close } = deliveries(parts, telling(parts, notify))
  const site = new URL(origins[0] ?? '').host
  return Object.freeze({
    isOpen: true,
    write: async (notice) => [store.notices.insert(await newRow(notice))],
    writeUnlessKnown: async (notice, browser) => [
      store.notices.insertUnlessKnown(await newRow(notice), browser),
    ],
    wake,
    close,
  } satisfies Outbox)

  async function newRow(notice: NewNotice): Promise<NewNoticeRow> {
    const { kind, user } = notice
    const at = now()
    const named = { id: newId(at), userId: user.id }
    const plain = JSON.stringify(factsOf(notice, site))
    const sealed = isSecret[kind] ? await sealer.seal(Buffer.from(plain), placeOf(named)) : null
    const kept = sealed ? { facts: sealed.text, keyId: sealed.keyId } : { facts: plain, keyId: null }
    return { ...named, kind, at, ...kept, tries: 0, nextAt: at }
  }
}

const none: Outbox = Object.freeze({
  isOpen: false,
  write: () => Promise.resolve(nothing),
  writeUnlessKnown: () => Promise.resolve(nothing),
  wake: () => undefined,
  close: () => Promise.resolve(),
})
